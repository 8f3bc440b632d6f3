import { assertNever } from '../../../../shared/base/assert-never.ts'
import type { JobView } from '../../../../shared/domain/job.ts'
import { type Confirmation, type ConfirmationEvent, confirmPlan, unconfirmed } from '../plan/confirm-plan.ts'
import type { RecoveryScenario } from '../stepper/recovery-scenario.ts'
import { choosePlace, type PlaceChoice, type PlaceEvent } from '../steps/place-choice.ts'

export type CompleteStep = 'what' | 'when' | 'where' | 'plan'

/** The database as it was when a backup was taken. */
export const completeRecovery: RecoveryScenario<CompleteStep> = {
  title: 'Complete recovery',
  complaint: 'The file is gone or broken',
  says: 'Complete recovery: the database as it was when a backup was taken, rebuilt beside, proved, then put in place.',
  path: '/recovery/complete',
  choosing: [
    { name: 'what', word: 'What' },
    { name: 'when', word: 'When' },
    { name: 'where', word: 'Where' },
    { name: 'plan', word: 'Plan' },
  ],
  resumes: true,
  again: ({ id }) => `/recovery/complete/again/${id}`,
}

/** What was chosen so far. */
export interface CompleteChoice extends PlaceChoice, Confirmation {
  readonly step: CompleteStep
  readonly databaseId: string
  /** Empty: the newest backup that is not known to be damaged. */
  readonly backupId: string
}

export type CompleteEvent =
  | { readonly kind: 'database_chosen'; readonly databaseId: string }
  | { readonly kind: 'backup_chosen'; readonly backupId: string }
  | { readonly kind: 'went_to'; readonly step: CompleteStep }
  | PlaceEvent
  | ConfirmationEvent

/** Where a wizard begins that was opened for a database, or for one backup of it. */
export function beginComplete(databaseId: string, backupId: string): CompleteChoice {
  const step = databaseId === '' ? 'what' : backupId === '' ? 'when' : 'where'
  return { step, databaseId, backupId, place: 'own_path', otherPath: '', ...unconfirmed }
}

/** Where a wizard begins that plans a restore again: at the plan, for the same backup and the same target. */
export function beginAgain(
  { databaseId, backupId = '', targetPath }: Pick<JobView, 'databaseId' | 'backupId' | 'targetPath'>,
  ownPath: string | undefined,
): CompleteChoice {
  const isOwn = targetPath === undefined || targetPath === ownPath
  return {
    ...beginComplete(databaseId, backupId),
    step: 'plan',
    ...(isOwn ? {} : { place: 'other_file', otherPath: targetPath }),
  }
}

/** The choice after an event. A choice that changes takes back what was decided on its ground: the method, the typed name. */
export function advanceComplete(choice: CompleteChoice, event: CompleteEvent): CompleteChoice {
  switch (event.kind) {
    case 'database_chosen': {
      const isSame = event.databaseId === choice.databaseId
      return {
        ...choice,
        ...unconfirmed,
        databaseId: event.databaseId,
        backupId: isSame ? choice.backupId : '',
        step: 'when',
      }
    }
    case 'backup_chosen':
      return { ...choice, ...unconfirmed, backupId: event.backupId, step: 'where' }
    case 'place_chosen':
    case 'path_typed':
      return { ...choice, ...unconfirmed, ...choosePlace(event) }
    case 'method_chosen':
    case 'name_typed':
      return { ...choice, ...confirmPlan(event) }
    case 'went_to':
      return { ...choice, typedName: '', step: event.step }
    default:
      return assertNever(event, 'event')
  }
}
