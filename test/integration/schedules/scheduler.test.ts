import fs from 'node:fs/promises'
import path from 'node:path'
import { setTimeout as delay } from 'node:timers/promises'

import Database from 'better-sqlite3'
import { afterEach, describe, expect, it } from 'vitest'

import {
  decidingOnRegistrations,
  listRegistrations,
  listSlotLedgers,
  saveRegistration,
  saveSlotLedger,
} from '../../../main/engine/engine.ts'
import { changeDatabase } from '../../../main/operations/databases/change-database.ts'
import { zoneHere } from '../../../main/operations/policies/make-presets.ts'
import { cronTimes } from '../../../main/operations/schedules/cron-times.ts'
import { registerDatabases } from '../../../main/operations/databases/register-databases.ts'
import { applyPolicy } from '../../../main/operations/policies/apply-policy.ts'
import { listPolicies } from '../../../main/operations/policies/list-policies.ts'
import { enablePolicy, removePolicy, savePolicy } from '../../../main/operations/policies/save-policy.ts'
import { beginRecovery, resumeOperations } from '../../../main/operations/restores/recovery-mark.ts'
import { setSchedulesPaused, viewSchedules } from '../../../main/operations/schedules/view-schedules.ts'
import type { BackupType } from '../../../shared/domain/backup-record.ts'
import type { ActivityEntry } from '../../../shared/domain/views.ts'
import { realPorts } from '../../support/engine-vault.ts'
import { tempFolder } from '../../support/temp-folder.ts'
import {
  closeRigs,
  makePolicy,
  policyOf,
  schedulingRig,
  testClock,
  type SchedulingRig,
} from '../../support/schedules/scheduling-rig.ts'

afterEach(closeRigs)

const file = (folder: string, name = 'prices'): string => path.join(folder, `${name}.db`)

function write(folder: string, text: string): void {
  const db = new Database(file(folder))
  db.exec('CREATE TABLE IF NOT EXISTS notes (text TEXT)')
  db.prepare('INSERT INTO notes VALUES (?)').run(text)
  db.close()
}

/** A vault with one database that is taken at 06:00 UTC each day, on the morning of 27 November at five. */
async function dailyRig(type: BackupType = 'full'): Promise<{
  rig: SchedulingRig
  clock: ReturnType<typeof testClock>
  folder: string
  databaseId: string
}> {
  const folder = tempFolder('daily')
  const clock = testClock('2026-11-27T05:00:00.000Z')
  write(folder, 'first')
  const rig = await schedulingRig(clock, folder)
  const policy = await makePolicy(rig, policyOf('0 6 * * *', type))
  const [added] = await registerDatabases(rig.operations, { paths: [file(folder)] })
  const databaseId = 'record' in added! ? added.record.id : ''
  await applyPolicy(rig.operations, policy.id, [databaseId])
  await rig.look()
  return { rig, clock, folder, databaseId }
}

type Run = readonly [result: ActivityEntry['result'], slotAt: string | null]

/** What became of slots, oldest first. */
function runsOf(rig: SchedulingRig): readonly Run[] {
  return rig
    .history()
    .filter(({ slotAt, kind }) => slotAt !== null && kind === 'backup')
    .map(({ result, slotAt }): Run => [result, slotAt!.slice(5, 16)])
    .toReversed()
}

