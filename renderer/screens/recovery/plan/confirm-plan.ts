import type { RestoreMethod, RestorePlan } from '../../../../shared/domain/restore-plan.ts'

/** What was decided about a plan. */
export interface Confirmation {
  /** Null: as the plan proposes. */
  readonly method: RestoreMethod | null
  readonly typedName: string
}

/** Nothing is decided: what holds again whenever the ground of a plan changes. */
export const unconfirmed: Confirmation = { method: null, typedName: '' }

export type ConfirmationEvent =
  | { readonly kind: 'method_chosen'; readonly method: RestoreMethod }
  | { readonly kind: 'name_typed'; readonly name: string }

/** The decision after an event: another method takes the typed name back. */
export function confirmPlan(event: ConfirmationEvent): Partial<Confirmation> {
  return event.kind === 'method_chosen' ? { method: event.method, typedName: '' } : { typedName: event.name }
}

/** A way of replacing the target, and why it is not possible now (null: it is). */
export interface MethodOffer {
  readonly method: RestoreMethod
  readonly why: 'open_elsewhere' | 'not_a_database' | null
}

/** The method that would be used: the one chosen, where the plan still allows it, else the plan's own. */
export function methodOf({ method }: Confirmation, plan: RestorePlan): RestoreMethod {
  if (method === null || plan.method === 'new_file') return plan.method
  return isPossible(method, plan) ? method : plan.method
}

/** Whether a file is replaced, so that its database's name must be typed first. */
export function mustTypeName(plan: RestorePlan): boolean {
  return plan.target.exists
}

/** Whether the plan may be started: the method is allowed, and where a file is replaced its name is typed. */
export function mayStart(confirmation: Confirmation, plan: RestorePlan): boolean {
  if (mustTypeName(plan) && confirmation.typedName !== plan.database) return false
  const method = methodOf(confirmation, plan)
  return method === 'new_file' || isPossible(method, plan)
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

function isPossible(method: RestoreMethod, plan: RestorePlan): boolean {
  return methodsOf(plan).some((offer) => offer.method === method && offer.why === null)
}

/** Whether another program has the target open, as far as this can be known. */
export function isOpenElsewhere({ target }: RestorePlan): boolean {
  return target.isLocked || (target.openedBy?.length ?? 0) > 0
}
