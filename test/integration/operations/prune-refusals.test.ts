import fs from 'node:fs'
import path from 'node:path'

import { afterEach, describe, expect, it } from 'vitest'

import { beginReading } from '../../../main/engine/vault/backup-readers.ts'
import { removePolicy, enablePolicy } from '../../../main/operations/policies/save-policy.ts'
import { removeDatabase } from '../../../main/operations/databases/change-database.ts'
import { placeHold } from '../../../main/operations/retention/keep-marks.ts'
import { planPrune } from '../../../main/operations/retention/plan-prune.ts'
import { runPrune } from '../../../main/operations/retention/run-prune.ts'
import { undoRemovals } from '../../../main/operations/retention/undo-removal.ts'
import { beginRecovery } from '../../../main/operations/restores/recovery-mark.ts'
import { syncCatalog } from '../../../main/operations/catalog/sync-catalog.ts'
import type { RetentionRules } from '../../../shared/domain/policies/policy.ts'
import { quietRun } from '../../support/engine-vault.ts'
import { dayMs, filesIn, prunedIn, pruneRig, verdictOn, type PruneRig } from '../../support/prune-rig.ts'
import { tempFolder } from '../../support/temp-folder.ts'

const open: PruneRig[] = []
afterEach(async () => {
  for (const rig of open.splice(0)) await rig.close()
})

/** Two fulls, of which the older goes. */
async function rigOfTwo(rules?: Partial<RetentionRules>, schedules?: readonly string[]): Promise<PruneRig> {
  const rig = await pruneRig(tempFolder('prune'), rules, schedules)
  open.push(rig)
  await rig.take(26)
  await rig.take(1)
  return rig
}

function damage(rig: PruneRig, folder: string, name: (files: readonly string[]) => string): string {
  const place = path.join(rig.vaultFolder, folder)
  const file = name(fs.readdirSync(place))
  fs.writeFileSync(path.join(place, file), '{"formatVersion":1')
  return `${folder}/${file}`
}

async function refusalOf(rig: PruneRig) {
  const { report, fault } = await rig.prune()
  expect(report).toMatchObject({ setAsideCount: 0, endedCount: 0 })
  expect(fault).toMatchObject({ code: 'PRUNE_REFUSED', database: 'market_data' })
  const { rows } = rig.vault().catalog.history.page({ onlyFailures: true, offset: 0, limit: 10 })
  expect(
    rows.filter(({ kind, databaseId }) => kind === 'prune' && databaseId === rig.record.id),
  ).toHaveLength(1)
  return prunedIn(report)?.refusal
}

describe('a clean-up is refused', () => {
  it('while a pin or hold can’t be read: it may be of any backup', async () => {
    const rig = await rigOfTwo()
    await placeHold(rig.operations, { database: 'market_data', name: 'case 9' })
    const file = damage(rig, '.holdfast/keep-marks', ([first]) => first!)
    expect(await refusalOf(rig)).toEqual({ because: 'records_damaged', files: [file] })
    expect((await planPrune(rig.operations))[0]!.refusal).toEqual({
      because: 'records_damaged',
      files: [file],
    })
  })

  it('of a database whose manifest can’t be read: what that backup needs is not known', async () => {
    const rig = await rigOfTwo()
    await rig.take(0.5)
    const file = damage(rig, 'daily', (files) =>
      files.filter((one) => one.endsWith('.manifest.json')).at(-1)!,
    )
    fs.rmSync(path.join(rig.folder, 'home', 'catalogs'), { recursive: true })
    const other = await rig.another()
    const turn = { ...quietRun(), timeLimitMs: 1 }
    const report = await runPrune(other, other.session.reachable(), {}, turn)
    expect(prunedIn(report)?.refusal).toEqual({ because: 'records_damaged', files: [file] })
  })

  it('while its policy can’t be read', async () => {
    const rig = await rigOfTwo()
    await rig.prune()
    await rig.take(0)
    const policyId = rig.record.policyId!
    damage(rig, '.holdfast/policies', () => `${policyId}.json`)
    rig.ports.shift(1.5 * dayMs)
    const files = [`.holdfast/policies/${policyId}.json`]
    expect(await refusalOf(rig)).toEqual({ because: 'records_damaged', files })
    expect(filesIn(rig.operations)).toHaveLength(2)
    await undoRemovals(rig.operations, 'all')
    expect(prunedIn((await rig.prune()).report)?.refusal).toEqual({ because: 'records_damaged', files })
  })

  it('after a failed verification', async () => {
    const rig = await rigOfTwo()
    const { catalog } = rig.vault()
    const newest = catalog.backups.newest(rig.record.id)!
    const checkedAt = new Date(rig.ports.clock.now()).toISOString()
    catalog.backups.putValidation(newest.id, { ...newest.validation, status: 'failed', checkedAt })
    await rig.take(0.1)
    catalog.backups.putValidation(newest.id, {
      ...newest.validation,
      status: 'failed',
      checkedAt: new Date(rig.ports.clock.now() + 1000).toISOString(),
    })
    expect(await refusalOf(rig)).toEqual({ because: 'last_failed' })
  })

  it('while the clock is behind a backup', async () => {
    const rig = await rigOfTwo()
    await rig.take(-3)
    expect(await refusalOf(rig)).toMatchObject({ because: 'clock_behind' })
  })

  it('for a day after the clock jumped, however fresh the newest backup is', async () => {
    const rig = await rigOfTwo()
    rig.ports.shift(40 * dayMs)
    await rig.take(0)
    expect(await refusalOf(rig)).toMatchObject({ because: 'clock_jumped' })
    rig.ports.shift(dayMs + 1000)
    await rig.take(0)
    expect((await rig.prune()).report).toMatchObject({ setAsideCount: 3 })
  })

  it('for silence that its schedules do not explain, and not for silence that they do', async () => {
    const daily = await rigOfTwo()
    const weekly = await rigOfTwo({}, ['0 7 * * 0'])
    for (const rig of [daily, weekly]) {
      for (let n = 0; n < 3; n += 1) {
        rig.ports.shift(1.5 * dayMs)
        // A program that is open sees the clock go on.
        await rig.prune({ databases: [] })
      }
    }
    expect(await refusalOf(daily)).toMatchObject({ because: 'nothing_new' })
    expect((await weekly.prune()).report).toMatchObject({ setAsideCount: 1 })
  })

  it('where many go at once, until somebody agrees', async () => {
    const rig = await rigOfTwo()
    for (let n = 10; n > 0; n -= 1) await rig.take(0.05 * n)
    expect(await refusalOf(rig)).toMatchObject({ because: 'too_many' })
    const { report } = await rig.prune({ hasAgreed: true })
    expect(report).toMatchObject({ setAsideCount: 11 })
  })

  it('where more would go than was shown', async () => {
    const rig = await rigOfTwo()
    const [plan] = await planPrune(rig.operations)
    const expected = plan!.removed.map(({ backupId }) => backupId)
    await rig.take(0.1)
    const { report } = await rig.prune({ expected })
    expect(prunedIn(report)?.refusal).toMatchObject({ because: 'plan_changed' })
    expect(filesIn(rig.operations)).toHaveLength(3)
  })
})

