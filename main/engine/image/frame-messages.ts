import type { FrameForm, StoredFrame } from './frame-codec.ts'
import type { FilePlace } from '../source/page-source.ts'
import type { KnownGroups, SiftedGroups } from './sift-groups.ts'
import type { TagOrder } from './tag-pass.ts'

/** To a worker. The bytes are handed over, not copied. */
export type FrameTask =
  | {
      readonly id: number
      readonly task: 'encode'
      readonly form: FrameForm
      readonly frameNumber: number
      readonly pages: Uint8Array
      readonly cheaperLevel: number | null
    }
  | {
      readonly id: number
      readonly task: 'decode'
      readonly form: FrameForm
      readonly frameNumber: number
      readonly stored: Uint8Array
      readonly imageBytes: number
      readonly tagging: TagOrder | null
    }
  | { readonly id: number; readonly task: 'hash'; readonly pageSize: number; readonly pages: Uint8Array }
  | {
      readonly id: number
      readonly task: 'sift'
      readonly pageSize: number
      readonly pages: Uint8Array
      readonly known: KnownGroups
    }
  | ({ readonly id: number; readonly task: 'sift_file' } & FileSifting)

/** An encoded frame, and its pages' buffer back for the next one. */
export interface EncodedFrame extends StoredFrame {
  readonly pageHashes: Uint8Array
  readonly pages: Uint8Array
}

/** Pages, decoded or handed in, with the hashes of what they really hold. */
export interface HashedPages {
  readonly pages: Uint8Array
  readonly pageHashes: Uint8Array
}

/** Pages that were decoded, and the tags that were asked for, one after the other. */
export interface DecodedFrame extends HashedPages {
  readonly tags: Uint8Array
}

/** Pages that were handed in, and what was found of them. */
export interface SiftedPages extends SiftedGroups {
  readonly pages: Uint8Array
}

/** Pages that a worker reads by itself. */
export interface FileSifting {
  readonly place: FilePlace
  readonly sizeBytes: number
  readonly pageSize: number
  readonly known: KnownGroups
}

/** What was found of pages in a file, and those that are not as they were, one after the other. */
export interface SiftedFile extends SiftedGroups {
  /** 1 for each page that is in `changedPages`. */
  readonly isChanged: Uint8Array
  readonly changedPages: Uint8Array
}

/** From a worker. `damage` says why the stored bytes are no frame. */
export type FrameAnswer =
  | ({ readonly id: number; readonly task: 'encode' } & EncodedFrame)
  | ({ readonly id: number; readonly task: 'decode' } & DecodedFrame)
  | ({ readonly id: number; readonly task: 'hash' } & HashedPages)
  | ({ readonly id: number; readonly task: 'sift' } & SiftedPages)
  | ({ readonly id: number; readonly task: 'sift_file' } & SiftedFile)
  /** The system did not let the file be read, or it ended: it is read again where errors have their words. */
  | { readonly id: number; readonly task: 'unread' }
  | { readonly id: number; readonly task: 'damage'; readonly damage: string }
