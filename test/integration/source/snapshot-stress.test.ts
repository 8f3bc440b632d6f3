import { setTimeout as delay } from 'node:timers/promises'

import Database from 'better-sqlite3'
import { describe, expect, it } from 'vitest'

import { describeDatabase } from '../../../main/engine/source/describe-database.ts'
import { openSnapshot } from '../../../main/engine/source/open-snapshot.ts'
import type { DatabaseDescription } from '../../../main/engine/source/snapshot.ts'
import { provenSteps } from '../../../main/engine/source/snapshot-steps.ts'
import { rounds } from '../../support/rounds.ts'
import type { StressMode } from '../../support/stress-database.ts'
import { buildStressDatabase, checkStressImage, startStressWriters } from '../../support/stress-database.ts'
import { readImage, realPorts, snapshotOptions } from '../../support/take-image.ts'
import { tempFolder } from '../../support/temp-folder.ts'

interface Case {
  readonly mode: StressMode
  readonly pageSize: number
  readonly rounds: number
  /** A writer is killed with SIGKILL every so many rounds. */
  readonly killEvery: number
  readonly stageInMemoryBytes?: number
}

const cases: readonly Case[] = [
  { mode: 'wal', pageSize: 4096, rounds: 150, killEvery: 1000 },
  { mode: 'wal', pageSize: 4096, rounds: 60, killEvery: 4 },
  { mode: 'wal', pageSize: 512, rounds: 30, killEvery: 10 },
  { mode: 'wal', pageSize: 1024, rounds: 20, killEvery: 10 },
  { mode: 'wal', pageSize: 16384, rounds: 20, killEvery: 10 },
  { mode: 'wal', pageSize: 65536, rounds: 30, killEvery: 10 },
  { mode: 'delete', pageSize: 4096, rounds: 100, killEvery: 1000 },
  { mode: 'delete', pageSize: 4096, rounds: 30, killEvery: 3, stageInMemoryBytes: 0 },
  { mode: 'truncate', pageSize: 1024, rounds: 30, killEvery: 5 },
  { mode: 'persist', pageSize: 65536, rounds: 30, killEvery: 5 },
]

/** Whether the image holds what was described in the transaction itself. */
async function sameAs(image: Buffer, described: DatabaseDescription): Promise<boolean> {
  const readable = Buffer.from(image)
  readable.fill(1, 18, 20)
  const connection = new Database(readable, { readonly: true })
  const again = await describeDatabase(connection, { fingerprintLimitBytes: 1 << 30 })
  connection.close()
  expect(described).toEqual(again)
  return described.tables.every((table) => table.fingerprint !== null)
}

async function takeRounds(file: string, one: Case, times: number, killOne: () => Promise<void>) {
  const found = { equal: 0, described: 0, ticks: 0, wrong: [] as string[] }
  for (let round = 1; round <= times; round += 1) {
    if (round % one.killEvery === 0) await killOne()
    let serialized: Buffer = Buffer.alloc(0)
    const snapshot = await openSnapshot(
      realPorts,
      file,
      snapshotOptions(`${file}-scratch`, { stageInMemoryBytes: one.stageInMemoryBytes }),
      {
        ...provenSteps,
        async whilePinned(connection) {
          serialized = connection.serialize()
          // Writers and checkpoints go on meanwhile; what is read afterwards must still be this moment.
          if (one.mode === 'wal') await delay(round % 8)
        },
      },
    )
    try {
      // Every fifth is described while its pages are read, as a backup does.
      const describing = round % 5 === 0 ? snapshot.describe({ fingerprintLimitBytes: 1 << 30 }) : null
      const image = await readImage(snapshot, 1 + (round % 97))
      if (image.equals(serialized)) found.equal += 1
      const { wrong, ticks } = checkStressImage(image)
      if (wrong !== null) found.wrong.push(`round ${round}: ${wrong}`)
      if (ticks < found.ticks) found.wrong.push(`round ${round}: the counter went back to ${ticks}`)
      found.ticks = ticks
      if (describing !== null && (await sameAs(image, await describing))) found.described += 1
    } finally {
      await snapshot.close()
    }
  }
  return found
}

describe('a snapshot under stress', () => {
  it.each(cases)(
    'is byte-equal to what SQLite serialized: %o',
    async (one) => {
      const file = `${tempFolder('stress')}/stress.db`
      buildStressDatabase(file, one.mode, one.pageSize)
      const times = rounds(one.rounds)
      const writers = await startStressWriters(file, one.mode, cases.indexOf(one) + 1)
      try {
        const found = await takeRounds(file, one, times, () => writers.killOne())
        expect(found.wrong).toEqual([])
        expect(found.equal).toBe(times)
        expect(found.described).toBe(Math.floor(times / 5))
        // The writers did write: else all this would prove nothing.
        expect(found.ticks).toBeGreaterThan(times)
      } finally {
        await writers.stop()
      }
    },
    600_000,
  )
})
