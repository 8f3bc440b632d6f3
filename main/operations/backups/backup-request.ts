import type { BackupLabel, BackupType, StoredForm } from '../../../shared/domain/backup-record.ts'
import type { BackupRequest } from '../../engine/engine.ts'
import type { OperationsContext } from '../operations-context.ts'
import type { OpenVault } from '../vaults/vault-session.ts'
import { instantOf } from '../world.ts'
import { backupBaseOf } from './backup-base.ts'
import { clockRemarks } from './clock-remark.ts'

/** What differs between one backup and another. */
export interface BackupWish {
  readonly databaseId: string
  readonly database: string
  readonly sourcePath: string
  readonly type: BackupType
  readonly label: BackupLabel
  /** Plainer than the settings and the vault say; only ever asked for. */
  readonly plain?:
    { readonly compression?: boolean | undefined; readonly encryption?: boolean | undefined } | undefined
  /** The moment that a schedule named for it; left out: a person asked for it. UTC, ISO 8601. */
  readonly slotAt?: string | undefined
  readonly remarks?: readonly string[] | undefined
}

const mostThreads = 4
const lockWaitMs = 10_000

/** Threads for one job on this machine. */
export function threadsOf(cores: number): number {
  return Math.max(1, Math.min(cores, mostThreads))
}

/** How long a job waits for another program's lock, milliseconds. */
export const jobLockWaitMs = lockWaitMs

function storedFormOf(context: OperationsContext, vault: OpenVault, plain: BackupWish['plain']): StoredForm {
  return {
    compression: plain?.compression === true ? 'none' : context.settings.current().compression,
    encryption: plain?.encryption === true ? 'none' : vault.facts.encryption,
  }
}

/** The newest by its time, whatever came of it. */
function newestTakenAt({ catalog }: OpenVault, databaseId: string): string | undefined {
  const question = { databaseId, sort: 'takenAt', descending: true, offset: 0, limit: 1 } as const
  return catalog.backups.page(question).rows[0]?.takenAt
}

/** The order of one backup by the settings and the vault as they are now. */
export function backupRequestOf(
  context: OperationsContext,
  vault: OpenVault,
  wish: BackupWish,
): BackupRequest {
  const { compressionLevel, fingerprintLimitBytes, fullCheckLimitBytes, quickChangeDetection } =
    context.settings.current()
  const { databaseId, database, sourcePath, type, label, slotAt } = wish
  return {
    vault: vault.access,
    databaseId,
    database,
    sourcePath,
    type,
    label,
    slotAt,
    stored: storedFormOf(context, vault, wish.plain),
    compressionLevel,
    threads: threadsOf(context.world.cores),
    fingerprintLimitBytes,
    fullCheckLimitBytes,
    lockWaitMs,
    pageTagsFolder: quickChangeDetection ? context.world.home.pageTagsFolder : null,
    base: backupBaseOf(vault, databaseId, type),
    audit: context.audit.markOf(vault),
    remarks: [
      ...(wish.remarks ?? []),
      ...clockRemarks(newestTakenAt(vault, databaseId), instantOf(context.world.ports.clock)),
    ],
  }
}