describe('the scheduler', () => {
  it('takes what is due, once, and the manifest says which slot it was', async () => {
    const { rig, clock, databaseId } = await dailyRig()
    expect(runsOf(rig)).toEqual([])
    clock.set('2026-11-27T06:00:01.000Z')
    await rig.look()
    await rig.look()
    expect(runsOf(rig)).toEqual([['success', '11-27T06:00']])
    const newest = rig.operations.session.reachable().catalog.backups.newest(databaseId)
    expect(newest).toMatchObject({ label: 'daily', slotAt: '2026-11-27T06:00:00.000Z' })
  })

  it('catches up once after days that the machine was off, and says which runs were missed', async () => {
    const { rig, clock, folder } = await dailyRig()
    await rig.close()
    clock.set('2026-11-30T09:00:00.000Z')
    const again = await schedulingRig(clock, folder)
    await again.look()
    await again.look()
    expect(runsOf(again)).toEqual([
      ['missed', '11-29T06:00'],
      ['success', '11-30T06:00'],
    ])
    const missed = again.history().find(({ kind, result }) => kind === 'backup' && result === 'missed')
    expect(missed?.fault).toMatchObject({ code: 'RUN_MISSED', slots: 3, reason: 'not_running' })
  })

  it('cleans up at 02:00 of this machine’s zone, once for each day', async () => {
    const { rig, clock } = await dailyRig()
    const [cleanUpMs] = cronTimes('0 2 * * *', zoneHere())!.next(clock.now(), 1)
    clock.set(new Date(cleanUpMs! + 1000).toISOString())
    await rig.look()
    await rig.look()
    const cleanUps = rig.history().filter(({ kind }) => kind === 'prune')
    expect(cleanUps.map(({ result, slotAt, fault, bytes }) => [result, slotAt, fault, bytes])).toEqual([
      ['success', new Date(cleanUpMs!).toISOString(), null, 0],
    ])
  })

  it('leaves a database under recovery alone, and catches up when it goes on', async () => {
    const { rig, clock, databaseId } = await dailyRig()
    const record = rig.operations.session.reachable().catalog.databases.get(databaseId)!
    await beginRecovery(rig.operations, record)
    clock.set('2026-11-27T06:01:00.000Z')
    await rig.look()
    clock.set('2026-11-28T06:01:00.000Z')
    await rig.look()
    expect(runsOf(rig)).toEqual([])
    await resumeOperations(rig.operations, databaseId)
    await rig.look()
    expect(runsOf(rig)).toEqual([
      ['missed', '11-27T06:00'],
      ['success', '11-28T06:00'],
    ])
    const missed = rig.history().find(({ result }) => result === 'missed')
    expect(missed?.fault).toMatchObject({ reason: 'under_recovery' })
  })

  it('starts nothing while schedules are paused, in this program or another', async () => {
    const { rig, clock, folder } = await dailyRig()
    const other = await schedulingRig(clock, folder)
    await setSchedulesPaused(other.operations, true)
    clock.set('2026-11-27T06:01:00.000Z')
    await rig.look()
    expect(runsOf(rig)).toEqual([])
    expect((await viewSchedules(rig.operations)).paused).not.toBeNull()
    await setSchedulesPaused(other.operations, false)
    await rig.look()
    expect(runsOf(rig)).toEqual([['success', '11-27T06:00']])
  })

  it('acts in one program only; another takes over when that one lets go', async () => {
    const { rig, clock, folder } = await dailyRig()
    const other = await schedulingRig(clock, folder)
    clock.set('2026-11-27T06:01:00.000Z')
    await other.look()
    expect(runsOf(other)).toEqual([])
    await rig.scheduler.letGo()
    await other.look()
    expect(runsOf(other)).toEqual([['success', '11-27T06:00']])
    await rig.look()
    expect(runsOf(other)).toHaveLength(1)
  })

  it('runs nothing twice where the clock is set back, and goes on where it was years ahead', async () => {
    const { rig, clock, folder } = await dailyRig()
    clock.set('2026-11-27T06:01:00.000Z')
    await rig.look()
    write(folder, 'second')
    clock.set('2026-11-27T05:30:00.000Z')
    await rig.look()
    clock.set('2026-11-27T06:05:00.000Z')
    await rig.look()
    expect(runsOf(rig)).toEqual([['success', '11-27T06:00']])
    clock.set('2031-01-01T12:00:00.000Z')
    await rig.look()
    clock.set('2026-11-27T12:00:00.000Z')
    await rig.look()
    write(folder, 'third')
    clock.set('2026-11-28T06:00:00.000Z')
    await rig.look()
    const backups = runsOf(rig).filter(([result, slotAt]) => result === 'success' && slotAt === '11-28T06:00')
    expect(backups).toHaveLength(1)
  })

  it('says that nothing had changed and stores nothing', async () => {
    const { rig, clock } = await dailyRig('incremental')
    for (const day of ['27', '28']) {
      clock.set(`2026-11-${day}T06:00:01.000Z`)
      await rig.look()
    }
    expect(runsOf(rig)).toEqual([
      ['success', '11-27T06:00'],
      ['no_changes_required', '11-28T06:00'],
    ])
  })

  it('records a failure as any other, once for its slot', async () => {
    const { rig, clock, folder } = await dailyRig()
    await fs.rm(file(folder))
    clock.set('2026-11-27T06:00:01.000Z')
    await rig.look()
    await rig.look()
    expect(runsOf(rig)).toEqual([['failed', '11-27T06:00']])
  })

  it('starts nothing of a policy that rests, and nothing of the time it rested when it goes on', async () => {
    const { rig, clock } = await dailyRig()
    await enablePolicy(rig.operations, '0 6 * * *', false)
    clock.set('2026-11-28T07:00:00.000Z')
    await rig.look()
    await enablePolicy(rig.operations, '0 6 * * *', true)
    await rig.look()
    expect(runsOf(rig)).toEqual([])
    clock.set('2026-11-29T06:00:00.000Z')
    await rig.look()
    expect(runsOf(rig)).toEqual([['success', '11-29T06:00']])
  })

  it('catches nothing up of the time that a policy rested, where it is saved as one that goes on', async () => {
    const { rig, clock } = await dailyRig()
    const [policy] = (await listPolicies(rig.operations)).policies.filter(({ name }) => name === '0 6 * * *')
    await enablePolicy(rig.operations, policy!.id, false)
    clock.set('2026-11-29T07:00:00.000Z')
    await rig.look()
    await savePolicy(rig.operations, { ...policyOf('0 6 * * *'), isEnabled: true }, policy!.id)
    await rig.look()
    expect(runsOf(rig)).toEqual([])
    clock.set('2026-11-30T06:00:00.000Z')
    await rig.look()
    expect(runsOf(rig)).toEqual([['success', '11-30T06:00']])
  })

  it('starts nothing of a policy that was put to rest while its run waited', async () => {
    const { rig, clock, databaseId } = await dailyRig()
    const { queue } = rig.operations
    const working = Promise.withResolvers<void>()
    const before = queue.submit({
      kind: 'backup',
      databaseId,
      database: 'prices',
      run: () => working.promise,
      settle: () => Promise.resolve({}),
    })
    clock.set('2026-11-27T06:00:01.000Z')
    await rig.scheduler.look()
    expect(queue.views().filter(({ state }) => state === 'waiting')).toHaveLength(1)
    await enablePolicy(rig.operations, '0 6 * * *', false)
    working.resolve()
    await before.ended
    await rig.look()
    expect(runsOf(rig)).toEqual([])
  })

  it('says that a run died too often, and does not wait for the next slot to say it', async () => {
    const { rig, clock, folder, databaseId } = await dailyRig()
    clock.set('2026-11-27T06:00:01.000Z')
    await rig.look()
    await rig.close()
    const vault = path.join(folder, 'vault')
    const { records } = await listSlotLedgers(realPorts, vault)
    const ledger = records.find(({ id }) => id === databaseId)!
    const slotAt = '2026-11-27T06:00:00.000Z'
    const later = '2026-11-28T06:00:00.000Z'
    // As three programs leave the slot of the next day that died under it.
    const slots = ledger.slots.map((slot) => ({
      ...slot,
      dealtUpTo: later,
      ran: [slotAt, later],
      open: { slotAt: later, attempt: 3, claimedAt: later },
    }))
    await saveSlotLedger(realPorts, vault, { ...ledger, slots })
    clock.set('2026-11-28T07:00:00.000Z')
    const again = await schedulingRig(clock, folder)
    await again.look()
    await again.look()
    expect(runsOf(again)).toEqual([
      ['success', '11-27T06:00'],
      ['missed', '11-28T06:00'],
    ])
    const missed = again.history().find(({ kind, result }) => kind === 'backup' && result === 'missed')
    expect(missed?.fault).toMatchObject({ code: 'RUN_MISSED', slots: 1, reason: 'interrupted' })
  })

  it('runs what was scheduled while the clock was years ahead', async () => {
    const { rig, clock, databaseId } = await dailyRig()
    clock.set('2031-01-01T12:00:00.000Z')
    const policy = await makePolicy(rig, { ...policyOf('30 7 * * *'), name: 'ahead' })
    await applyPolicy(rig.operations, policy.id, [databaseId])
    clock.set('2026-11-27T07:00:00.000Z')
    await rig.look()
    clock.set('2026-11-27T07:30:01.000Z')
    await rig.look()
    expect(runsOf(rig)).toEqual([['success', '11-27T07:30']])
  })

  it('a recovery keeps the policy that another program gave the database meanwhile', async () => {
    const { rig, clock, folder, databaseId } = await dailyRig()
    const other = await schedulingRig(clock, folder, 'another home')
    const { id } = await makePolicy(rig, { ...policyOf('0 7 * * *'), name: 'given' })
    await applyPolicy(rig.operations, id, [databaseId])
    const policyInVault = async (): Promise<string | undefined> =>
      (await listRegistrations(realPorts, path.join(folder, 'vault'))).records[0]?.policyId
    await beginRecovery(
      other.operations,
      other.operations.session.reachable().catalog.databases.get(databaseId)!,
    )
    expect(await policyInVault()).toBe(id)
    await applyPolicy(rig.operations, null, [databaseId])
    await resumeOperations(other.operations, databaseId)
    expect(await policyInVault()).toBeUndefined()
  })

  it('a recovery’s mark waits for a registration that another program is changing', async () => {
    const { rig, folder, databaseId } = await dailyRig()
    const vault = path.join(folder, 'vault')
    const readIn = async () => (await listRegistrations(realPorts, vault)).records[0]!
    /** As another program changes a registration: read, then written, and nobody between. */
    const changeTier = (tier: string, meanwhile: () => Promise<unknown>) =>
      decidingOnRegistrations(realPorts, vault, async () => {
        const before = await readIn()
        const done = meanwhile()
        await delay(300)
        await saveRegistration(realPorts, vault, { ...before, tier })
        return { done }
      })
    const record = rig.operations.session.reachable().catalog.databases.get(databaseId)!
    await (
      await changeTier('one', () => beginRecovery(rig.operations, record))
    ).done
    const marked = await readIn()
    expect([marked.tier, marked.recoveryStartedAt]).toEqual(['one', expect.any(String)])
    await (
      await changeTier('two', () => resumeOperations(rig.operations, databaseId))
    ).done
    const resumed = await readIn()
    expect([resumed.tier, resumed.recoveryStartedAt]).toEqual(['two', undefined])
  })

  it('removing a policy undoes nothing that another program did to its databases', async () => {
    const { rig, clock, folder, databaseId } = await dailyRig()
    const other = await schedulingRig(clock, folder, 'another home')
    await changeDatabase(rig.operations, { databaseId, name: 'renamed' })
    await removePolicy(other.operations, '0 6 * * *')
    const { records } = await listRegistrations(realPorts, path.join(folder, 'vault'))
    expect(records).toMatchObject([{ id: databaseId, name: 'renamed' }])
    expect(records[0]).not.toHaveProperty('policyId')
  })

  it('says who acts and what is next', async () => {
    const { rig, databaseId } = await dailyRig()
    const { actedBy, upcoming, nextCleanUpAt } = await viewSchedules(rig.operations)
    expect(actedBy).toMatchObject({ isThisProgram: true, pid: process.pid })
    expect(upcoming.filter((run) => run.databaseId === databaseId).map(({ at }) => at)).toEqual([
      '2026-11-27T06:00:00.000Z',
      '2026-11-28T06:00:00.000Z',
      '2026-11-29T06:00:00.000Z',
      '2026-11-30T06:00:00.000Z',
      '2026-12-01T06:00:00.000Z',
    ])
    expect(upcoming.some((run) => run.databaseId === null)).toBe(true)
    expect(Date.parse(nextCleanUpAt ?? '')).toBeGreaterThan(Date.parse('2026-11-27T05:00:00.000Z'))
  })
})
