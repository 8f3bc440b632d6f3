import { randomBytes } from 'node:crypto'
import fs from 'node:fs'
import path from 'node:path'

import { describe, expect, it } from 'vitest'

import { LevelByTrial } from '../../../../main/engine/backup/level-by-trial.ts'
import { encodeFrame, type FrameForm } from '../../../../main/engine/image/frame-codec.ts'
import { projectRoot } from '../../../support/project-root.ts'

const asked: FrameForm = {
  vaultId: 'v',
  backupId: 'b',
  pageSize: 4096,
  compression: 'zstd',
  compressionLevel: 3,
  key: null,
}
/** Text with much that comes back, which a higher level finds more of. */
const words = fs.readFileSync(path.join(projectRoot, 'package-lock.json'))
/** Nothing to find: a level more costs time and gains nothing. */
const noise = randomBytes(1 << 18)

/** The level of each frame where every frame holds the same. */
function levelsOf(form: FrameForm, pages: Uint8Array, frames: number): readonly number[] {
  const chooser = new LevelByTrial(form)
  return Array.from({ length: frames }, (_, frame) => {
    const trial = chooser.trialFor(frame)
    const { level } = encodeFrame(trial.form, frame, pages, trial.cheaperLevel)
    chooser.learn(frame, level)
    return level
  })
}

describe('the level of a payload', () => {
  it('is the one asked for where that stores less', () => {
    const bytes = (level: number): number =>
      encodeFrame({ ...asked, compressionLevel: level }, 0, words).stored.length
    expect(bytes(3)).toBeLessThan(bytes(1))
    expect(new Set(levelsOf(asked, words, 70))).toEqual(new Set([3]))
  })

  it('is the cheapest where that stores no more', () => {
    expect(new Set(levelsOf(asked, noise, 70))).toEqual(new Set([1]))
  })

  it('follows the content, at the next trial', () => {
    const chooser = new LevelByTrial(asked)
    const levels = Array.from({ length: 100 }, (_, frame) => {
      const trial = chooser.trialFor(frame)
      const { level } = encodeFrame(trial.form, frame, frame < 40 ? noise : words, trial.cheaperLevel)
      chooser.learn(frame, level)
      return level
    })
    expect(levels.slice(0, 40)).toEqual(Array.from({ length: 40 }, () => 1))
    expect(levels.slice(64)).toEqual(Array.from({ length: 36 }, () => 3))
  })

  it('is not tried where the fastest is asked for, nor without compression', () => {
    for (const form of [
      { ...asked, compressionLevel: 1 },
      { ...asked, compression: 'none' as const },
    ]) {
      expect(new LevelByTrial(form).trialFor(0)).toEqual({ form, cheaperLevel: null })
    }
  })
})
