import { assertNever } from '../../../../shared/base/assert-never.ts'
import { type Confirmation, type ConfirmationEvent, confirmPlan, unconfirmed } from '../plan/confirm-plan.ts'
import type { RecoveryScenario } from '../stepper/recovery-scenario.ts'
import { choosePlace, type PlaceChoice, type PlaceEvent } from '../steps/place-choice.ts'

export type MomentStepName = 'what' | 'when' | 'where' | 'plan'

/** The database as it was at a moment. */
export const momentRecovery: RecoveryScenario<MomentStepName> = {
  title: 'Point-in-time recovery',
  complaint: 'Go back to a moment',
  says: 'The newest recovery point not after a date and time; how far before it that lies is always said.',
  path: '/recovery/moment',
  choosing: [
    { name: 'what', word: 'What' },
    { name: 'when', word: 'When' },
    { name: 'where', word: 'Where' },
    { name: 'plan', word: 'Plan' },
  ],
  resumes: true,
  // Its backup and target are known by then: the plan is that of a complete recovery.
  again: ({ id }) => `/recovery/complete/again/${id}`,
}

/** What was chosen so far. */
export interface MomentChoice extends PlaceChoice, Confirmation {
  readonly step: MomentStepName
  readonly databaseId: string
  /** The moment wished for, UTC, ISO 8601. Empty: none yet. */
  readonly at: string
}

export type MomentEvent =
  | { readonly kind: 'database_chosen'; readonly databaseId: string }
  | { readonly kind: 'moment_wished'; readonly at: string }
  | { readonly kind: 'moment_chosen'; readonly at: string }
  | { readonly kind: 'went_to'; readonly step: MomentStepName }
  | PlaceEvent
  | ConfirmationEvent

/** Where a wizard begins that was opened for a database; empty: for none. */
export function beginMoment(databaseId: string): MomentChoice {
  const step = databaseId === '' ? 'what' : 'when'
  return { step, databaseId, at: '', place: 'own_path', otherPath: '', ...unconfirmed }
}

/** The choice after an event. A choice that changes takes back what was decided on its ground: the method, the typed name. */
export function advanceMoment(choice: MomentChoice, event: MomentEvent): MomentChoice {
  switch (event.kind) {
    case 'database_chosen': {
      const at = event.databaseId === choice.databaseId ? choice.at : ''
      return { ...choice, ...unconfirmed, databaseId: event.databaseId, at, step: 'when' }
    }
    case 'moment_wished':
      return { ...choice, ...unconfirmed, at: event.at }
    case 'moment_chosen':
      return { ...choice, ...unconfirmed, at: event.at, step: 'where' }
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
