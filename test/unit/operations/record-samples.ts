import type { BackupRecord } from '../../../shared/domain/backup-record.ts'
import type { ActivityEntry } from '../../../shared/domain/views.ts'
import {
  checkNames,
  type CheckName,
  type CheckOutcome,
  type Validation,
} from '../../../shared/domain/validation.ts'

/** A version 4 UUID for a number. */
export function idOf(n: number): string {
  return `00000000-0000-4000-8000-${n.toString(16).padStart(12, '0')}`
}

/** A validation in which every check passed, or the last failed. */
export function validationAt(checkedAt: string, status: 'passed' | 'failed' = 'passed'): Validation {
  const checks = Object.fromEntries(
    checkNames.map((name): [CheckName, CheckOutcome] => [
      name,
      { status: 'passed', detail: 'as recorded', durationMs: 1 },
    ]),
  ) as Record<CheckName, CheckOutcome>
  if (status === 'failed') checks.checksum_match = { status: 'failed', detail: 'page 7', durationMs: 1 }
  return { status, checkedAt, integrity: null, checks }
}

/** The n-th backup of a database, one minute after the one before. */
export function backupOf(database: number, n: number, part: Partial<BackupRecord> = {}): BackupRecord {
  const takenAt = new Date(Date.UTC(2026, 0, 1) + n * 60_000).toISOString()
  const name = `database_${database}`
  return {
    id: idOf(database * 1_000_000 + n),
    databaseId: idOf(database),
    database: name,
    type: 'full',
    label: 'manual',
    file: `manual/${name}_full_${n}.db.zst`,
    takenAt,
    sizeBytes: 1000 + n,
    sourceBytes: 4096,
    sha256: 'a'.repeat(64),
    root: 'b'.repeat(64),
    pageSize: 4096,
    pageCount: 1,
    tableCount: 1,
    rowCount: 1,
    compressionRatio: 2,
    durationMs: 5,
    stored: { compression: 'zstd', encryption: 'none' },
    needs: [],
    remarks: [],
    validation: validationAt(takenAt),
    ...part,
  }
}

/** An entry of the history. */
export function entryOf(n: number, part: Partial<ActivityEntry> = {}): ActivityEntry {
  return {
    id: idOf(n),
    kind: 'backup',
    result: 'success',
    databaseId: idOf(1),
    database: 'database_1',
    backupId: null,
    type: 'full',
    label: 'manual',
    startedAt: new Date(Date.UTC(2026, 0, 1) + n * 60_000).toISOString(),
    durationMs: 10,
    bytes: 4096,
    fault: null,
    slotAt: null,
    ...part,
  }
}
