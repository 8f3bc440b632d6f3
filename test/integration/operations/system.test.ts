import fs from 'node:fs'
import path from 'node:path'

import { afterEach, describe, expect, it } from 'vitest'

import type { Fault } from '../../../shared/domain/fault.ts'
import type { Policy } from '../../../shared/domain/policies/policy.ts'
import type { StoredArchive } from '../../../shared/domain/system-archive.ts'
import { plannedWork } from '../../../main/operations/schedules/planned-work.ts'
import { scheduledJob } from '../../../main/operations/schedules/scheduled-job.ts'
import { planArchives, retainedArchive } from '../../../main/operations/system/prune-system.ts'
import { buildDatabase } from '../../support/database-builder.ts'
import { backendRig, closeBackends, jobsEnded, type BackendRig } from './backend-rig.ts'

afterEach(closeBackends)

async function faultOf(asked: Promise<unknown>): Promise<Fault | undefined> {
  const error: unknown = await asked.then(
    () => undefined,
    (one: unknown) => one,
  )
  return (error as { data?: Fault } | undefined)?.data
}

/** A vault with two databases, and the one archive that was taken of them. */
async function withArchive(): Promise<{
  readonly rig: BackendRig
  readonly archive: StoredArchive
  readonly ids: readonly string[]
}> {
  const rig = await backendRig()
  await rig.client.vault.create({ folder: rig.vault, key: { kind: 'none' } })
  const paths = ['market_data', 'economic_data'].map((name) => path.join(rig.folder, `${name}.db`))
  for (const file of paths) buildDatabase(file, { rows: 60 })
  await rig.client.databases.add({ paths, tier: 'core' })
  await rig.client.archives.take()
  await jobsEnded(rig)
  const { archives } = await rig.client.archives.list()
  const databases = await rig.client.databases.list()
  const idOf = (name: string): string => databases.find((one) => one.name === name)!.id
  return { rig, archive: archives[0]!, ids: [idOf('market_data'), idOf('economic_data')] }
}

describe('the complete system in a program', () => {
  it('is restored when its vault’s name is typed, over files that the plan showed', async () => {
    const { rig, archive, ids } = await withArchive()
    const { client } = rig
    const { archiveId } = archive
    const plan = await client.archives.plan({ archiveId })
    expect(plan.databases.map(({ plan: one }) => one?.method)).toEqual(['swap', 'swap'])
    const wrongName = client.archives.restore({ archiveId, confirmName: 'another', replaces: [...ids] })
    expect((await faultOf(wrongName))?.code).toBe('RESTORE_NOT_CONFIRMED')
    const unseen = client.archives.restore({ archiveId, confirmName: 'vault', replaces: [ids[0]!] })
    expect((await faultOf(unseen))?.code).toBe('TARGET_CHANGED')

    const jobId = await client.archives.restore({ archiveId, confirmName: 'vault', replaces: [...ids] })
    await jobsEnded(rig)
    const { job, system } = await client.jobs.report({ jobId })
    expect(job.state).toBe('done')
    expect(system!.databases.map(({ root }) => root)).toEqual(archive.databases.map(({ root }) => root))
    for (const { safetyBackupId } of system!.databases) {
      expect((await client.backups.get({ backupId: safetyBackupId! })).label).toBe('preupdate')
    }
    const databases = await client.databases.list()
    expect(databases.map(({ recoveryStartedAt }) => recoveryStartedAt)).toEqual([undefined, undefined])
    const { rows } = await client.jobs.activity({})
    expect(rows.map(({ kind }) => kind)).toEqual(expect.arrayContaining(['system_backup', 'system_restore']))
  })

  it('brings back registrations and policies that the vault has lost, and leaves the others', async () => {
    const { rig, archive, ids } = await withArchive()
    const { client } = rig
    const { policies } = await client.policies.list()
    const lost = policies.find(({ scope }) => scope === 'system')!
    await client.policies.remove({ policyId: lost.id })
    await client.databases.remove({ databaseId: ids[0]!, confirmName: 'market_data' })
    const plan = await client.archives.plan({ archiveId: archive.archiveId })
    expect([plan.newRegistrations, plan.newPolicies]).toEqual([['market_data'], [lost.name]])
    const folder = path.join(rig.folder, 'back')
    await client.archives.restore({
      archiveId: archive.archiveId,
      toFolder: folder,
      confirmName: 'vault',
      replaces: [],
    })
    await jobsEnded(rig)
    const databases = await client.databases.list()
    expect(databases.find(({ id }) => id === ids[0])?.path).toBe(path.join(folder, 'market_data.db'))
    expect(databases.find(({ id }) => id === ids[1])?.path).toBe(path.join(rig.folder, 'economic_data.db'))
    expect((await client.policies.list()).policies.map(({ id }) => id)).toContain(lost.id)
  })

  it('says what failed of a restore, and the rest is back', async () => {
    const { rig, archive } = await withArchive()
    const [market, economic] = ['market_data', 'economic_data'].map((name) =>
      path.join(rig.folder, `${name}.db`),
    )
    fs.rmSync(market!)
    fs.mkdirSync(market!)
    fs.rmSync(economic!)
    const { archiveId } = archive
    const plan = await rig.client.archives.plan({ archiveId })
    expect(plan.databases.filter(({ refusal }) => refusal !== null)).toHaveLength(1)
    const jobId = await rig.client.archives.restore({ archiveId, confirmName: 'vault', replaces: [] })
    await jobsEnded(rig)
    const { job } = await rig.client.jobs.report({ jobId })
    expect(job.fault).toMatchObject({
      code: 'SYSTEM_RESTORE_INCOMPLETE',
      restored: 1,
      failed: [{ name: 'market_data' }],
    })
    expect(fs.statSync(economic!).isFile()).toBe(true)
  })

  it('is taken by its policy’s slot, and not where no database is registered', async () => {
    const rig = await backendRig()
    await rig.client.vault.create({ folder: rig.vault, key: { kind: 'none' } })
    const { operations } = rig.backend
    const { policies } = await rig.client.policies.list()
    const byId = new Map(policies.map((policy): [string, Policy] => [policy.id, policy]))
    const [slot] = plannedWork(byId, []).filter(({ work }) => work.kind === 'system')
    const vault = operations.session.reachable()
    const slotAt = '2026-12-01T08:00:00.000Z'
    expect(scheduledJob(operations, vault, slot!, slotAt)).toBeNull()
    const file = path.join(rig.folder, 'market_data.db')
    buildDatabase(file, { rows: 10 })
    await rig.client.databases.add({ paths: [file], tier: 'core' })
    const { fault } = await operations.queue.submit(scheduledJob(operations, vault, slot!, slotAt)!).ended
    expect(fault).toBeUndefined()
    const { rows } = await rig.client.jobs.activity({})
    expect(rows.find(({ kind }) => kind === 'system_backup')).toMatchObject({ result: 'success', slotAt })
    expect((await rig.client.archives.list()).archives.map((one) => one.slotAt)).toEqual([slotAt])
  })
})

