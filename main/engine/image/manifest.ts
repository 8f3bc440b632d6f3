import type { AuditMark } from '../../../shared/domain/audit/audit-entry.ts'
import type { BackupRecord } from '../../../shared/domain/backup-record.ts'
import type { PageIndexFacts } from './page-index-file.ts'

/** Everything that a manifest says. The backup's record is what the rest of Holdfast knows of it. */
export interface Manifest {
  readonly vaultId: string
  readonly record: BackupRecord
  readonly pagesPerFrame: number
  readonly frameCount: number
  readonly pageIndex: PageIndexFacts
  /** The backup's data key, wrapped by the vault's key; null when it is not encrypted. */
  readonly wrappedKey: string | null
  /** How far the vault's audit log was when the backup was ordered. Left out: it was not known, or an older program stored it. */
  readonly audit?: AuditMark | undefined
}

export const manifestFormat = 'holdfast-backup'
/** A reader refuses a higher one: what it must know may have changed. */
export const manifestVersion = 1
/** The last member of every manifest of any version: SHA-256 of all bytes before its line. */
export const manifestSeal = 'manifestSha256'
/** HMAC-SHA256 of all bytes before its line, by a sub-key of the vault's key. */
export const manifestMac = 'manifestMac'
/** Larger ones are not read. */
export const manifestLimitBytes = 8 << 20
