import type { FrameForm } from './frame-codec.ts'

/** What a frame worker is started with. */
export interface FrameWorkerData {
  readonly form: FrameForm
}

/** To a worker. The bytes are handed over, not copied. */
export type FrameTask =
  | { readonly id: number; readonly task: 'encode'; readonly frameNumber: number; readonly pages: Uint8Array }
  | {
      readonly id: number
      readonly task: 'decode'
      readonly frameNumber: number
      readonly stored: Uint8Array
      readonly imageBytes: number
    }

/** An encoded frame, and its pages' buffer back for the next one. */
export interface EncodedFrame {
  readonly stored: Uint8Array
  readonly pageHashes: Uint8Array
  readonly pages: Uint8Array
}

/** A decoded frame with the hashes of what it really holds. */
export interface DecodedFrame {
  readonly pages: Uint8Array
  readonly pageHashes: Uint8Array
}

/** From a worker. `damage` says why the stored bytes are no frame. */
export type FrameAnswer =
  | ({ readonly id: number; readonly task: 'encode' } & EncodedFrame)
  | ({ readonly id: number; readonly task: 'decode' } & DecodedFrame)
  | { readonly id: number; readonly task: 'damage'; readonly damage: string }
