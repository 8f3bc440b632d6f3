import fs from 'node:fs'
import path from 'node:path'

import * as fc from 'fast-check'
import { afterAll, beforeAll, describe, expect, it } from 'vitest'

import { saveValidation } from '../../../main/engine/engine.ts'
import type { Operations } from '../../../main/operations/operations.ts'
import { listPolicies } from '../../../main/operations/policies/list-policies.ts'
import { savePolicy } from '../../../main/operations/policies/save-policy.ts'
import { liftHold, listMarks, pinBackup, placeHold } from '../../../main/operations/retention/keep-marks.ts'
import { listRemoved } from '../../../main/operations/retention/list-removed.ts'
import { runPrune } from '../../../main/operations/retention/run-prune.ts'
import { undoRemovals } from '../../../main/operations/retention/undo-removal.ts'
import { openVault } from '../../../main/operations/vaults/open-vault.ts'
import type { BackupRecord } from '../../../shared/domain/backup-record.ts'
import { listRecords, quietRun, verifiedStatus } from '../../support/engine-vault.ts'
import {
  fewRules,
  filesHolding,
  hourMs,
  programIn,
  pruneRig,
  shiftedPorts,
  wrappedKeyOf,
  type PruneRig,
  type ShiftedPorts,
} from '../../support/prune-rig.ts'
import { tempFolder } from '../../support/temp-folder.ts'

/** A vault that every history begins with: chains of all kinds, over two months. */
interface Pool {
  readonly rig: PruneRig
  readonly folder: string
  readonly all: readonly BackupRecord[]
  readonly keys: ReadonlyMap<string, string>
  readonly failedId: string
}

let pool: Pool

async function makePool(): Promise<Pool> {
  const folder = fs.mkdtempSync(path.join(path.dirname(tempFolder('pool')), 'holdfast-random-'))
  const rig = await pruneRig(folder, {}, ['0 7 * * 0'])
  const day = 24
  const first = await rig.take(60 * day, { label: 'weekly' })
  const change = await rig.take(59 * day, { on: first })
  const second = await rig.take(40 * day, { label: 'weekly' })
  const differential = await rig.take(30 * day, { on: second, type: 'differential' })
  const all = [
    first,
    change,
    await rig.take(58 * day, { on: change }),
    second,
    differential,
    await rig.take(29 * day, { on: differential }),
    await rig.take(20 * day, { type: 'schema', label: 'manual' }),
    await rig.take(15 * day, { label: 'preupdate' }),
    await rig.take(8 * day, { label: 'weekly' }),
    await rig.take(2 * day, { label: 'weekly' }),
  ]
  const failed = await rig.take(20, { on: all.at(-1)! })
  const newest = await rig.take(6, { on: all.at(-1)! })
  const checkedAt = new Date(rig.ports.clock.now() - 10 * hourMs).toISOString()
  const failure = { ...failed.validation, status: 'failed', checkedAt } as const
  await saveValidation(rig.ports, rig.vaultFolder, failed.id, failure)
  await rig.close()
  const everything = [...all, failed, newest]
  const keys = new Map(everything.map((one) => [one.id, wrappedKeyOf(rig.vaultFolder, one)]))
  return { rig, folder, all: everything, keys, failedId: failed.id }
}

beforeAll(async () => {
  pool = await makePool()
})
afterAll(() => fs.rmSync(pool.folder, { recursive: true, force: true }))

type Step =
  | { readonly kind: 'prune'; readonly hasAgreed: boolean; readonly isNow: boolean }
  | { readonly kind: 'wait'; readonly hours: number }
  | { readonly kind: 'hold'; readonly on: number | null }
  | { readonly kind: 'pin'; readonly on: number }
  | { readonly kind: 'lift' }
  | { readonly kind: 'undo'; readonly on: number }
  | { readonly kind: 'policy'; readonly days: number; readonly weekly: number; readonly fulls: number }

const at = fc.nat(11)
const sometimes = fc.nat(3).map((n) => n === 0)
const prune: fc.Arbitrary<Step> = fc.record({
  kind: fc.constant('prune' as const),
  hasAgreed: sometimes.map((is) => !is),
  isNow: sometimes,
})
const step: fc.Arbitrary<Step> = fc.oneof(
  { arbitrary: prune, weight: 5 },
  {
    arbitrary: fc.record({ kind: fc.constant('wait' as const), hours: fc.integer({ min: 1, max: 30 }) }),
    weight: 2,
  },
  {
    arbitrary: fc.record({ kind: fc.constant('hold' as const), on: fc.option(at, { freq: 1 }) }),
    weight: 2,
  },
  { arbitrary: fc.record({ kind: fc.constant('pin' as const), on: at }), weight: 1 },
  { arbitrary: fc.constant({ kind: 'lift' as const }), weight: 1 },
  { arbitrary: fc.record({ kind: fc.constant('undo' as const), on: at }), weight: 1 },
  {
    arbitrary: fc.record({
      kind: fc.constant('policy' as const),
      days: fc.nat(40),
      weekly: fc.nat(5),
      fulls: fc.integer({ min: 1, max: 3 }),
    }),
    weight: 1,
  },
)

