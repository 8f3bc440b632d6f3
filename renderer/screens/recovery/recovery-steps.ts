import { assertNever } from '../../../shared/base/assert-never.ts'
import type { RestoreMethod, RestorePlan } from '../../../shared/domain/restore-plan.ts'

/** The steps of a complete recovery, in their order. */
export const recoverySteps = ['What', 'When', 'Where', 'Plan', 'Run', 'Proof', 'Resume'] as const

/** The steps that are taken before anything is started: leaving them leaves nothing behind. */
export type ChoosingStep = 'what' | 'when' | 'where' | 'plan'

const order: readonly ChoosingStep[] = ['what', 'when', 'where', 'plan']

/** What was chosen so far. */
export interface RecoveryChoice {
  readonly step: ChoosingStep
  readonly databaseId: string
  /** Empty: the newest backup that is not known to be damaged. */
  readonly backupId: string
  readonly place: 'own_path' | 'other_file'
  readonly otherPath: string
  /** Null: as the plan proposes. */
  readonly method: RestoreMethod | null
  readonly typedName: string
}

export type RecoveryEvent =
  | { readonly kind: 'database_chosen'; readonly databaseId: string }
  | { readonly kind: 'backup_chosen'; readonly backupId: string }
  | { readonly kind: 'place_chosen'; readonly place: RecoveryChoice['place'] }
  | { readonly kind: 'path_typed'; readonly path: string }
  | { readonly kind: 'method_chosen'; readonly method: RestoreMethod }
  | { readonly kind: 'name_typed'; readonly name: string }
  | { readonly kind: 'went_to'; readonly step: ChoosingStep }

/** Where a wizard begins that was opened for a database, or for one backup of it. */
export function beginRecovery(databaseId: string, backupId: string): RecoveryChoice {
  const step = databaseId === '' ? 'what' : backupId === '' ? 'when' : 'where'
  return { step, databaseId, backupId, place: 'own_path', otherPath: '', method: null, typedName: '' }
}

/** The choice after an event. A choice that changes takes back what was decided on its ground: the method, the typed name. */
export function advanceRecovery(choice: RecoveryChoice, event: RecoveryEvent): RecoveryChoice {
  const undecided = { method: null, typedName: '' }
  switch (event.kind) {
    case 'database_chosen': {
      const isSame = event.databaseId === choice.databaseId
      return {
        ...choice,
        ...undecided,
        databaseId: event.databaseId,
        backupId: isSame ? choice.backupId : '',
        step: 'when',
      }
    }
    case 'backup_chosen':
      return { ...choice, ...undecided, backupId: event.backupId, step: 'where' }
    case 'place_chosen':
      return { ...choice, ...undecided, place: event.place }
    case 'path_typed':
      return { ...choice, ...undecided, otherPath: event.path, place: 'other_file' }
    case 'method_chosen':
      return { ...choice, typedName: '', method: event.method }
    case 'name_typed':
      return { ...choice, typedName: event.name }
    case 'went_to':
      return { ...choice, typedName: '', step: event.step }
    default:
      return assertNever(event, 'event')
  }
}

/** The number of a choosing step among all seven. */
export function stepNumber(step: ChoosingStep): number {
  return order.indexOf(step)
}

/** The choosing step of a number; undefined for the later ones, which can't be gone to. */
export function stepAt(number: number): ChoosingStep | undefined {
  return order[number]
}

/** The method that would be used: the one chosen, where the plan still allows it, else the plan's own. */
export function methodOf(choice: RecoveryChoice, plan: RestorePlan): RestoreMethod {
  if (choice.method === null || plan.method === 'new_file') return plan.method
  return methodsOf(plan).some(({ method, why }) => method === choice.method && why === null)
    ? choice.method
    : plan.method
}

/** Whether a file is replaced, so that its database's name must be typed first. */
export function mustTypeName(plan: RestorePlan): boolean {
  return plan.target.exists
}

/** Whether the plan may be started: the method is allowed, and where a file is replaced its name is typed. */
export function mayStart(choice: RecoveryChoice, plan: RestorePlan): boolean {
  if (mustTypeName(plan) && choice.typedName !== plan.database) return false
  const { method } = { method: methodOf(choice, plan) }
  return method === 'new_file' || methodsOf(plan).some((one) => one.method === method && one.why === null)
}

/** A way of replacing the target, and why it is not possible now (null: it is). */
export interface MethodOffer {
  readonly method: RestoreMethod
  readonly why: 'open_elsewhere' | 'not_a_database' | null
}

/** The ways of replacing what is at the target. None where nothing is there. */
export function methodsOf(plan: RestorePlan): readonly MethodOffer[] {
  if (plan.method === 'new_file') return []
  const isOpen = isOpenElsewhere(plan)
  return [
    { method: 'swap', why: isOpen ? 'open_elsewhere' : null },
    { method: 'in_place', why: plan.target.content === 'database' ? null : 'not_a_database' },
  ]
}

/** Whether another program has the target open, as far as this can be known. */
export function isOpenElsewhere({ target }: RestorePlan): boolean {
  return target.isLocked || (target.openedBy?.length ?? 0) > 0
}
