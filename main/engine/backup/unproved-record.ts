import type { BackupRecord } from '../../../shared/domain/backup-record.ts'
import { concludeValidation } from '../../../shared/domain/validation.ts'
import { pageHashBytes } from '../image/frame-codec.ts'
import type { DatabaseDescription } from '../source/snapshot.ts'
import { notMade } from '../verify/check-outcome.ts'
import { rowCountOf, tableCountOf } from '../verify/compare-descriptions.ts'
import type { BackupWork } from './backup-work.ts'
import type { ImageToStore, WrittenPayload } from './payload-order.ts'

/** What storing an image gave. */
export interface StoredFacts {
  readonly payload: WrittenPayload
  readonly description: DatabaseDescription
  /** Of its describing. */
  readonly remarks: readonly string[]
  /** The payload, relative to the vault. */
  readonly file: string
  readonly durationMs: number
}

function ratioOf({ slotHashes, sizeBytes }: WrittenPayload, pageSize: number): number {
  if (sizeBytes === 0) return 1
  return Math.round(((slotHashes.length / pageHashBytes) * pageSize * 100) / sizeBytes) / 100
}

/** The record of a backup that is stored and of which no check was made yet. */
export function unprovedRecord(
  { order, backupId, ports }: BackupWork,
  { image, type, takenAt, remarks }: ImageToStore,
  { payload, description, remarks: ofDescribing, file, durationMs }: StoredFacts,
): BackupRecord {
  const { databaseId, database, label, stored } = order
  const { pageSize, pageCount } = image
  const check = notMade('the backup is being taken')
  const checks = {
    file_accessibility: check,
    database_readable: check,
    schema_integrity: check,
    data_consistency: check,
    checksum_match: check,
  }
  return {
    id: backupId,
    databaseId,
    database,
    type,
    label,
    file,
    takenAt,
    sizeBytes: payload.sizeBytes,
    sourceBytes: pageSize * pageCount,
    sha256: payload.sha256,
    root: payload.root,
    pageSize,
    pageCount,
    tableCount: tableCountOf(description),
    rowCount: rowCountOf(description),
    compressionRatio: ratioOf(payload, pageSize),
    durationMs,
    stored,
    needs: payload.needs,
    ...(order.slotAt !== undefined && { slotAt: order.slotAt }),
    remarks: [...(order.remarks ?? []), ...remarks, ...ofDescribing],
    validation: concludeValidation(new Date(ports.clock.now()).toISOString(), checks, null),
  }
}
