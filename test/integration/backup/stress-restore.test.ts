import fs from 'node:fs'
import { setTimeout as delay } from 'node:timers/promises'

import { describe, expect, it } from 'vitest'

import { restoreDatabase, takeBackup, type VaultAccess } from '../../../main/engine/engine.ts'
import { provenSteps, type SnapshotSteps } from '../../../main/engine/source/snapshot-steps.ts'
import type { BackupRecord } from '../../../shared/domain/backup-record.ts'
import {
  allForms,
  backupOf,
  listRecords,
  manifestFileOf,
  newVault,
  quietRun,
  realPorts,
} from '../../support/engine-vault.ts'
import { rounds } from '../../support/rounds.ts'
import type { StressMode, StressWriters } from '../../support/stress-database.ts'
import { buildStressDatabase, checkStressImage, startStressWriters } from '../../support/stress-database.ts'
import { tempFolder } from '../../support/temp-folder.ts'

interface Case {
  readonly mode: StressMode
  readonly pageSize: number
  readonly rounds: number
  /** A writer is killed with SIGKILL every so many rounds. */
  readonly killEvery: number
}

/** 50 in all; HOLDFAST_TEST_ROUNDS=6 takes 300. */
const cases: readonly Case[] = [
  { mode: 'wal', pageSize: 4096, rounds: 14, killEvery: 4 },
  { mode: 'wal', pageSize: 512, rounds: 5, killEvery: 3 },
  { mode: 'wal', pageSize: 1024, rounds: 5, killEvery: 3 },
  { mode: 'wal', pageSize: 16384, rounds: 4, killEvery: 3 },
  { mode: 'wal', pageSize: 65536, rounds: 4, killEvery: 3 },
  { mode: 'delete', pageSize: 4096, rounds: 8, killEvery: 3 },
  { mode: 'delete', pageSize: 512, rounds: 3, killEvery: 2 },
  { mode: 'truncate', pageSize: 2048, rounds: 4, killEvery: 2 },
  { mode: 'persist', pageSize: 65536, rounds: 3, killEvery: 2 },
]

/** The proven steps, with an eye on the moment: what SQLite serializes in the backup's own transaction goes to `see`. */
function witnessed(mode: StressMode, round: number, see: (image: Buffer) => void): SnapshotSteps {
  return {
    ...provenSteps,
    async whilePinned(connection) {
      see(connection.serialize())
      // Writers and checkpoints go on meanwhile; what is read afterwards must still be this moment.
      if (mode === 'wal') await delay(round % 8)
    },
  }
}

async function backUpWitnessed(vault: VaultAccess, file: string, mode: StressMode, round: number) {
  let serialized: Buffer = Buffer.alloc(0)
  const stored = allForms[round % allForms.length] ?? allForms[0]
  const request = backupOf(vault, file, { ...(stored && { stored }), lockWaitMs: 60_000, threads: round % 3 })
  const steps = witnessed(mode, round, (image) => (serialized = image))
  const outcome = await takeBackup(realPorts, request, quietRun(), steps)
  if (outcome.kind !== 'stored') throw new Error('nothing was stored')
  return { backup: outcome.backup, serialized }
}

async function restoreTo(vault: VaultAccess, backup: BackupRecord, target: string): Promise<Buffer> {
  const outcome = await restoreDatabase(
    realPorts,
    {
      vault,
      manifestFile: manifestFileOf(backup),
      databaseId: backup.databaseId,
      database: backup.database,
      targetPath: target,
      method: 'new_file',
      safetyBackup: null,
      expectedTarget: null,
      lastValidation: backup.validation,
      threads: 1,
      lockWaitMs: 1000,
    },
    quietRun(),
  )
  expect(outcome).toMatchObject({ root: backup.root, validation: { status: 'passed' } })
  const image = fs.readFileSync(target)
  fs.rmSync(target)
  return image
}

async function takeRounds(
  place: { readonly vault: VaultAccess; readonly file: string },
  one: Case,
  times: number,
  writers: StressWriters,
) {
  const { vault, file } = place
  const found = { equal: 0, ticks: 0, wrong: [] as string[], taken: [] as string[] }
  for (let round = 1; round <= times; round += 1) {
    if (round % one.killEvery === 0) await writers.killOne()
    const { backup, serialized } = await backUpWitnessed(vault, file, one.mode, round)
    found.taken.push(backup.id)
    if (backup.validation.status !== 'passed') found.wrong.push(`round ${round}: the backup’s checks failed`)
    const image = await restoreTo(vault, backup, `${file}-restored-${round}.db`)
    if (image.equals(serialized)) found.equal += 1
    const { wrong, ticks } = checkStressImage(image)
    if (wrong !== null) found.wrong.push(`round ${round}: ${wrong}`)
    if (ticks < found.ticks) found.wrong.push(`round ${round}: the counter went back to ${ticks}`)
    found.ticks = ticks
  }
  return found
}

describe('backups under stress', () => {
  it.each(cases)(
    'restore to what SQLite serialized in the same transaction: $mode, pages of $pageSize',
    async (one) => {
      const folder = tempFolder('stress-restore')
      const file = `${folder}/stress.db`
      buildStressDatabase(file, one.mode, one.pageSize)
      const vault = await newVault(folder)
      const times = rounds(one.rounds)
      const writers = await startStressWriters(file, one.mode, 100 + cases.indexOf(one))
      try {
        const found = await takeRounds({ vault, file }, one, times, writers)
        expect(found.wrong).toEqual([])
        expect(found.equal).toBe(times)
        // The writers did write: else all this would prove nothing.
        expect(found.ticks).toBeGreaterThan(times)
        const listed = (await listRecords(vault)).map(({ id }) => id)
        expect(listed.toSorted()).toEqual(found.taken.toSorted())
      } finally {
        await writers.stop()
      }
    },
    1_800_000,
  )
})
