import type { ProtectionState } from '../../../shared/domain/protection.ts'
import type { LatestValidation } from '../../../shared/domain/validation.ts'

const words: Readonly<Record<ProtectionState, string>> = {
  proved: 'proved',
  stored: 'stored',
  running: 'running',
  at_risk: 'at risk',
  failed: 'failed',
}

/** A state as a table shows it. */
export function stateWords(state: ProtectionState): string {
  return words[state]
}

/** A verdict as a table shows it. */
export function verdictWords({ status }: LatestValidation): string {
  return status.replace('_', ' ')
}
