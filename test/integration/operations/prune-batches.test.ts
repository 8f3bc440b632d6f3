import path from 'node:path'

import Database from 'better-sqlite3'
import { afterEach, describe, expect, it } from 'vitest'

import { takeBackup } from '../../../main/engine/engine.ts'
import { beginReading } from '../../../main/engine/vault/backup-readers.ts'
import { listLeases } from '../../../main/engine/vault/leases.ts'
import { syncCatalog } from '../../../main/operations/catalog/sync-catalog.ts'
import { registerDatabases } from '../../../main/operations/databases/register-databases.ts'
import { applyPolicy } from '../../../main/operations/policies/apply-policy.ts'
import { startPrune } from '../../../main/operations/retention/clean-up-job.ts'
import { judgeDatabase } from '../../../main/operations/retention/judge-database.ts'
import { wantedOf } from '../../../main/operations/retention/prune-database.ts'
import { readRetentionFacts, removalsByDatabase } from '../../../main/operations/retention/retention-facts.ts'
import { undoRemovals } from '../../../main/operations/retention/undo-removal.ts'
import type { BackupRecord } from '../../../shared/domain/backup-record.ts'
import type { PruneReport } from '../../../shared/domain/retention/prune-views.ts'
import { buildDatabase } from '../../support/database-builder.ts'
import { backupOf, quietRun, realPorts } from '../../support/engine-vault.ts'
import { filesIn, hourMs, prunedIn, pruneRig, type PruneRig } from '../../support/prune-rig.ts'
import { tempFolder } from '../../support/temp-folder.ts'

const open: PruneRig[] = []
afterEach(async () => {
  for (const rig of open.splice(0)) await rig.close()
})

interface Watched {
  readonly rig: PruneRig
  /** How often the folder of the vault that the backups are in was listed. */
  readonly listed: () => number
  /** Called before each listing from now on. */
  readonly beforeListing: (work: () => Promise<void>) => void
}

async function watchedRig(): Promise<Watched> {
  let count = 0
  let before: (() => Promise<void>) | null = null
  const files = {
    ...realPorts.files,
    async list(folder: string) {
      if (path.basename(folder) === 'daily') {
        count += 1
        await before?.()
      }
      return realPorts.files.list(folder)
    },
  }
  const rig = await pruneRig(tempFolder('batches'), {}, undefined, files)
  open.push(rig)
  return {
    rig,
    listed: () => count,
    beforeListing: (work) => {
      before = work
    },
  }
}

/** So many more databases, each with an old backup, which goes, and a newer one. */
async function addDatabases(rig: PruneRig, count: number): Promise<void> {
  const paths = Array.from({ length: count }, (_, n) => path.join(rig.folder, `sheet_${n}.db`))
  for (const one of paths) buildDatabase(one, { rows: 1 })
  await registerDatabases(rig.operations, { paths, tier: 'rig' })
  const { access, catalog } = rig.vault()
  const { policyId } = catalog.databases.get(rig.record.id)!
  const records = catalog.databases.all().filter(({ id }) => id !== rig.record.id)
  await applyPolicy(
    rig.operations,
    policyId!,
    records.map(({ id }) => id),
  )
  for (const { id, name, path: source } of records) {
    for (const hoursAgo of [30, 1]) {
      const clock = { ...rig.ports.clock, now: () => rig.ports.clock.now() - hoursAgo * hourMs }
      const order = backupOf(access, source, { databaseId: id, database: name, label: 'daily', threads: 0 })
      await takeBackup({ ...rig.ports, clock }, order, quietRun())
    }
  }
  await syncCatalog(rig.ports, access, catalog)
}

async function pruneAll(rig: PruneRig): Promise<PruneReport> {
  const { outcome, fault } = await startPrune(rig.operations, {}).ended
  expect(fault).toBeUndefined()
  return outcome!
}

