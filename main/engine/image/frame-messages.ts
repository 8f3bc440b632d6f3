import type { FrameForm, StoredFrame } from './frame-codec.ts'

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
    }
  | { readonly id: number; readonly task: 'hash'; readonly pageSize: number; readonly pages: Uint8Array }

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

/** From a worker. `damage` says why the stored bytes are no frame. */
export type FrameAnswer =
  | ({ readonly id: number; readonly task: 'encode' } & EncodedFrame)
  | ({ readonly id: number; readonly task: 'decode' | 'hash' } & HashedPages)
  | { readonly id: number; readonly task: 'damage'; readonly damage: string }