describe('nothing goes', () => {
  it('of a database without a policy; what was set aside before comes back', async () => {
    const rig = await rigOfTwo()
    await rig.prune()
    await removePolicy(rig.operations, 'Rig')
    expect(prunedIn((await rig.prune()).report)).toMatchObject({ rests: 'no_policy', refusal: null })
    expect(filesIn(rig.operations)).toHaveLength(2)
    expect((await planPrune(rig.operations))[0]).toMatchObject({ rests: 'no_policy', removed: [] })
  })

  it('while its policy rests, and while it is under recovery', async () => {
    const rig = await rigOfTwo()
    await enablePolicy(rig.operations, 'Rig', false)
    expect((await rig.prune()).report).toMatchObject({ setAsideCount: 0 })
    await enablePolicy(rig.operations, 'Rig', true)
    await beginRecovery(rig.operations, rig.record)
    const { report } = await rig.prune()
    expect(prunedIn(report)).toMatchObject({ rests: 'under_recovery', setAside: [] })
  })

  it('while a job of it runs', async () => {
    const rig = await rigOfTwo()
    const { promise, resolve } = Promise.withResolvers<void>()
    const { id: databaseId, name: database } = rig.record
    const settle = (): Promise<object> => Promise.resolve({})
    const job = { kind: 'verify', databaseId, database, run: () => promise, settle } as const
    const { ended } = rig.operations.queue.submit(job)
    const vault = rig.vault()
    const report = await runPrune(rig.operations, vault, {}, quietRun())
    expect(prunedIn(report)).toMatchObject({ rests: 'at_work', setAside: [] })
    resolve()
    await ended
    expect(await runPrune(rig.operations, vault, {}, quietRun())).toMatchObject({ setAsideCount: 1 })
  })

  it('whose registration is gone', async () => {
    const rig = await rigOfTwo()
    await rig.prune()
    await removeDatabase(rig.operations, rig.record.id, 'market_data')
    await runPrune(rig.operations, rig.vault(), {}, quietRun())
    expect(rig.vault().catalog.backups.judged(rig.record.id)).toHaveLength(2)
  })
})

describe('a backup that somebody reads', () => {
  it('stays with what it needs, is told of, and goes the next time', async () => {
    const rig = await pruneRig(tempFolder('prune'))
    open.push(rig)
    const full = await rig.take(50)
    const change = await rig.take(49, { on: full })
    const other = await rig.take(26)
    await rig.take(1)
    const { folder } = rig.vault().access
    const reading = await beginReading(rig.ports, folder, 'restore', [change.id, full.id])
    const first = prunedIn((await rig.prune()).report)
    expect(first?.setAside.map(({ backupId }) => backupId)).toEqual([other.id])
    expect(first?.skipped.map(({ file, fault }) => [file, fault.code])).toEqual([
      [change.file, 'BACKUP_IN_USE'],
      [full.file, 'BACKUP_IN_USE'],
    ])
    expect(await verdictOn(rig, change)).toBe('passed')
    await reading.end()
    const second = prunedIn((await rig.prune()).report)
    expect(second?.setAside.map(({ backupId }) => backupId)).toEqual([change.id, full.id])
  })
})

describe('two programs', () => {
  it('that clean up at once do it one after the other, each backup once', async () => {
    const rig = await rigOfTwo()
    await rig.take(0.5)
    const other = await rig.another()
    const run = (operations: typeof other) =>
      runPrune(operations, operations.session.reachable(), { isNow: true }, quietRun())
    const reports = await Promise.all([run(rig.operations), run(other)])
    const count = (what: 'setAsideCount' | 'endedCount'): number =>
      reports.reduce((sum, report) => sum + report[what], 0)
    expect([count('setAsideCount'), count('endedCount')]).toEqual([2, 2])
    for (const operations of [rig.operations, other]) {
      const { access, catalog } = operations.session.reachable()
      await syncCatalog(rig.ports, access, catalog)
      expect(filesIn(operations)).toHaveLength(1)
      expect(catalog.history.removalTotals().removedCount).toBe(2)
    }
  })
})