/** A full and increments, each of which needs all before it, for each changes another page. */
async function takeChain(rig: PruneRig, increments: number): Promise<readonly BackupRecord[]> {
  const db = new Database(rig.source)
  db.exec('CREATE TABLE wide (id INTEGER PRIMARY KEY, page BLOB)')
  for (let id = 0; id < increments; id += 1)
    db.prepare('INSERT INTO wide VALUES (?, randomblob(9000))').run(id)
  const chain = [await rig.take(100)]
  for (let id = 0; id < increments; id += 1) {
    db.prepare('UPDATE wide SET page = randomblob(9000) WHERE id = ?').run(id)
    chain.push(await rig.take(90 - id, { on: chain.at(-1)!, type: 'incremental' }))
  }
  db.close()
  return chain
}

describe('what a clean-up claims of a long chain', () => {
  it('is first what needs others, so that a part of it can end', async () => {
    const rig = await pruneRig(tempFolder('batches'))
    open.push(rig)
    const chain = await takeChain(rig, 7)
    expect(chain.at(-1)!.needs).toHaveLength(7)
    await rig.take(1)
    expect(prunedIn((await rig.prune()).report)?.setAside).toHaveLength(8)
    rig.ports.shift(25 * hourMs)

    const { operations, record } = rig
    const [context, vault, order] = [operations, rig.vault(), {}]
    const facts = await readRetentionFacts(context, vault)
    const removals = await removalsByDatabase(context, vault)
    const asked = { removals: removals.get(record.id) ?? [], hasAgreed: false }
    const registered = vault.catalog.databases.get(record.id)!
    const judgement = await judgeDatabase(context, vault, facts, registered, asked)
    const wanted = wantedOf({ context, vault, order, facts, removals }, judgement)
    expect(wanted).toEqual(chain.map(({ id }) => id).toReversed())
  })
})

describe('a clean-up of many databases', () => {
  it('looks at the vault no more often for many than for few, and so do the end and the undo', async () => {
    const { rig, listed } = await watchedRig()
    await addDatabases(rig, 14)
    const before = listed()
    expect(await pruneAll(rig)).toMatchObject({ setAsideCount: 14, endedCount: 0 })
    expect(listed() - before).toBeLessThanOrEqual(6)

    const beforeUndo = listed()
    expect(await undoRemovals(rig.operations, 'all')).toHaveLength(14)
    expect(filesIn(rig.operations)).toHaveLength(28)
    expect(listed() - beforeUndo).toBeLessThanOrEqual(2)

    expect((await pruneAll(rig)).setAsideCount).toBe(14)
    rig.ports.shift(25 * hourMs)
    const beforeEnd = listed()
    expect(await pruneAll(rig)).toMatchObject({ setAsideCount: 0, endedCount: 14 })
    expect(listed() - beforeEnd).toBeLessThanOrEqual(6)
  })

  it('leaves what somebody was reading as it began, also when that reader has ended since', async () => {
    const { rig, beforeListing } = await watchedRig()
    const old = await rig.take(49)
    const other = await rig.take(30)
    await rig.take(1)
    const reading = await beginReading(rig.ports, rig.vaultFolder, 'backup', [old.id])
    // Under the claim the vault is looked at: by then what the reader stored may need what it read.
    let isClaimed = false
    beforeListing(async () => {
      const leases = await listLeases(rig.ports, rig.vaultFolder)
      isClaimed ||= leases.some(({ facts }) => facts?.removes.includes(old.id) === true)
      if (isClaimed) await reading.end()
    })
    const { report } = await rig.prune()
    const pruned = prunedIn(report)
    expect(pruned?.setAside.map(({ backupId }) => backupId)).toEqual([other.id])
    expect(pruned?.skipped.map(({ file, fault }) => [file, fault.code])).toEqual([
      [old.file, 'BACKUP_IN_USE'],
    ])
    expect(isClaimed).toBe(true)
    expect(prunedIn((await rig.prune()).report)?.setAside).toHaveLength(1)
  })
})
