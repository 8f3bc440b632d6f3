import type { StoredBackup } from '../../../shared/domain/protection.ts'
import { checkNames } from '../../../shared/domain/validation.ts'
import { isTrueCopy } from '../backups/true-copy.ts'

/** What a plan should say of a backup that was found damaged after it was taken: somebody named it, or it is all there is. */
export function verdictWarnings(backup: StoredBackup): readonly string[] {
  const { status, checkedAt, checks } = backup.lastValidation
  if (status !== 'failed' || isTrueCopy(backup)) return []
  const found = checkNames
    .filter((name) => checks[name].status === 'failed' && !checks[name].detail.startsWith('not made'))
    .map((name) => `${name} (${checks[name].detail})`)
  return [
    `This backup was found damaged at ${checkedAt}: ${found.join(', ')}. It can be tried: nothing is replaced unless every page of it turns out to be as it was.`,
  ]
}
