import type { ProtectionState, StoredBackup } from '../../../shared/domain/protection.ts'

/** The state of one backup by its newest validation: the same five words as a database's. */
export function backupState({ lastValidation }: StoredBackup): ProtectionState {
  if (lastValidation.status === 'failed') return 'failed'
  return lastValidation.checks.checksum_match.status === 'passed' ? 'proved' : 'stored'
}
