import fs from 'node:fs'
import path from 'node:path'

import { afterEach, describe, expect, it } from 'vitest'

import { keepPageTags } from '../../../main/engine/backup/keep-page-tags.ts'
import { groupCountOf, groupTagBytes, tagKeyBytes } from '../../../main/engine/image/group-tags.ts'
import { syncCatalog } from '../../../main/operations/catalog/sync-catalog.ts'
import { buildInventory } from '../../../main/operations/inventory/build-inventory.ts'
import { liftHold, pinBackup, placeHold, unpinBackup } from '../../../main/operations/retention/keep-marks.ts'
import { listRemoved } from '../../../main/operations/retention/list-removed.ts'
import { applyPolicy } from '../../../main/operations/policies/apply-policy.ts'
import { planCleanUp, planPrune } from '../../../main/operations/retention/plan-prune.ts'
import { runPrune } from '../../../main/operations/retention/run-prune.ts'
import { undoRemovals } from '../../../main/operations/retention/undo-removal.ts'
import { keepDamage } from '../../../main/operations/verifications/keep-damage.ts'
import { rebuildCatalog } from '../../../main/operations/vaults/rebuild-catalog.ts'
import type { BackupRecord } from '../../../shared/domain/backup-record.ts'
import type { RetentionRules } from '../../../shared/domain/policies/policy.ts'
import {
  filesHolding,
  filesIn,
  hourMs,
  prunedIn,
  pruneRig,
  verdictOn,
  wrappedKeyOf,
  type PruneRig,
} from '../../support/prune-rig.ts'
import { quietRun } from '../../support/engine-vault.ts'
import { tempFolder } from '../../support/temp-folder.ts'

const open: PruneRig[] = []
afterEach(async () => {
  for (const rig of open.splice(0)) await rig.close()
})

async function rigOf(rules?: Partial<RetentionRules>, schedules?: readonly string[]): Promise<PruneRig> {
  const rig = await pruneRig(tempFolder('prune'), rules, schedules)
  open.push(rig)
  return rig
}

/** Three fulls of the last days: the newest is kept by `fewRules`. */
async function threeFulls(rig: PruneRig): Promise<readonly [BackupRecord, BackupRecord, BackupRecord]> {
  return [await rig.take(49), await rig.take(25), await rig.take(1)]
}

function partsOf(rig: PruneRig, { file }: BackupRecord): readonly (Buffer | null)[] {
  return ['', '.pages', '.manifest.json'].map((ending) => {
    const part = path.join(rig.vaultFolder, file + ending)
    return fs.existsSync(part) ? fs.readFileSync(part) : null
  })
}

function summaryOf(rig: PruneRig) {
  const at = new Date(rig.ports.clock.now()).toISOString()
  return buildInventory(rig.vault().catalog, at).backup_inventory.retention_summary
}

const idsOf = (removals: readonly { readonly backupId: string }[] | undefined): readonly string[] =>
  (removals ?? []).map(({ backupId }) => backupId)

describe('a job that met a backup another program set aside', () => {
  it('does not call it failed, for it is not lost', async () => {
    const rig = await rigOf()
    const [old] = await threeFulls(rig)
    const other = await rig.another()
    await runPrune(other, other.session.reachable(), {}, quietRun())
    const manifest = `${old.file}.manifest.json`
    expect(fs.existsSync(path.join(rig.vaultFolder, manifest))).toBe(false)
    expect(rig.vault().catalog.backups.get(old.id)).not.toBeNull()

    await keepDamage(rig.operations, rig.vault(), { code: 'BACKUP_FILE_MISSING', file: manifest })
    await undoRemovals(other, 'all')
    await syncCatalog(rig.ports, rig.vault().access, rig.vault().catalog)
    expect(rig.vault().catalog.backups.get(old.id)?.lastValidation.status).toBe('passed')
  })
})

