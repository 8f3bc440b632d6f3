import type { EscalationSource } from '../alerts/alert-views.ts'

/** What holds where what the vault says of the escalation can’t be used: the beginning of a sentence that goes on with why. */
export const escalationSourceWords: Readonly<Record<EscalationSource, string>> = {
  vault: 'What the vault says holds',
  kept: 'What it said last holds, as this machine kept it',
  product: 'The product’s own holds',
}