/** Archives of the months before December 2026, and what the preset of a new vault says of them. */
async function ofMonths() {
  const { rig, archive } = await withArchive()
  const { policies } = await rig.client.policies.list()
  const policy = policies.find(({ scope }) => scope === 'system')!
  const ofMonth = (back: number, missing: StoredArchive['missing'] = []): StoredArchive => ({
    ...archive,
    archiveId: `00000000-0000-4000-8000-${String(back).padStart(12, '0')}`,
    takenAt: new Date(Date.UTC(2026, 11 - back, 1, 8)).toISOString(),
    missing,
  })
  const nowMs = Date.UTC(2026, 11, 1, 9)
  const guard = {
    hasFailed: false,
    shareAtOnce: 1,
    silenceMs: 40 * 86_400_000,
    unchangedAt: null,
    jumpedClock: null,
  }
  const planOf = (archives: readonly StoredArchive[]) =>
    planArchives(
      [policy],
      archives.map((one) => retainedArchive(one, [])),
      nowMs,
      () => guard,
    )
  return { ofMonth, planOf }
}

describe('retention of archives', () => {
  it('keeps one a month for a year, and never lets an incomplete one push out a complete one', async () => {
    const { ofMonth, planOf } = await ofMonths()
    const months = Array.from({ length: 15 }, (_, back) => ofMonth(back))
    const plan = planOf(months)
    expect(plan.kept).toHaveLength(12)
    expect(plan.removed.map(({ id }) => id).sort()).toEqual(
      months.slice(12).map(({ archiveId }) => archiveId),
    )
    const gap = [{ name: 'market_data', why: 'It is not there.' }]
    const partly = planOf([ofMonth(0, gap), ofMonth(1)])
    expect(partly.removed.map(({ id }) => id)).not.toContain(ofMonth(1).archiveId)
    const again = { ...ofMonth(0, gap), archiveId: ofMonth(20).archiveId }
    const [complete, before] = [ofMonth(0), { ...again, takenAt: '2026-12-01T07:00:00.000Z' }]
    const after = { ...again, takenAt: '2026-12-01T08:30:00.000Z' }
    expect(planOf([after, complete]).removed).toEqual([])
    expect(planOf([complete, before]).removed).toEqual([{ id: before.archiveId, rule: 'outlived' }])
  })

  it('keeps archives that lack a database as it keeps others, where there are no complete ones', async () => {
    const { ofMonth, planOf } = await ofMonths()
    const gap = [{ name: 'market_data', why: 'It is not there.' }]
    const { kept, removed } = planOf(Array.from({ length: 15 }, (_, back) => ofMonth(back, gap)))
    expect(kept).toHaveLength(12)
    expect(removed.map(({ rule }) => rule)).toEqual(['outlived', 'outlived', 'outlived'])
  })
})
