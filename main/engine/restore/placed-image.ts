import type { BackupRecord } from '../../../shared/domain/backup-record.ts'
import { FaultError } from '../../../shared/domain/fault.ts'
import type { OpenFile } from '../ports/file-system.ts'
import type { Ports } from '../ports/ports.ts'
import type { ResolvedTarget } from '../target/resolve-target.ts'
import type { KeptContent } from './present-content.ts'
import { lockDatabase, type DatabaseLock } from './lock-database.ts'
import { pagesOfFile } from './page-file.ts'
import { readRoot, type ReadingOptions } from './read-root.ts'
import type { RestoreFiles } from './restore-files.ts'

/** A proved image beside its target, and what is to become of what is there. */
export interface PlacingOrder {
  readonly target: ResolvedTarget
  readonly files: RestoreFiles
  /** The backup whose image it is. */
  readonly record: Pick<BackupRecord, 'root' | 'pageSize' | 'pageCount'>
  readonly kept: KeptContent
  readonly lockWaitMs: number
  readonly reading: ReadingOptions
}

/** What was found at the target once the image was there. */
export interface PlacedImage {
  /** Computed from what was read back; empty where the database had another number of pages by then. */
  readonly root: string
  /** False where other programs had written again before it was read back: then equality was not shown. */
  readonly isShownEqual: boolean
  /** Where the content that was not backed up is now. */
  readonly setAside: string | null
  /** What was compared with what, in words. */
  readonly detail: string
}

/** Locks and descriptors of one placing; released in the order that keeps the locks until the last moment. */
export interface Held {
  readonly locks: DatabaseLock[]
  readonly open: OpenFile[]
}

/** Releases the locks first: closing a descriptor of a locked file would drop its lock. */
export async function releaseHeld(held: Held): Promise<void> {
  for (const lock of held.locks.splice(0)) lock.release()
  for (const file of held.open.splice(0)) await file.close()
}

/**
 * Holds the image, so that no program gets into the new file before it has been read back. One that SQLite can't read, as its source
 * was, can't be held, and no program gets into it either. Throws RESTORE_PROOF_FAILED.
 */
export async function lockImage(ports: Ports, order: PlacingOrder, held: Held): Promise<void> {
  const patience = { waitMs: 0, signal: order.reading.signal }
  const attempt = await lockDatabase(ports, order.files.image, patience)
  if (attempt.kind === 'locked') held.locks.push(attempt.lock)
  else if (attempt.kind === 'in_use') {
    throw new FaultError({ code: 'RESTORE_PROOF_FAILED', detail: 'The rebuilt image could not be locked.' })
  }
}

/** Reads the file at the target from its begin to its end and compares its root. Throws RESTORE_PROOF_FAILED. */
export async function readBack(ports: Ports, order: PlacingOrder, held: Held): Promise<string> {
  const { record, target } = order
  const file = await ports.files.open(target.path, 'read')
  held.open.push(file)
  const { sizeBytes } = await file.stat()
  const root = await readRoot(pagesOfFile(file, record.pageSize, record.pageCount), order.reading)
  if (root === record.root && sizeBytes === record.pageSize * record.pageCount) return root
  throw new FaultError({
    code: 'RESTORE_PROOF_FAILED',
    detail: `Read back at the target: root ${root}, ${sizeBytes} bytes; the backup's root is ${record.root}.`,
  })
}

/** The sentence of a file that was read back right. */
export function readBackInWords(order: PlacingOrder): string {
  const { pageCount, root } = order.record
  return `${pageCount} pages read back at the target; their root ${root} is the backup's.`
}
