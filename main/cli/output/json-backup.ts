import type { BackupRecord } from '../../../shared/domain/backup-record.ts'
import type { LatestValidation } from '../../../shared/domain/validation.ts'

/** A backup in the JSON of every command. Others read it: fields are added, never changed. */
export function jsonBackup(backup: BackupRecord, validation: LatestValidation = backup.validation) {
  return {
    id: backup.id,
    database: backup.database,
    type: backup.type,
    label: backup.label,
    file: backup.file,
    takenAt: backup.takenAt,
    sizeBytes: backup.sizeBytes,
    sourceBytes: backup.sourceBytes,
    sha256: backup.sha256,
    root: backup.root,
    pageCount: backup.pageCount,
    compressionRatio: backup.compressionRatio,
    durationMs: backup.durationMs,
    validation: jsonValidation(validation),
  }
}

/** A validation in JSON: the verdict, and each of the five checks with its detail and time. One that is `not_known` has no moment. */
export function jsonValidation({ status, checkedAt, integrity, checks }: LatestValidation) {
  return { status, checkedAt, integrity, checks }
}