interface World {
  readonly operations: Operations
  readonly ports: ShiftedPorts
}

async function doStep({ operations, ports }: World, one: Step): Promise<void> {
  const there = new Set((await listRecords(operations.session.reachable().access)).map(({ id }) => id))
  const idAt = (n: number): string => pool.all[n]!.id
  switch (one.kind) {
    case 'prune':
      await runPrune(operations, operations.session.reachable(), one, quietRun())
      break
    case 'wait':
      ports.shift(one.hours * hourMs)
      break
    case 'hold':
      if (one.on === null) await placeHold(operations, { database: 'market_data', name: 'case' })
      else if (there.has(idAt(one.on))) await placeHold(operations, { backup: idAt(one.on), name: 'case' })
      break
    case 'pin':
      if (there.has(idAt(one.on))) await pinBackup(operations, idAt(one.on))
      break
    case 'lift':
      await liftHold(operations, 'case').catch(() => 0)
      break
    case 'undo': {
      const aside = (await listRemoved(operations)).some(({ backupId }) => backupId === idAt(one.on))
      if (aside) await undoRemovals(operations, [idAt(one.on)])
      break
    }
    case 'policy': {
      const [policy] = (await listPolicies(operations)).policies.filter(({ name }) => name === 'Rig')
      const { days, weekly, fulls } = one
      const draft = { ...policy!, retention: { ...fewRules, days, weekly, fulls } }
      await savePolicy(operations, draft, policy!.id)
    }
  }
}

/** What holds at every moment, whatever was done. */
async function check({ operations }: World, one: Step): Promise<void> {
  const vault = operations.session.reachable()
  const records = await listRecords(vault.access)
  const there = new Set(records.map(({ id }) => id))
  for (const { needs } of records) for (const { id } of needs) expect(there.has(id)).toBe(true)
  expect(there.has(pool.all.at(-1)!.id)).toBe(true)
  expect(
    vault.catalog.backups
      .judged(pool.rig.record.id)
      .map(({ id }) => id)
      .toSorted(),
  ).toEqual([...there].toSorted())
  const removals = await listRemoved(operations)
  const aside = new Set(removals.map(({ backupId }) => backupId))
  let ended = 0
  for (const { id, file } of pool.all) {
    expect(there.has(id) && aside.has(id)).toBe(false)
    if (there.has(id) || aside.has(id)) continue
    ended += 1
    expect(filesHolding(vault.access.folder, pool.keys.get(id)!)).toEqual([])
    expect(fs.existsSync(path.join(vault.access.folder, file))).toBe(false)
  }
  expect(vault.catalog.history.removalTotals().removedCount).toBe(ended)
  if (one.kind !== 'prune') return
  const { marks } = await listMarks(operations)
  const isWhole = marks.some(({ backupId }) => backupId === null)
  if (isWhole) expect(aside.size).toBe(0)
  for (const { backupId } of marks) if (backupId !== null) expect(there.has(backupId)).toBe(true)
}

async function live(steps: readonly Step[]): Promise<void> {
  const folder = fs.mkdtempSync(path.join(pool.folder, 'run-'))
  const place = path.join(folder, 'vault')
  fs.cpSync(pool.rig.vaultFolder, place, { recursive: true, preserveTimestamps: true })
  const keys = path.join(pool.folder, 'home', 'keys')
  const ports = shiftedPorts()
  const operations = await programIn(path.join(folder, 'home'), ports)
  try {
    const given = { kind: 'key_file', path: path.join(keys, fs.readdirSync(keys)[0]!) } as const
    await openVault(operations, place, { given })
    for (const one of steps) {
      await doStep({ operations, ports }, one)
      await check({ operations, ports }, one)
    }
    await undoRemovals(operations, 'all')
    const { access } = operations.session.reachable()
    const records = await listRecords(access)
    const chosen = records.find(({ needs }) => needs.length > 0) ?? records[0]!
    expect(await verifiedStatus(access, chosen)).toBe('passed')
  } finally {
    await operations.close()
    fs.rmSync(folder, { recursive: true, force: true })
  }
}

describe('clean-ups, holds, pins, undoings and waiting in any order', () => {
  it('never break a chain, lose the last proved backup or one that is held, nor leave a key of what ended', async () => {
    await fc.assert(
      fc.asyncProperty(fc.array(step, { minLength: 6, maxLength: 14 }), (steps) => live(steps)),
      { numRuns: 12 },
    )
  })
})