describe('a clean-up', () => {
  it('shows what goes and why, sets it aside, forgets it everywhere, and ends it after the grace with its key', async () => {
    const rig = await rigOf()
    const [oldest, middle, newest] = await threeFulls(rig)
    const other = await rig.another()
    const keys = [oldest, middle].map((backup) => wrappedKeyOf(rig.vaultFolder, backup))
    const [plan] = await planPrune(rig.operations)
    expect(plan).toMatchObject({ rests: null, refusal: null, policy: { name: 'Rig' }, setAside: [] })
    expect(plan!.kept.map(({ backupId }) => backupId)).toEqual([newest.id])
    expect(plan!.kept[0]!.reasons.map(({ rule }) => rule)).toContain('last_proved')
    expect(plan!.removed.map(({ backupId, rule }) => [backupId, rule])).toEqual([
      [middle.id, 'outlived'],
      [oldest.id, 'outlived'],
    ])
    expect(filesIn(rig.operations)).toHaveLength(3)

    const first = await rig.prune()
    expect(first.fault).toBeUndefined()
    expect(idsOf(prunedIn(first.report)?.setAside)).toEqual([middle.id, oldest.id])
    expect(first.report).toMatchObject({ setAsideCount: 2, endedCount: 0, freedBytes: 0 })
    expect(filesIn(rig.operations)).toEqual([newest.file])
    const { ports } = other.world
    const { access, catalog } = other.session.reachable()
    await syncCatalog(ports, access, catalog)
    expect(filesIn(other)).toEqual([newest.file])
    expect(idsOf(await listRemoved(other))).toHaveLength(2)
    expect(keys.map((key) => filesHolding(rig.vaultFolder, key).length)).toEqual([1, 1])
    expect(summaryOf(rig)).toMatchObject({ expired_backups_cleaned: 0, storage_optimized_gb: 0 })

    rig.ports.shift(23 * hourMs)
    expect((await rig.prune()).report).toMatchObject({ endedCount: 0 })
    rig.ports.shift(2 * hourMs)
    const sizes = [oldest, middle].flatMap(({ file }) =>
      ['', '.pages', '.removed.json'].map((end) => fs.statSync(path.join(rig.vaultFolder, file + end)).size),
    )
    const freedBytes = sizes.reduce((sum, size) => sum + size, 0)
    const last = await rig.prune()
    expect(last.report).toMatchObject({ setAsideCount: 0, endedCount: 2, freedBytes })
    expect(keys.flatMap((key) => filesHolding(rig.vaultFolder, key))).toEqual([])
    for (const { id, file } of [oldest, middle]) {
      expect(fs.readdirSync(path.join(rig.vaultFolder, path.dirname(file)))).not.toContain(
        path.basename(file),
      )
      expect(fs.readdirSync(path.join(rig.vaultFolder, '.holdfast', 'removed'))).not.toContain(`${id}.json`)
    }
    expect(await verdictOn(rig, newest)).toBe('passed')
    const summary = { expired_backups_cleaned: 2, storage_optimized_gb: Math.round(freedBytes / 1e3) / 1e6 }
    expect(summaryOf(rig)).toMatchObject(summary)
    await rebuildCatalog(rig.operations)
    expect(summaryOf(rig)).toMatchObject(summary)
    const next = new Date(summaryOf(rig).next_cleanup_date!)
    expect([next.getHours(), next.getMinutes()]).toEqual([2, 0])
  })

  it('destroys no key of what a hold keeps that comes while others end', async () => {
    const rig = await rigOf()
    const fulls = await threeFulls(rig)
    const { operations, vaultFolder, record } = rig
    await rig.prune()
    const hold = await placeHold(operations, { database: record.name, name: 'case 7' })
    const file = path.join(vaultFolder, '.holdfast', 'keep-marks', `${hold.id}.json`)
    const mark = fs.readFileSync(file)
    await liftHold(operations, 'case 7')
    const report = await runPrune(
      operations,
      rig.vault(),
      { isNow: true },
      // As another program places it, right after the first has ended.
      { signal: new AbortController().signal, onProgress: () => fs.writeFileSync(file, mark) },
    )
    expect(report.endedCount).toBe(1)
    const [putBack] = prunedIn((await rig.prune()).report)?.putBack ?? []
    const held = fulls.find(({ id }) => id === putBack?.backupId)
    expect(await verdictOn(rig, held!)).toBe('passed')
  })

  it('is undone byte for byte, with what the backup needs', async () => {
    const rig = await rigOf()
    const full = await rig.take(50)
    const change = await rig.take(49, { on: full })
    await rig.take(1)
    const before = [full, change].map((backup) => partsOf(rig, backup))
    await rig.prune()
    expect(partsOf(rig, change)[2]).toBeNull()
    expect(idsOf(await undoRemovals(rig.operations, [change.id.slice(0, 8)]))).toEqual([full.id, change.id])
    expect([full, change].map((backup) => partsOf(rig, backup))).toEqual(before)
    expect(await verdictOn(rig, change)).toBe('passed')
    expect(filesIn(rig.operations)).toHaveLength(3)
    expect(await listRemoved(rig.operations)).toEqual([])
    await expect(undoRemovals(rig.operations, [change.id])).rejects.toMatchObject({
      fault: { code: 'REMOVAL_UNKNOWN' },
    })
  })

  it('drops the quick tags of a backup with its key, and keeps those of one that stays', async () => {
    const rig = await rigOf()
    const [oldest, , newest] = await threeFulls(rig)
    const { world } = rig.operations
    const folder = world.home.pageTagsFolder
    const keep = (backup: BackupRecord): Promise<void> => {
      const { root, pageSize, pageCount } = backup
      const tags = Buffer.alloc(groupCountOf(pageSize * pageCount) * groupTagBytes, 7)
      const kept = { root, pageSize, pageCount, key: Buffer.alloc(tagKeyBytes, 9), tags }
      return keepPageTags(rig.ports, folder, backup, kept)
    }
    await keep(newest)
    // The other of a database's two files.
    await keep({ ...oldest, type: 'incremental' })
    const names = () => fs.readdirSync(folder).map((name) => name.replace(newest.databaseId, ''))
    expect(names()).toEqual(['.full.tags', '.newest.tags'])
    await rig.prune()
    expect(names()).toEqual(['.full.tags', '.newest.tags'])
    rig.ports.shift(25 * hourMs)
    await rig.prune()
    expect(names()).toEqual(['.full.tags'])
  })

  it('is planned for all at once: what goes, what ends, and what is refused', async () => {
    const rig = await rigOf()
    const [oldest, middle] = await threeFulls(rig)
    const [plan] = await planCleanUp(rig.operations)
    expect(plan).toMatchObject({ database: 'market_data', rests: null, refusal: null, ending: [] })
    expect(plan!.removed.map(({ backupId }) => backupId)).toEqual([middle.id, oldest.id])
    await rig.prune()
    expect(await planCleanUp(rig.operations)).toEqual([])
    rig.ports.shift(25 * hourMs)
    const [later] = await planCleanUp(rig.operations)
    expect([later!.removed, idsOf(later!.ending).toSorted()]).toEqual([[], [oldest.id, middle.id].toSorted()])
    await applyPolicy(rig.operations, null, ['market_data'])
    expect(await planCleanUp(rig.operations)).toEqual([])
  })

  it('can be told to end what it sets aside at once', async () => {
    const rig = await rigOf()
    const [oldest] = await threeFulls(rig)
    const { report } = await rig.prune({ isNow: true })
    expect(report).toMatchObject({ setAsideCount: 2, endedCount: 2 })
    expect(partsOf(rig, oldest)).toEqual([null, null, null])
  })
})

