import type { StoredBackup } from '../../../shared/domain/protection.ts'

/** Stored whole, every page as it was: what failed was wrong at its source already, as broken foreign keys are. */
export function isTrueCopy({ lastValidation: { checks } }: StoredBackup): boolean {
  return checks.file_accessibility.status === 'passed' && checks.checksum_match.status === 'passed'
}
