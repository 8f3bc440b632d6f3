import { spawn } from 'node:child_process'
import fs from 'node:fs'
import path from 'node:path'
import { setTimeout as delay } from 'node:timers/promises'
import { fileURLToPath } from 'node:url'

import Database from 'better-sqlite3'
import { afterEach, describe, expect, it } from 'vitest'

import { nodePorts, silentLogger } from '../../../main/engine/ports/node-ports.ts'
import { listSlotLedgers } from '../../../main/engine/vault/slot-ledgers.ts'
import { takeBackups } from '../../../main/operations/backups/take-backups.ts'
import { registerDatabases } from '../../../main/operations/databases/register-databases.ts'
import { databasesDue } from '../../../main/operations/drills/choose-drills.ts'
import { startDrill } from '../../../main/operations/drills/start-drill.ts'
import { createDrillRounds, type DrillRounds } from '../../../main/operations/drills/drill-rounds.ts'
import { createVault } from '../../../main/operations/vaults/create-vault.ts'
import { setSchedulesPaused } from '../../../main/operations/schedules/view-schedules.ts'
import { FaultError } from '../../../shared/domain/fault.ts'
import { drillsLedgerId } from '../../../shared/domain/schedule/slot-memory.ts'
import { buildDatabase } from '../../support/database-builder.ts'
import {
  closeRigs,
  schedulingRig,
  testClock,
  type SchedulingRig,
  type TestClock,
} from '../../support/schedules/scheduling-rig.ts'
import { tempFolder } from '../../support/temp-folder.ts'

const entry = fileURLToPath(new URL('../../support/schedules/drill-process.ts', import.meta.url))

afterEach(closeRigs)

/** A moment of this machine's day, so many days on: the hour of drills is one of its own time. */
function at(day: number, hour: number, minute = 0): string {
  return new Date(2026, 10, 2 + day, hour, minute).toISOString()
}

interface Program extends SchedulingRig {
  readonly rounds: DrillRounds
  /** The scheduler looks, the rounds look, and what they began has ended. */
  turn(): Promise<void>
  drilled(): readonly string[]
}

async function program(clock: TestClock, folder: string, home = 'home'): Promise<Program> {
  const rig = await schedulingRig(clock, folder, home)
  const rounds = createDrillRounds(rig.operations, rig.scheduler, () => 0)
  return {
    ...rig,
    rounds,
    async turn() {
      // Alone: the rounds ask only who acts.
      await rig.look()
      await rounds.look()
      await rounds.idle()
    },
    drilled: () =>
      rig
        .history()
        .filter(({ kind }) => kind === 'drill')
        .map(({ slotAt, result }) => `${slotAt} ${result}`),
  }
}

function change(file: string, n: number): void {
  const db = new Database(file)
  db.exec(`UPDATE series SET value = ${n} WHERE id = 1`)
  db.close()
}

async function sceneOf(
  databases: number,
  backups: number,
): Promise<{ clock: TestClock; folder: string; first: Program }> {
  const clock = testClock(at(0, 1))
  const folder = tempFolder('drill-rounds')
  const files = Array.from({ length: databases }, (_, n) => path.join(folder, `db${n}.db`))
  files.forEach((file) => buildDatabase(file, { rows: 5 }))
  const first = await program(clock, folder)
  await registerDatabases(first.operations, { paths: files, tier: 'of no policy' })
  const ids = first.operations.session
    .reachable()
    .catalog.databases.all()
    .map(({ id }) => id)
  for (let n = 0; n < backups; n += 1) {
    clock.set(at(0, 1, n + 1))
    for (const file of files) change(file, n)
    const jobs = takeBackups(first.operations, { databases: ids, type: 'full', label: 'manual' })
    await Promise.all(jobs.map(({ ended }) => ended))
  }
  return { clock, folder, first }
}

