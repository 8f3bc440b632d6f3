import type { BackupRecord } from '../../../shared/domain/backup-record.ts'
import {
  fullyChecked,
  type IntegrityCheck,
  type LatestValidation,
} from '../../../shared/domain/validation.ts'

/** Up to this size SQLite's full check is made again: it takes a second or two, and depends on nothing that was written down. */
export const alwaysCheckedBytes = 64 << 20

/**
 * The verdict of SQLite's full check that a restore may rest on: the newest check made of this image says that it is whole.
 * The check is a function of the image, and a restore proves page by page that its image is the one with this root. Null: it
 * has to be made now, for the image is small, was only checked quickly, was found wrong, or could not be judged.
 */
export function heldVerdict(record: BackupRecord, lastValidation: LatestValidation): IntegrityCheck | null {
  if (record.sourceBytes < alwaysCheckedBytes) return null
  const newest = [lastValidation, record.validation].find(({ integrity }) => integrity?.root === record.root)
  return newest === undefined ? null : fullyChecked(newest)
}
