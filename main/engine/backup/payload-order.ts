import type { BackupType, NeededBackup } from '../../../shared/domain/backup-record.ts'
import type { FrameForm } from '../image/frame-codec.ts'
import type { PageRun } from '../image/page-index.ts'
import type { FilePlace } from '../source/page-source.ts'
import type { DatabaseDescription } from '../source/snapshot.ts'
import type { HeldPages } from './held-pages.ts'

/** An image whose pages can be read: of a live database's moment, or one that was rebuilt. */
export interface ReadableImage {
  readonly pageSize: number
  readonly pageCount: number
  /** Fills `into`, a whole number of pages, from `firstPage` (1 is the first). */
  readPages(firstPage: number, into: Uint8Array): Promise<void>
  /** As `PageSource.placeOf`. */
  placeOf?(firstPage: number, count: number): FilePlace | null
}

/** What an image holds, and what is to be said of its describing. */
export interface Described {
  readonly description: DatabaseDescription
  readonly remarks: readonly string[]
}

/** An image that is to be stored, of a moment that is over or held still. */
export interface ImageToStore {
  readonly image: ReadableImage
  readonly type: BackupType
  /** The moment whose state it is, UTC. */
  readonly takenAt: string
  readonly remarks: readonly string[]
  /** Pages that need not be stored again; null: all are stored. */
  readonly held: HeldPages | null
  /** Works beside the reading; its failure is the storing's. */
  describe(): Promise<Described>
  /** Called once the image has been read to its end. */
  release(): Promise<void>
  /** On the clock that only goes forward, milliseconds: when the image began to be taken. */
  readonly sinceMs: number
}

/** How a payload is written. */
export interface PayloadOrder {
  readonly image: ReadableImage
  readonly form: FrameForm
  readonly threads: number
  /** Aborted by a cancel or the time limit; its reason is thrown. */
  readonly signal: AbortSignal
  /** Bytes of the image that are done. */
  onProgress(doneBytes: number): void
}

/** What was written, computed on the way. */
export interface WrittenPayload {
  readonly sizeBytes: number
  /** SHA-256 of the stored bytes, hex. */
  readonly sha256: string
  /** Of the whole image. */
  readonly root: string
  readonly frameLengths: Uint32Array
  /** SHA-256 of every stored page in the order of their slots. */
  readonly slotHashes: Uint8Array
  /** The page map of the image. */
  readonly runs: readonly PageRun[]
  readonly needs: readonly NeededBackup[]
}
