import type { JobReport } from '../../../shared/contract/jobs-contract.ts'
import type { JobView } from '../../../shared/domain/job.ts'
import type { StoredBackup } from '../../../shared/domain/protection.ts'
import { ago, idOf, minute, validationAt } from './make-records.ts'

const target = '/srv/dcf/core/market_data.db'

function restoreOf(id: string, backup: StoredBackup, part: Partial<JobView>): JobView {
  return {
    id,
    kind: 'restore',
    state: 'done',
    isScheduled: false,
    databaseId: backup.databaseId,
    database: backup.database,
    backupId: backup.id,
    targetPath: target,
    queuedAt: ago(3 * minute),
    startedAt: ago(3 * minute),
    endedAt: ago(2 * minute),
    progress: { step: 'replacing', doneBytes: 1, totalBytes: 1 },
    bytesPerSecond: null,
    timeLeftMs: null,
    ...part,
  }
}

/** The job of a restore that committed and could not be proved. */
export const unprovedRestoreId = idOf(3, 70)
/** The job of a restore whose programs wrote on before it was read back. */
export const notShownRestoreId = idOf(3, 71)

/** Two restores that ended otherwise than well, and what they reported. */
export function endedRestores(backup: StoredBackup): readonly JobReport[] {
  const unproved = restoreOf(unprovedRestoreId, backup, {
    state: 'failed',
    fault: {
      code: 'RESTORE_UNPROVED',
      path: target,
      detail: 'the copy was committed, but 12 of 3,031 pages differ from the backup; integrity check: ok',
    },
  })
  const passed = validationAt(ago(2 * minute))
  const restored = {
    target,
    root: '',
    bytes: backup.sourceBytes,
    durationMs: 412,
    safetyBackupId: idOf(2, 3),
    setAside: null,
    validation: {
      ...passed,
      checks: {
        ...passed.checks,
        checksum_match: {
          status: 'not_applicable' as const,
          detail:
            'The copy was committed as one transaction. 12 of 3031 pages differ from the backup, for dcf-server (4211) had written again when they were read back; integrity check: ok.',
          durationMs: 110,
        },
      },
    },
  }
  return [{ job: unproved }, { job: restoreOf(notShownRestoreId, backup, {}), restored }]
}
