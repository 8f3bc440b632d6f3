import Database from 'better-sqlite3'
import { describe, expect, it } from 'vitest'

import { describeDatabase } from '../../../main/engine/source/describe-database.ts'
import { describeInThread } from '../../../main/engine/source/describe-in-thread.ts'
import { openSnapshot } from '../../../main/engine/source/open-snapshot.ts'
import { provenSteps } from '../../../main/engine/source/snapshot-steps.ts'
import { commitElsewhere } from '../../support/commit-elsewhere.ts'
import { serialized } from '../../support/serialized-image.ts'
import { buildStressDatabase } from '../../support/stress-database.ts'
import { readImage, realPorts, snapshotOptions } from '../../support/take-image.ts'
import { tempFolder } from '../../support/temp-folder.ts'

const counted = { fingerprintLimitBytes: 0 }

function stressDatabase(): string {
  const file = `${tempFolder('in-thread')}/a.db`
  buildStressDatabase(file, 'wal', 4096)
  // What a crashed writer left in the log: it stays there, and every moment needs it.
  commitElsewhere(file, 5, 'none')
  return file
}

async function describedHere(file: string): Promise<unknown> {
  const db = new Database(file, { readonly: true })
  try {
    return await describeDatabase(db, counted)
  } finally {
    db.close()
  }
}

const yes = (): Promise<boolean> => Promise.resolve(true)

describe('a description that is made in a thread', () => {
  it('is what is described here; none where its moment is another one or anything fails', async () => {
    const file = stressDatabase()
    const order = { path: file, limits: counted }
    expect(await describeInThread(order, yes)).toEqual(await describedHere(file))
    expect(await describeInThread(order, () => Promise.resolve(false))).toBeNull()
    expect(await describeInThread(order, () => Promise.reject(new Error('unreadable')))).toBeNull()
    expect(await describeInThread({ ...order, path: `${file}-missing` }, yes)).toBeNull()
  })

  it('is of the snapshot’s moment, also when another program has committed since', async () => {
    const file = stressDatabase()
    const expected = await describedHere(file)
    const steps = {
      ...provenSteps,
      whilePinned: () => Promise.resolve(commitElsewhere(file, 3, 'none')),
    }
    const options = snapshotOptions(tempFolder('scratch'), { countInThreadBytes: 0 })
    const snapshot = await openSnapshot(realPorts, file, options, steps)
    try {
      expect(await snapshot.describe(counted)).toEqual(expected)
    } finally {
      await snapshot.close()
    }
    expect(await describedHere(file)).not.toEqual(expected)
  })

  it('leaves the snapshot its locks: what others checkpoint afterwards does not move it', async () => {
    const file = stressDatabase()
    const image = serialized(file)
    const expected = await describedHere(file)
    commitElsewhere(file, 1, 'none')
    const moved = serialized(file)
    expect(moved.equals(image)).toBe(false)
    const options = snapshotOptions(tempFolder('scratch'), { countInThreadBytes: 0 })
    const snapshot = await openSnapshot(realPorts, file, options)
    try {
      expect(await snapshot.describe(counted)).not.toEqual(expected)
      // Without the lock this would begin the log anew, over frames that the snapshot needs.
      commitElsewhere(file, 30, 'RESTART')
      commitElsewhere(file, 30, 'RESTART')
      expect((await readImage(snapshot)).equals(moved)).toBe(true)
    } finally {
      await snapshot.close()
    }
  })
})
