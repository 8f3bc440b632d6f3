import { assertNever } from '../../../../shared/base/assert-never.ts'
import type { RecoveryScenario } from '../stepper/recovery-scenario.ts'

export type SchemaStep = 'what' | 'when' | 'where'

/** An empty database with a backup's schema. */
export const schemaRecovery: RecoveryScenario<SchemaStep> = {
  title: 'Schema-only recovery',
  complaint: 'An empty copy for development',
  says: 'A new database with the tables, indexes, views and triggers of a backup and without any of its rows.',
  path: '/recovery/schema',
  choosing: [
    { name: 'what', word: 'What' },
    { name: 'when', word: 'When' },
    { name: 'where', word: 'Where' },
  ],
  resumes: false,
  again: ({ databaseId, backupId }) => `/recovery/schema/${databaseId}/${backupId ?? ''}`,
}

/** What was chosen so far. */
export interface SchemaChoice {
  readonly step: SchemaStep
  readonly databaseId: string
  readonly backupId: string
  readonly path: string
}

export type SchemaEvent =
  | { readonly kind: 'database_chosen'; readonly databaseId: string }
  | { readonly kind: 'backup_chosen'; readonly backupId: string }
  | { readonly kind: 'path_typed'; readonly path: string }
  | { readonly kind: 'went_to'; readonly step: SchemaStep }

/** Where a wizard begins that was opened for a database, or for one backup of it. */
export function beginSchema(databaseId: string, backupId: string): SchemaChoice {
  const step = databaseId === '' ? 'what' : backupId === '' ? 'when' : 'where'
  return { step, databaseId, backupId, path: '' }
}

/** The choice after an event. Another database takes its backup back. */
export function advanceSchema(choice: SchemaChoice, event: SchemaEvent): SchemaChoice {
  switch (event.kind) {
    case 'database_chosen': {
      const { databaseId } = event
      const backupId = databaseId === choice.databaseId ? choice.backupId : ''
      return { ...choice, databaseId, backupId, step: 'when' }
    }
    case 'backup_chosen':
      return { ...choice, backupId: event.backupId, step: 'where' }
    case 'path_typed':
      return { ...choice, path: event.path }
    case 'went_to':
      return { ...choice, step: event.step }
    default:
      return assertNever(event, 'event')
  }
}
