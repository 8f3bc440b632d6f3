import type { Fault } from '../../../shared/domain/fault.ts'
import { concludeValidation, type CheckOutcome, type Validation } from '../../../shared/domain/validation.ts'
import type { Ports } from '../ports/ports.ts'
import { notMade } from './check-outcome.ts'
import { damageText, isDamage } from './file-checks.ts'

/**
 * The verdict on a backup that was read for something else than a verification, and was found damaged: what was met, and that no
 * check could be made beyond it. Null where the fault is not the backup's.
 */
export function damageVerdict({ clock }: Ports, fault: Fault): Validation | null {
  if (!isDamage(fault)) return null
  const met: CheckOutcome = { status: 'failed', detail: damageText(fault), durationMs: 0 }
  const isOfContent = fault.code === 'BACKUP_DAMAGED'
  const other = notMade(
    `reading ended at the damage (${isOfContent ? 'checksum_match' : 'file_accessibility'})`,
  )
  return concludeValidation(
    new Date(clock.now()).toISOString(),
    {
      file_accessibility: isOfContent ? other : met,
      database_readable: other,
      schema_integrity: other,
      data_consistency: other,
      checksum_match: isOfContent ? met : other,
    },
    null,
  )
}