describe('a pin or a hold', () => {
  it('on an increment keeps its chain, and another that is lifted does not', async () => {
    const rig = await rigOf()
    const full = await rig.take(60)
    const first = await rig.take(59, { on: full })
    const second = await rig.take(58, { on: first })
    await rig.take(1)
    await placeHold(rig.operations, { backup: first.id, name: 'case 7' })
    await pinBackup(rig.operations, second.id)
    await unpinBackup(rig.operations, second.id)
    const [plan] = await planPrune(rig.operations)
    expect(plan!.kept.find(({ backupId }) => backupId === first.id)?.reasons).toEqual([
      { rule: 'held', hold: 'case 7' },
    ])
    expect(idsOf(prunedIn((await rig.prune()).report)?.setAside)).toEqual([second.id])
    expect(await verdictOn(rig, first)).toBe('passed')
    expect(await liftHold(rig.operations, 'Case 7')).toBe(1)
    expect(idsOf(prunedIn((await rig.prune()).report)?.setAside)).toEqual([first.id, full.id])
  })

  it('on a whole database that comes within the grace brings back what was set aside', async () => {
    const rig = await rigOf()
    const [oldest, middle] = await threeFulls(rig)
    await rig.prune()
    await placeHold(rig.operations, { database: 'market_data', name: 'case 8' })
    rig.ports.shift(25 * hourMs)
    await rig.take(0)
    const { report } = await rig.prune()
    expect(idsOf(prunedIn(report)?.putBack).toSorted()).toEqual([oldest.id, middle.id].toSorted())
    expect(report).toMatchObject({ setAsideCount: 0, endedCount: 0 })
    expect(await verdictOn(rig, oldest)).toBe('passed')
  })
})
