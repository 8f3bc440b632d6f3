import type { SystemArchive } from '../../../shared/domain/system-archive.ts'
import type { LatestValidation } from '../../../shared/domain/validation.ts'
import { jsonValidation } from './json-backup.ts'

/** An archive of the complete system in the JSON of every command. Others read it: fields are added, never changed. */
export function jsonArchive(archive: SystemArchive, validation: LatestValidation = archive.validation) {
  return {
    id: archive.archiveId,
    file: archive.file,
    takenAt: archive.takenAt,
    slotAt: archive.slotAt,
    sizeBytes: archive.sizeBytes,
    sha256: archive.sha256,
    durationMs: archive.durationMs,
    databases: archive.databases.map((one) => ({
      id: one.databaseId,
      name: one.database,
      tier: one.tier,
      path: one.path,
      backup: one.backupId,
      takenAt: one.takenAt,
      sizeBytes: one.sizeBytes,
      sourceBytes: one.sourceBytes,
      root: one.root,
      status: one.status,
    })),
    missing: archive.missing,
    validation: jsonValidation(validation),
  }
}