describe('drills that run by themselves', () => {
  it('begin at their hour, drill what is due once, and again when it is due again', async () => {
    const { clock, first } = await sceneOf(2, 1)
    await first.turn()
    clock.set(at(0, 2, 59))
    await first.turn()
    expect(first.drilled()).toEqual([])
    clock.set(at(0, 3))
    await first.turn()
    await first.turn()
    expect(first.drilled()).toEqual([`${at(0, 3)} success`, `${at(0, 3)} success`])
    // The next day nothing is due, a week later everything is: the round of a week ago took its time.
    for (const day of [1, 6]) {
      clock.set(at(day, 3))
      await first.turn()
    }
    expect(first.drilled()).toHaveLength(2)
    clock.set(at(7, 3))
    await first.turn()
    expect(first.drilled().slice(0, 2)).toEqual([`${at(7, 3)} success`, `${at(7, 3)} success`])
    expect(first.drilled()).toHaveLength(4)
  })

  it('take the newest, the least recently drilled, the oldest and one more, one at a time', async () => {
    const { clock, first } = await sceneOf(1, 6)
    await first.turn()
    let most = 0
    first.operations.changes.listen((change) => {
      if (change.topic !== 'jobs') return
      const running = first.operations.queue
        .views()
        .filter(({ kind, state }) => kind === 'drill' && state === 'running')
      most = Math.max(most, running.length)
    })
    clock.set(at(0, 3))
    await first.turn()
    expect(first.drilled()).toHaveLength(4)
    expect(most).toBe(1)
  })

  it('are made up for once where the machine was off for days', async () => {
    const { clock, folder, first } = await sceneOf(1, 1)
    await first.turn()
    await first.close()
    clock.set(at(4, 11))
    const later = await program(clock, folder)
    await later.turn()
    await later.turn()
    expect(later.drilled()).toEqual([`${at(4, 3)} success`])
  })

  it('rest while schedules are paused, and where the setting says so', async () => {
    const { clock, first } = await sceneOf(1, 1)
    await first.turn()
    await setSchedulesPaused(first.operations, true)
    clock.set(at(0, 3))
    await first.turn()
    await first.operations.settings.change({ drillsBySchedule: false })
    await setSchedulesPaused(first.operations, false)
    await first.turn()
    expect(first.drilled()).toEqual([])
    await first.operations.settings.change({ drillsBySchedule: true })
    await first.turn()
    expect(first.drilled()).toHaveLength(1)
  })

  it('are the work of one of two programs, and what the first left is taken up by the other', async () => {
    const { clock, folder, first } = await sceneOf(3, 1)
    const second = await program(clock, folder, 'home of another')
    await first.turn()
    await second.turn()
    clock.set(at(0, 3))
    await second.turn()
    expect(second.drilled()).toEqual([])
    // It ends in the middle of its round: after the first of three.
    const { queue, changes } = first.operations
    const isOne = new Promise<void>((resolve) => {
      changes.listen((change) => {
        if (change.topic === 'jobs' && change.jobs.some(({ kind, endedAt }) => kind === 'drill' && endedAt))
          resolve()
      })
    })
    await first.scheduler.look()
    await first.rounds.look()
    await isOne
    first.rounds.stop()
    await queue.close()
    await first.close()
    const { records } = await listSlotLedgers(nodePorts(silentLogger), path.join(folder, 'vault'))
    expect(records.find(({ id }) => id === drillsLedgerId)!.slots[0]!.open).toMatchObject({ attempt: 1 })

    await second.turn()
    await second.turn()
    const third = await program(clock, folder, 'home of a third')
    const drilled = third
      .history()
      .filter(({ kind, result }) => kind === 'drill' && result === 'success')
      .map(({ databaseId, slotAt }) => `${databaseId} ${slotAt}`)
    expect(drilled).toHaveLength(3)
    expect(new Set(drilled).size).toBe(3)
    const after = await listSlotLedgers(nodePorts(silentLogger), path.join(folder, 'vault'))
    expect(after.records.find(({ id }) => id === drillsLedgerId)!.slots[0]!.open).toBeNull()
  })

  it('of a program that was killed are taken up by the next, no backup twice, and its scratch place is cleared', async () => {
    const { clock, folder, first } = await sceneOf(4, 1)
    await first.turn()
    await first.close()
    const drills = path.join(folder, 'vault', '.holdfast', 'drills')
    const evidence = (): readonly string[] => fs.readdirSync(drills)
    const args = [entry, path.join(folder, 'home'), path.join(folder, 'vault'), at(0, 3)]
    const child = spawn(process.execPath, args, { stdio: 'ignore' })
    const gone = new Promise((resolve) => child.once('exit', resolve))
    while (evidence().length === 0 && child.exitCode === null) await delay(2)
    child.kill('SIGKILL')
    await gone
    const killedAfter = evidence().length
    const before = new Map(evidence().map((name) => [name, fs.readFileSync(path.join(drills, name), 'utf8')]))
    expect(killedAfter).toBeGreaterThan(0)
    expect(killedAfter).toBeLessThan(4)

    clock.set(at(0, 3, 5))
    const next = await program(clock, folder)
    await next.turn()
    expect(evidence()).toHaveLength(4)
    for (const [name, text] of before) expect(fs.readFileSync(path.join(drills, name), 'utf8')).toBe(text)
    const { drillsFolder } = next.operations.world.home
    const left = fs.readdirSync(drillsFolder, { recursive: true, withFileTypes: true })
    expect(left.filter((one) => one.isFile())).toEqual([])
    await next.turn()
    const drilled = next.history().filter(({ kind, result }) => kind === 'drill' && result === 'success')
    expect(new Set(drilled.map(({ backupId }) => backupId)).size).toBe(drilled.length)
  })

  it('stay with their vault: another one that is opened meanwhile gets none of them', async () => {
    const { clock, folder, first } = await sceneOf(1, 6)
    await first.turn()
    clock.set(at(0, 3))
    const { operations } = first
    const isOther = new Promise<void>((resolve) => {
      const stop = operations.changes.listen((change) => {
        if (change.topic !== 'jobs' || !change.jobs.some(({ kind, endedAt }) => kind === 'drill' && endedAt))
          return
        stop()
        void createVault(operations, path.join(folder, 'other'), { kind: 'none' }).then(() => resolve())
      })
    })
    await first.scheduler.look()
    await first.rounds.look()
    await isOther
    await first.rounds.idle()
    expect(operations.session.reachable().access.folder).toBe(path.join(folder, 'other'))
    expect(first.drilled()).toEqual([])
    expect(fs.readdirSync(path.join(folder, 'other', '.holdfast', 'drills'))).toEqual([])
    expect(fs.readdirSync(path.join(folder, 'vault', '.holdfast', 'drills')).length).toBeLessThan(4)
  })

  it('sweep what a program that was killed left in the scratch place', async () => {
    const { clock, first } = await sceneOf(1, 1)
    await first.turn()
    const { drillsFolder } = first.operations.world.home
    const dead = `00000000-${'1'.repeat(7)}-x`
    fs.mkdirSync(path.join(drillsFolder, dead), { recursive: true })
    fs.utimesSync(path.join(drillsFolder, dead), new Date(0), new Date(0))
    clock.set(at(0, 3))
    await first.turn()
    expect(fs.readdirSync(drillsFolder)).not.toContain(dead)
  })

  it('that come to no end of their own are inconclusive, not as if they had not been', async () => {
    const { first } = await sceneOf(1, 1)
    const vault = first.operations.session.reachable()
    const [one] = vault.catalog.drills.ofDatabases()
    const backup = vault.catalog.backups.newest(one!.databaseId)!
    const { world } = first.operations
    const run = (): Promise<never> =>
      Promise.reject(new FaultError({ code: 'JOB_TIMED_OUT', limitMs: 60_000 }))
    const { fault } = await startDrill({ ...first.operations, world: { ...world, jobs: { run } } }, backup)
      .ended
    expect(fault?.code).toBe('JOB_TIMED_OUT')
    expect(vault.catalog.drills.ofDatabase(one!.databaseId)).toMatchObject({
      last: { verdict: 'inconclusive', reached: null, reason: { level: 'D0' } },
      lastConclusiveAt: null,
    })
  })

  it('that have no room are inconclusive with the reason, and are not tried again each day', async () => {
    const { clock, first } = await sceneOf(1, 1)
    await first.turn()
    await first.operations.settings.change({ drillScratchBytes: 4096 })
    clock.set(at(0, 3))
    await first.turn()
    const vault = first.operations.session.reachable()
    const [one] = vault.catalog.drills.ofDatabases()
    expect(one).toMatchObject({
      last: { verdict: 'inconclusive', reached: 'D1', reason: { level: 'D2' } },
      lastConclusiveAt: null,
      reds: [],
    })
    expect(await databasesDue(first.operations, vault)).toEqual([])
    clock.set(at(1, 3))
    await first.turn()
    expect(first.drilled()).toHaveLength(1)
  })
})
