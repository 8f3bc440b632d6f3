import fs from 'node:fs'
import path from 'node:path'

import { afterEach, describe, expect, it } from 'vitest'

import { saveValidation, takeSystem, type OpenMode } from '../../../main/engine/engine.ts'
import { beginReading } from '../../../main/engine/vault/backup-readers.ts'
import { viewOverview } from '../../../main/operations/databases/view-databases.ts'
import { listPolicies } from '../../../main/operations/policies/list-policies.ts'
import { enablePolicy, removePolicy } from '../../../main/operations/policies/save-policy.ts'
import { startPrune } from '../../../main/operations/retention/clean-up-job.ts'
import {
  liftHold,
  listMarks,
  pinBackup,
  placeHold,
  unpinBackup,
} from '../../../main/operations/retention/keep-marks.ts'
import { listRemoved } from '../../../main/operations/retention/list-removed.ts'
import { undoRemovals } from '../../../main/operations/retention/undo-removal.ts'
import { archivesOf } from '../../../main/operations/system/list-system.ts'
import { planArchiveCleanUp } from '../../../main/operations/system/plan-archives.ts'
import { faultOf, type Fault } from '../../../shared/domain/fault.ts'
import type { SystemArchive } from '../../../shared/domain/system-archive.ts'
import { encryptedForm, quietRun } from '../../support/engine-vault.ts'
import { hourMs, pruneRig, type PruneRig } from '../../support/prune-rig.ts'
import { tempFolder } from '../../support/temp-folder.ts'

const open: PruneRig[] = []
afterEach(async () => {
  for (const rig of open.splice(0)) await rig.close()
})

/** Takes an archive of the rig's database at the moment of its clock. */
async function takeArchive(rig: PruneRig): Promise<SystemArchive> {
  const { access, catalog } = rig.vault()
  const request = {
    vault: access,
    databases: catalog.databases.all().map((record) => ({ record, lastFullBytes: null })),
    stored: encryptedForm,
    compressionLevel: 1,
    threads: 0,
    fullCheckLimitBytes: 2 ** 50,
    fingerprintLimitBytes: 256 << 20,
    lockWaitMs: 2000,
    slotAt: null,
  }
  return (await takeSystem(rig.ports, request, quietRun())).archive
}

interface Two {
  readonly rig: PruneRig
  /** Goes: a month has one. */
  readonly older: SystemArchive
  readonly newer: SystemArchive
}

/** A vault with two archives of one month, which is not of the machine that the test runs on. */
async function twoArchives(): Promise<Two> {
  const rig = await pruneRig(tempFolder('prune'))
  open.push(rig)
  const now = new Date(rig.ports.clock.now())
  rig.ports.shift(Date.UTC(now.getUTCFullYear(), now.getUTCMonth() + 1, 15, 12) - now.getTime())
  const older = await takeArchive(rig)
  rig.ports.shift(hourMs)
  return { rig, older, newer: await takeArchive(rig) }
}

async function prune(rig: PruneRig, order = {}) {
  const { outcome, fault } = await startPrune(rig.operations, order).ended
  return { report: outcome!, archives: outcome!.archives!, fault }
}

async function filesOf(rig: PruneRig): Promise<readonly string[]> {
  return (await archivesOf(rig.operations, rig.vault())).archives.map(({ file }) => file)
}

const filesIn = (removals: readonly { readonly file: string }[]): readonly string[] =>
  removals.map(({ file }) => file)

function bytesOf(rig: PruneRig, { file }: SystemArchive, record = '.contents.json'): readonly Buffer[] {
  return ['', record].map((ending) => fs.readFileSync(path.join(rig.vaultFolder, file + ending)))
}

async function metadataOf(rig: PruneRig) {
  rig.vault().inventory.touch()
  await rig.vault().inventory.flush()
  const text = fs.readFileSync(path.join(rig.vaultFolder, 'backup_metadata.json'), 'utf8')
  return (
    JSON.parse(text) as {
      backup_inventory: {
        total_backups: number
        total_size_gb: number
        databases: Record<string, Record<string, unknown>>
        retention_summary: Record<string, unknown>
      }
    }
  ).backup_inventory
}

