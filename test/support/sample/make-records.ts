import type { BackupLabel, BackupType } from '../../../shared/domain/backup-record.ts'
import { endingFor, folderFor, stemFor } from '../../../shared/domain/backup-file-name.ts'
import type { StoredBackup } from '../../../shared/domain/protection.ts'
import {
  checkNames,
  type CheckName,
  concludeValidation,
  type Validation,
} from '../../../shared/domain/validation.ts'
import type { DatabaseView } from '../../../shared/domain/views.ts'
import { judgeProtection } from '../../../shared/domain/protection.ts'

export const minute = 60_000
export const hour = 60 * minute
export const day = 24 * hour

const begun = Date.now()

/** The moment so many milliseconds before the page was opened. */
export function ago(ms: number): string {
  return new Date(begun - ms).toISOString()
}

/** A version 4 UUID that tells what it is for: `kind` is one hex digit. */
export function idOf(kind: number, n: number): string {
  return `${kind.toString(16)}0000000-0000-4000-8000-${n.toString(16).padStart(12, '0')}`
}

/** A hash that depends on its number alone. */
export function hashOf(n: number): string {
  let state = (n + 1) * 2654435761
  return Array.from({ length: 8 }, () => {
    state = Math.imul(state ^ (state >>> 15), 2246822519) + 374761393
    return ((state ^ (state >>> 13)) >>> 0).toString(16).padStart(8, '0')
  }).join('')
}

const details: Readonly<Record<CheckName, string>> = {
  file_accessibility: '3 files there, of the recorded sizes',
  database_readable: 'opens; 6 tables, as recorded',
  schema_integrity: '11 objects parse, as recorded',
  data_consistency: 'integrity check ok; foreign keys ok; 2,174 rows, as recorded',
  checksum_match: 'stored bytes and root equal',
}

/** A validation; `failed` checks did not pass. */
export function validationAt(checkedAt: string, failed: readonly CheckName[] = []): Validation {
  const checks = Object.fromEntries(
    checkNames.map((name, n) => [
      name,
      failed.includes(name)
        ? { status: 'failed', detail: 'page 212 of frame 3 is not what was stored', durationMs: 14 }
        : { status: 'passed', detail: details[name], durationMs: [2, 9, 6, 41, 120][n] ?? 1 },
    ]),
  ) as unknown as Validation['checks']
  return concludeValidation(checkedAt, checks, { extent: 'full', root: hashOf(7919), checkedAt })
}

interface BackupSeed {
  readonly n: number
  readonly databaseId: string
  readonly database: string
  readonly takenAt: string
  readonly sourceBytes: number
  readonly type?: BackupType
  readonly label?: BackupLabel
  readonly failed?: readonly CheckName[]
  readonly isNotProved?: boolean
}

/** One backup. */
export function backupOf(seed: BackupSeed): StoredBackup {
  const { n, takenAt, sourceBytes, type = 'full', label = 'weekly' } = seed
  const sizeBytes = Math.round(sourceBytes / 3.62 + (n % 7) * 811)
  const stored = { compression: 'zstd', encryption: 'aes-256-gcm' } as const
  const validation = validationAt(takenAt, seed.failed)
  const applied: Validation = seed.isNotProved
    ? {
        ...validation,
        checks: {
          ...validation.checks,
          checksum_match: { status: 'not_applicable', detail: 'not made yet', durationMs: 0 },
        },
      }
    : validation
  return {
    id: idOf(2, n),
    databaseId: seed.databaseId,
    database: seed.database,
    type,
    label,
    file: `${folderFor(label)}/${stemFor({ database: seed.database, type, label, takenAt })}${endingFor(stored)}`,
    takenAt,
    sizeBytes,
    sourceBytes,
    sha256: hashOf(n),
    root: hashOf(n + 7919),
    pageSize: 4096,
    pageCount: Math.max(1, Math.round(sourceBytes / 4096)),
    tableCount: 6,
    rowCount: 2174 + (n % 100) * 31,
    compressionRatio: Math.round((sourceBytes / sizeBytes) * 100) / 100,
    durationMs: 180 + (n % 23) * 37,
    stored,
    needs: [],
    remarks: [],
    validation: applied,
    lastValidation: applied,
    lastDrill: null,
  }
}

interface DatabaseSeed {
  readonly n: number
  readonly name: string
  readonly tier: string
  readonly bytes: number
  readonly backups: readonly StoredBackup[]
  readonly backupCount?: number
  readonly sourceExists?: boolean
  readonly failedSince?: string | null
  readonly isRunning?: boolean
  readonly recoveryStartedAt?: string
}

/** One database, judged as the program judges it. */
export function databaseOf(seed: DatabaseSeed): DatabaseView {
  const newest = seed.backups[0] ?? null
  const sourceExists = seed.sourceExists ?? true
  const judged = judgeProtection({
    isRunning: seed.isRunning ?? false,
    sourceExists,
    recoveryStartedAt: seed.recoveryStartedAt,
    newestBackup: newest,
    brokenLink: null,
    untoldNeed: null,
    failedSince: seed.failedSince ?? null,
  })
  const proved = seed.backups.find(
    ({ lastValidation }) =>
      lastValidation.status === 'passed' && lastValidation.checks.checksum_match.status === 'passed',
  )
  return {
    id: idOf(1, seed.n),
    name: seed.name,
    tier: seed.tier,
    path: `/srv/dcf/${seed.tier}/${seed.name}.db`,
    registeredAt: ago(60 * day),
    recoveryStartedAt: seed.recoveryStartedAt,
    ...judged,
    sourceBytes: sourceExists ? seed.bytes : null,
    sourceExists,
    newestBackup: newest,
    backupCount: seed.backupCount ?? seed.backups.length,
    storedBytes:
      seed.backups.reduce((sum, { sizeBytes }) => sum + sizeBytes, 0) *
      ((seed.backupCount ?? seed.backups.length) / Math.max(1, seed.backups.length)),
    newestProvedAt: proved?.takenAt ?? null,
    measuredRestoreMs: seed.n % 3 === 2 ? null : 240 + seed.n * 90,
    policy: null,
    nextRunAt: null,
  }
}
