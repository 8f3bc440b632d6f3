import type { FrameForm } from '../image/frame-codec.ts'

/** How one frame is to be encoded. */
export interface FrameTrial {
  readonly form: FrameForm
  /** A cheaper level that is tried beside the form's, and kept where it stores no more; null: none is tried. */
  readonly cheaperLevel: number | null
}

/** One frame in so many is encoded twice: a fiftieth more work, for a third less where the cheaper level does. */
const framesPerTrial = 32
const cheapestLevel = 1

/**
 * Finds out while an image is written whether the level that is asked for is worth its time. On pages of numbers and
 * short strings zstd's level 1 often stores no more than level 3 does, in two thirds of the time; on text it stores a tenth more.
 */
export class LevelByTrial {
  readonly #asked: FrameForm
  #present: FrameForm

  constructor(asked: FrameForm) {
    this.#asked = asked
    this.#present = asked
  }

  #isTrial(frame: number): boolean {
    const { compression, compressionLevel } = this.#asked
    return compression === 'zstd' && compressionLevel > cheapestLevel && frame % framesPerTrial === 0
  }

  /** For frames in order, from 0. */
  trialFor(frame: number): FrameTrial {
    return this.#isTrial(frame)
      ? { form: this.#asked, cheaperLevel: cheapestLevel }
      : { form: this.#present, cheaperLevel: null }
  }

  /** To be told of every frame which level it was stored with. */
  learn(frame: number, compressionLevel: number): void {
    if (this.#isTrial(frame)) this.#present = { ...this.#asked, compressionLevel }
  }
}
