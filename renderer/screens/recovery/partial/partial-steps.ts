import { assertNever } from '../../../../shared/base/assert-never.ts'
import type { PartialPreview, TriggerChoice } from '../../../../shared/domain/partial-restore.ts'
import type { RowSelection } from '../../../../shared/domain/row-filter.ts'
import { type ConditionDraft, conditionsOf } from '../../content/condition-draft.ts'
import type { RecoveryScenario } from '../stepper/recovery-scenario.ts'

export type PartialStep = 'what' | 'when' | 'which' | 'preview'

/** Tables or rows out of a backup, into the database as it is. */
export const partialRecovery: RecoveryScenario<PartialStep> = {
  title: 'Partial recovery',
  complaint: 'Bring back some rows or tables',
  says: 'Chosen tables, or rows by conditions, as they were at a moment; all else keeps its newer values.',
  path: '/recovery/partial',
  choosing: [
    { name: 'what', word: 'What' },
    { name: 'when', word: 'When' },
    { name: 'which', word: 'Which' },
    { name: 'preview', word: 'Preview' },
  ],
  resumes: false,
  again: ({ databaseId, backupId }) => `/recovery/partial/${databaseId}/${backupId ?? ''}`,
}

/** One table that is brought back, and under which conditions. */
export interface ChosenTable {
  readonly table: string
  readonly drafts: readonly ConditionDraft[]
}

/** What was chosen so far. */
export interface PartialChoice {
  readonly step: PartialStep
  readonly databaseId: string
  /** The moment wished for; empty: none yet. */
  readonly at: string
  readonly backupId: string
  readonly tables: readonly ChosenTable[]
  /** Null: not decided. */
  readonly triggers: TriggerChoice | null
  readonly typedName: string
}

export type PartialEvent =
  | { readonly kind: 'database_chosen'; readonly databaseId: string }
  | { readonly kind: 'moment_wished'; readonly at: string }
  | { readonly kind: 'point_chosen'; readonly at: string; readonly backupId: string }
  | { readonly kind: 'table_toggled'; readonly table: string }
  | {
      readonly kind: 'conditions_changed'
      readonly table: string
      readonly drafts: readonly ConditionDraft[]
    }
  | { readonly kind: 'triggers_chosen'; readonly triggers: TriggerChoice }
  | { readonly kind: 'name_typed'; readonly name: string }
  | { readonly kind: 'went_to'; readonly step: PartialStep }

const undecided = { triggers: null, typedName: '' } as const

/** Where a wizard begins that was opened for a database, or for one backup of it. */
export function beginPartial(databaseId: string, backupId: string): PartialChoice {
  const step = databaseId === '' ? 'what' : backupId === '' ? 'when' : 'which'
  return { step, databaseId, at: '', backupId, tables: [], ...undecided }
}

/** The choice after an event. Another database or backup takes the tables back, for they were that one's. */
export function advancePartial(choice: PartialChoice, event: PartialEvent): PartialChoice {
  switch (event.kind) {
    case 'database_chosen': {
      const isSame = event.databaseId === choice.databaseId
      return isSame
        ? { ...choice, ...undecided, step: 'when' }
        : { ...beginPartial(event.databaseId, ''), step: 'when' }
    }
    case 'moment_wished':
      return { ...choice, ...undecided, at: event.at }
    case 'point_chosen': {
      const tables = event.backupId === choice.backupId ? choice.tables : []
      const { at, backupId } = event
      return { ...choice, ...undecided, at, backupId, tables, step: 'which' }
    }
    case 'table_toggled':
      return { ...choice, ...undecided, tables: toggled(choice.tables, event.table) }
    case 'conditions_changed': {
      const { table, drafts } = event
      const tables = choice.tables.map((one) => (one.table === table ? { table, drafts } : one))
      return { ...choice, ...undecided, tables }
    }
    case 'triggers_chosen':
      return { ...choice, typedName: '', triggers: event.triggers }
    case 'name_typed':
      return { ...choice, typedName: event.name }
    case 'went_to':
      return { ...choice, typedName: '', step: event.step }
    default:
      return assertNever(event, 'event')
  }
}

function toggled(tables: readonly ChosenTable[], table: string): readonly ChosenTable[] {
  const rest = tables.filter((one) => one.table !== table)
  return rest.length < tables.length ? rest : [...tables, { table, drafts: [] }]
}

/** What is asked for; null while no table is chosen or a condition is not whole. */
export function selectionsOf(tables: readonly ChosenTable[]): readonly RowSelection[] | null {
  const made = tables.map(({ table, drafts }) => ({ table, conditions: conditionsOf(drafts) }))
  if (made.length === 0) return null
  const whole = made.flatMap(({ table, conditions }) => (conditions === null ? [] : [{ table, conditions }]))
  return whole.length === made.length ? whole : null
}

/** Rows that would be written or removed. */
export function touchedRows({ tables }: Pick<PartialPreview, 'tables'>): number {
  return tables.reduce((sum, { added, changed, removed }) => sum + added + changed + removed, 0)
}

/** Whether it may be started: nothing blocks it, something would change, and the database's name is typed. */
export function mayBringBack(preview: PartialPreview, typedName: string): boolean {
  const makesTable = preview.tables.some((table) => table.makesTable)
  return preview.isPossible && typedName === preview.database && (makesTable || touchedRows(preview) > 0)
}
