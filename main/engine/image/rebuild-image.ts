import type { OpenFile } from '../ports/file-system.ts'
import type { Ports } from '../ports/ports.ts'
import type { ImageReader } from './image-reader.ts'

/** How an image is read. */
export interface RebuildOptions {
  /** Worker threads. Small images use none. */
  readonly threads: number
  /** Aborted by a cancel or the time limit; its reason is thrown. */
  readonly signal: AbortSignal
  /** Bytes of the image that are done, of how many. */
  onProgress(doneBytes: number, totalBytes: number): void
}

/** What came out: the root computed from the bytes themselves, and how many there are. */
export interface RebuiltImage {
  readonly root: string
  readonly bytes: number
}

/**
 * Rebuilds a backup's image into an open, empty file (position 0 on; not flushed: the caller does). Every page is
 * compared with its recorded SHA-256 as it lands, the root and the stored bytes' SHA-256 with the recorded ones.
 * Throws BACKUP_FILE_MISSING, BACKUP_FILE_UNREADABLE, BACKUP_DAMAGED; the system's errors of writing `into`; the signal's reason.
 */
export function rebuildImage(
  _ports: Ports,
  _reader: ImageReader,
  _into: OpenFile,
  _options: RebuildOptions,
): Promise<RebuiltImage> {
  return Promise.reject(new Error('not built yet'))
}

/** Reads and checks every byte as `rebuildImage` does, and writes nothing. */
export function checkImage(
  _ports: Ports,
  _reader: ImageReader,
  _options: RebuildOptions,
): Promise<RebuiltImage> {
  return Promise.reject(new Error('not built yet'))
}
