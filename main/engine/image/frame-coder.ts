import type { FrameForm } from './frame-codec.ts'
import type {
  DecodedFrame,
  EncodedFrame,
  HashedPages,
  FileSifting,
  SiftedFile,
  SiftedPages,
} from './frame-messages.ts'
import type { KnownGroups } from './sift-groups.ts'
import type { TagOrder } from './tag-pass.ts'

/**
 * Turns pages into stored frames and back, several at a time. The bytes handed in belong to it until its answer. The form is
 * that of the payload a frame belongs to: one coder serves the payloads of a whole chain.
 */
export interface FrameCoder {
  /** How many frames are worth handing in before the first is awaited. */
  readonly depth: number
  /** `cheaperLevel`: as `encodeFrame` takes it. */
  encode(
    form: FrameForm,
    frameNumber: number,
    pages: Uint8Array,
    cheaperLevel?: number | null,
  ): Promise<EncodedFrame>
  /** Rejects with FrameError when the bytes are no frame of `imageBytes` bytes. */
  decode(
    form: FrameForm,
    frameNumber: number,
    stored: Uint8Array,
    imageBytes: number,
    tagging?: TagOrder | null,
  ): Promise<DecodedFrame>
  /** The hashes of pages; the pages come back with them. */
  hash(pageSize: number, pages: Uint8Array): Promise<HashedPages>
  /** As `siftGroups`; the pages come back with it. */
  sift(pageSize: number, pages: Uint8Array, known: KnownGroups): Promise<SiftedPages>
  /** As `sift`, of pages that lie in an open file; null where they can't be read there. */
  siftFile(sifting: FileSifting): Promise<SiftedFile | null>
  /** Ends its threads; what is under way is rejected. */
  close(): Promise<void>
}
