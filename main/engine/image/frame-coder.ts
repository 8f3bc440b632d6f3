import type { DecodedFrame, EncodedFrame } from './frame-messages.ts'

/** Turns pages into stored frames and back, several at a time. The bytes handed in belong to it until its answer. */
export interface FrameCoder {
  /** How many frames are worth handing in before the first is awaited. */
  readonly depth: number
  encode(frameNumber: number, pages: Uint8Array): Promise<EncodedFrame>
  /** Rejects with FrameError when the bytes are no frame of `imageBytes` bytes. */
  decode(frameNumber: number, stored: Uint8Array, imageBytes: number): Promise<DecodedFrame>
  /** Ends its threads; what is under way is rejected. */
  close(): Promise<void>
}