async function refused(asked: Promise<unknown>): Promise<Fault['code'] | undefined> {
  return faultOf(await asked.catch((error: unknown) => error))?.code
}

describe('a clean-up of archives', () => {
  it('sets aside, and ends what its grace is over for, with the counts and bytes that went', async () => {
    const { rig, older, newer } = await twoArchives()
    await saveValidation(rig.ports, rig.vaultFolder, older.archiveId, older.validation)
    const before = bytesOf(rig, older)
    const freedBytes = before.reduce((sum, { length }) => sum + length, 0)

    const first = await prune(rig)
    expect(first.fault).toBeUndefined()
    expect(filesIn(first.archives.setAside)).toEqual([older.file])
    expect(first.report).toMatchObject({ setAsideCount: 1, endedCount: 0, freedBytes: 0, databases: [] })
    expect(await filesOf(rig)).toEqual([newer.file])
    expect(bytesOf(rig, older, '.removed.json')).toEqual(before)

    rig.ports.shift(23 * hourMs)
    expect((await prune(rig)).report).toMatchObject({ setAsideCount: 0, endedCount: 0 })
    const [removal] = await listRemoved(rig.operations, { subject: 'archive' })
    expect(removal).toMatchObject({ backupId: older.archiveId, state: 'aside', rule: 'outlived' })
    expect((await planArchiveCleanUp(rig.operations)).setAside).toEqual([removal])

    rig.ports.shift(2 * hourMs)
    const last = await prune(rig)
    expect(filesIn(last.archives.ended)).toEqual([older.file])
    expect(last.report).toMatchObject({ setAsideCount: 0, endedCount: 1, freedBytes })
    const left = fs.readdirSync(path.join(rig.vaultFolder, 'monthly'))
    expect(left.toSorted()).toEqual(
      [newer.file, `${newer.file}.contents.json`].map((file) => path.basename(file)),
    )
    expect(
      fs.existsSync(path.join(rig.vaultFolder, '.holdfast', 'validations', `${older.archiveId}.json`)),
    ).toBe(false)
    expect(await listRemoved(rig.operations)).toEqual([])
    const { rows } = rig.vault().catalog.history.page({ onlyFailures: false, offset: 0, limit: 50 })
    const told = rows.filter(({ backupId }) => backupId === older.archiveId)
    const facts = told.map(({ kind, databaseId, bytes }) => [kind, databaseId, bytes])
    expect(facts).toHaveLength(2)
    expect(facts).toEqual(
      expect.arrayContaining([
        ['prune', null, freedBytes],
        ['set_aside', null, null],
      ]),
    )
    const summary = (await metadataOf(rig)).retention_summary
    expect(summary).toMatchObject({ expired_backups_cleaned: 1 })
  })

  it('is undone by name, by id or altogether, byte for byte, until it has ended', async () => {
    const { rig, older, newer } = await twoArchives()
    const before = bytesOf(rig, older)
    const name = path.basename(older.file)
    for (const called of [[name], [older.archiveId.slice(0, 8)], 'all'] as const) {
      await prune(rig)
      expect(await filesOf(rig)).toEqual([newer.file])
      expect(filesIn(await undoRemovals(rig.operations, called))).toEqual([older.file])
      expect(bytesOf(rig, older)).toEqual(before)
      expect(await filesOf(rig)).toEqual([newer.file, older.file])
    }
    await prune(rig, { isNow: true })
    expect(await refused(undoRemovals(rig.operations, [name]))).toBe('REMOVAL_UNKNOWN')
  })

  it('leaves what is pinned or under hold by itself or by a database in it, and the plan names that', async () => {
    const { rig, older, newer } = await twoArchives()
    const { operations } = rig
    const whyOf = async (): Promise<readonly string[]> => {
      const { kept } = await planArchiveCleanUp(operations)
      const reasons = kept.find(({ archiveId }) => archiveId === older.archiveId)?.reasons ?? []
      return reasons.map(({ rule }) => rule)
    }
    const mark = await pinBackup(operations, path.basename(older.file), 'for the audit')
    expect(mark).toMatchObject({ kind: 'pin', backupId: older.archiveId, note: 'for the audit' })
    expect(await pinBackup(operations, older.archiveId)).toEqual(mark)
    expect(await whyOf()).toEqual(['pinned'])
    expect((await prune(rig)).report.setAsideCount).toBe(0)
    expect((await listMarks(operations)).marks).toMatchObject([
      { database: 'the complete system', file: older.file },
    ])
    await placeHold(operations, { backup: older.archiveId.slice(0, 8), name: 'case 7' })
    await unpinBackup(operations, older.file)
    expect(await whyOf()).toEqual(['held'])
    await placeHold(operations, { database: 'market_data', name: 'case 8' })
    await liftHold(operations, 'case 7')
    expect(await whyOf()).toEqual(['held'])
    expect((await prune(rig)).report.setAsideCount).toBe(0)
    await liftHold(operations, 'case 8')
    expect(await whyOf()).toEqual([])
    expect(filesIn((await prune(rig)).archives.setAside)).toEqual([older.file])
    expect(await refused(pinBackup(operations, 'no_such.tar.gz'))).toBe('BACKUP_UNKNOWN')
    expect(await filesOf(rig)).toEqual([newer.file])
  })

  it('puts back what a hold keeps again, or that no policy judges any more, and rests with its policy', async () => {
    const { rig, older } = await twoArchives()
    const { operations } = rig
    const policy = (await listPolicies(operations)).policies.find(({ scope }) => scope === 'system')!
    await prune(rig)
    await placeHold(operations, { database: 'market_data', name: 'case 9' })
    rig.ports.shift(48 * hourMs)
    const held = await prune(rig)
    expect(filesIn(held.archives.putBack)).toEqual([older.file])
    expect(held.report.endedCount).toBe(0)
    await liftHold(operations, 'case 9')
    await prune(rig)
    rig.ports.shift(48 * hourMs)
    await enablePolicy(operations, policy.id, false)
    expect((await prune(rig)).archives).toMatchObject({ rests: 'policy_rests', ended: [], putBack: [] })
    await removePolicy(operations, policy.id)
    const gone = await prune(rig)
    expect(gone.archives.rests).toBe('no_policy')
    expect(await filesOf(rig)).toContain(older.file)
  })

  it('refuses after a failed verification, and with records that can’t be read, and the clean-up fails', async () => {
    const { rig, older, newer } = await twoArchives()
    await prune(rig)
    await undoRemovals(rig.operations, 'all')
    rig.ports.shift(hourMs)
    const newest = await takeArchive(rig)
    const failed = { ...newest.validation, status: 'failed' as const }
    await saveValidation(rig.ports, rig.vaultFolder, newest.archiveId, failed)
    const first = await prune(rig)
    expect(first.fault).toEqual({
      code: 'PRUNE_REFUSED',
      database: 'the complete system',
      refusal: { because: 'last_failed' },
    })
    expect(first.archives.refusal).toEqual({ because: 'last_failed' })
    const { rows } = rig.vault().catalog.history.page({ onlyFailures: true, offset: 0, limit: 9 })
    expect(rows.map(({ kind, fault }) => [kind, fault?.code])).toContainEqual(['prune', 'PRUNE_REFUSED'])
    await saveValidation(rig.ports, rig.vaultFolder, newest.archiveId, newest.validation)

    const marks = path.join(rig.vaultFolder, '.holdfast', 'keep-marks')
    fs.mkdirSync(marks, { recursive: true })
    const torn = `${rig.ports.ids.newId()}.json`
    fs.writeFileSync(path.join(marks, torn), 'torn')
    const files = [`.holdfast/keep-marks/${torn}`]
    expect((await prune(rig)).archives.refusal).toEqual({ because: 'records_damaged', files })
    expect(await filesOf(rig)).toEqual([newest.file, newer.file, older.file])
    fs.rmSync(path.join(marks, torn))
    // What is set aside must not end either while it is not known what keeps it.
    await prune(rig)
    fs.writeFileSync(path.join(marks, torn), 'torn')
    const last = await prune(rig, { isNow: true })
    expect([last.report.endedCount, last.fault?.code]).toEqual([0, 'PRUNE_REFUSED'])
    expect((await listRemoved(rig.operations))[0]?.state).toBe('aside')
  })

  it('leaves one that somebody reads, and tells of it', async () => {
    const { rig, older } = await twoArchives()
    const reading = await beginReading(rig.ports, rig.vaultFolder, 'verify', [older.archiveId])
    const { archives, fault } = await prune(rig)
    expect(archives.skipped).toMatchObject([{ file: older.file, fault: { code: 'BACKUP_IN_USE' } }])
    expect(fault).toBeUndefined()
    await reading.end()
    expect(filesIn((await prune(rig)).archives.setAside)).toEqual([older.file])
  })

  it('leaves one whose removal can’t be noted in a full vault, and tells of it', async () => {
    const { rig, older } = await twoArchives()
    const { files } = rig.operations.world.ports
    const real = { ...files }
    Object.assign(files, {
      open: (file: string, mode: OpenMode) =>
        path.basename(path.dirname(file)) === 'removed'
          ? Promise.reject(Object.assign(new Error('planned'), { code: 'ENOSPC' }))
          : real.open(file, mode),
    })
    const { archives, fault } = await prune(rig)
    expect(fault?.code).toBe('VAULT_FULL')
    expect(archives.skipped).toMatchObject([{ file: older.file, fault: { code: 'VAULT_FULL' } }])
    expect(await filesOf(rig)).toContain(older.file)
  })

  it('of certain databases leaves the archives alone, and so does a plan that did not show them', async () => {
    const { rig, older, newer } = await twoArchives()
    expect((await rig.prune()).report?.archives).toBeNull()
    const { archives, fault } = await prune(rig, { expected: [newer.archiveId] })
    expect(archives.refusal).toEqual({ because: 'plan_changed', files: [older.file] })
    expect(fault?.code).toBe('PRUNE_REFUSED')
    expect(await filesOf(rig)).toHaveLength(2)
    expect((await prune(rig, { expected: [older.archiveId] })).report.setAsideCount).toBe(1)
  })

  it('puts back an archive whose record of the removal is lost', async () => {
    const { rig, older } = await twoArchives()
    await prune(rig)
    fs.rmSync(path.join(rig.vaultFolder, '.holdfast', 'removed', `${older.archiveId}.json`))
    // It goes again at once, from then on.
    const { archives } = await prune(rig, { databases: undefined })
    expect(filesIn(archives.setAside)).toEqual([older.file])
  })
})

describe('archives in what a vault holds', () => {
  it('count in its storage and in backup_metadata.json, and not while they are set aside', async () => {
    const { rig, older, newer } = await twoArchives()
    const storageOf = async () => (await viewOverview(rig.operations)).storage
    const bytes = older.sizeBytes + newer.sizeBytes
    expect(await storageOf()).toMatchObject({ backupCount: 0, archiveCount: 2, storedBytes: bytes })
    const inventory = await metadataOf(rig)
    expect(inventory).toMatchObject({
      total_backups: 2,
      total_size_gb: Math.round(bytes / 1e3) / 1e6,
    })
    expect(Object.keys(inventory.databases)).toEqual(['full_system', 'market_data'])
    expect(inventory.databases['full_system']).toEqual({
      latest_backup: newer.takenAt,
      backup_count: 2,
      total_size_mb: Math.round(bytes / 1e3) / 1e3,
      last_validated: newer.validation.checkedAt,
      validation_status: 'passed',
    })
    await prune(rig)
    expect(await storageOf()).toMatchObject({ archiveCount: 1, storedBytes: newer.sizeBytes })
    expect((await metadataOf(rig)).databases['full_system']).toMatchObject({ backup_count: 1 })
    await undoRemovals(rig.operations, 'all')
    expect(await storageOf()).toMatchObject({ archiveCount: 2 })
  })
})
