import fs from 'node:fs'
import path from 'node:path'

import { afterEach, describe, expect, it } from 'vitest'

import { manifestOf } from '../../../main/engine/engine.ts'
import { takeBackups } from '../../../main/operations/backups/take-backups.ts'
import { databasesDue } from '../../../main/operations/drills/choose-drills.ts'
import { startDrill } from '../../../main/operations/drills/start-drill.ts'
import { reportHealth } from '../../../main/operations/monitoring/report-health.ts'
import { enablePolicy, savePolicy } from '../../../main/operations/policies/save-policy.ts'
import { beginRecovery } from '../../../main/operations/restores/recovery-mark.ts'
import { setSchedulesPaused } from '../../../main/operations/schedules/view-schedules.ts'
import { rebuildCatalog } from '../../../main/operations/vaults/rebuild-catalog.ts'
import { verifyBackups } from '../../../main/operations/verifications/verify-backups.ts'
import type { HealthCause } from '../../../shared/domain/health/health-cause.ts'
import { causesOf, type HealthReport } from '../../../shared/domain/health/health-report.ts'
import type { StoredBackup } from '../../../shared/domain/protection.ts'
import {
  monitoringRig,
  testTime,
  type MonitoringRig,
  type TestTime,
} from '../../support/monitoring/monitoring-rig.ts'
import { closeRigs, policyOf } from '../../support/schedules/scheduling-rig.ts'

afterEach(closeRigs)

/** Of a morning at five; what is taken at six each day is late from seven on. */
async function atFive(): Promise<{ rig: MonitoringRig; time: TestTime }> {
  const time = testTime('2026-11-27T05:00:00.000Z')
  return { rig: await monitoringRig(time), time }
}

async function reportOf({ context }: MonitoringRig): Promise<HealthReport> {
  return (await reportHealth(context)).report
}

async function causesAt(rig: MonitoringRig): Promise<readonly HealthCause[]> {
  return causesOf(await reportOf(rig))
}

async function take({ operations, databaseId }: MonitoringRig): Promise<StoredBackup> {
  const [backup] = takeBackups(operations, { databases: [databaseId], type: 'incremental', label: 'manual' })
  const { fault } = await backup!.ended
  expect(fault).toBeUndefined()
  return operations.session.reachable().catalog.backups.newest(databaseId)!
}

/** Turns over bytes in the middle of a file. */
function damage(file: string): void {
  const bytes = fs.readFileSync(file)
  bytes.fill(0xa5, bytes.length >> 1, (bytes.length >> 1) + 16)
  fs.writeFileSync(file, bytes)
}

describe('recent backups', () => {
  it('are late an hour after a daily one was due, and say that nothing runs schedules', async () => {
    const { rig, time } = await atFive()
    // The database, and the complete system, which each new vault has a policy for.
    expect((await reportOf(rig)).checks.recent_backups).toMatchObject({ status: 'passed', checkedCount: 2 })
    time.set('2026-11-27T06:59:59.000Z')
    expect(await causesAt(rig)).toEqual([])
    time.set('2026-11-27T07:00:00.000Z')
    expect(await causesAt(rig)).toEqual([
      {
        kind: 'backup_delayed',
        databaseId: rig.databaseId,
        database: 'prices',
        dueAt: '2026-11-27T06:00:00.000Z',
        newestAt: null,
        because: 'not_running',
        threshold: { ms: 3_600_000, from: 'schedule', policy: '0 6 * * *' },
      },
    ])
  })

  it('are late in proportion to the schedule, five minutes at least', async () => {
    const { rig, time } = await atFive()
    const policy = policyOf('*/30 * * * *')
    await savePolicy(rig.operations, policy, rig.policyId)
    time.set('2026-11-27T05:34:59.000Z')
    expect(await causesAt(rig)).toEqual([])
    time.set('2026-11-27T05:35:00.000Z')
    expect(await causesAt(rig)).toMatchObject([{ dueAt: '2026-11-27T05:30:00.000Z' }])
  })

  it('are late, slow and without a drill by what their policy says, and say so', async () => {
    const { rig, time } = await atFive()
    const [name, hour] = ['0 6 * * *', 3_600_000]
    const health = { oldestBackupHours: 12, drillEveryDays: 1 }
    await savePolicy(rig.operations, { ...policyOf(name), health }, rig.policyId)
    const { takenAt } = await take(rig)
    time.set('2026-11-27T16:59:59.000Z')
    expect(await causesAt(rig)).toEqual([])
    time.set('2026-11-27T17:00:00.000Z')
    expect(await causesAt(rig)).toMatchObject([
      {
        kind: 'backup_delayed',
        dueAt: '2026-11-27T17:00:00.000Z',
        newestAt: takenAt,
        because: 'not_running',
        threshold: { ms: 12 * hour, from: 'policy', policy: name },
      },
    ])
    const { context } = rig
    const due = async (): Promise<number> => (await databasesDue(context, context.session.reachable())).length
    const [drilled] = takeBackups(rig.operations, {
      databases: [rig.databaseId],
      type: 'full',
      label: 'manual',
    })
    await drilled!.ended
    await startDrill(context, context.session.reachable().catalog.backups.newest(rig.databaseId)!).ended
    time.set('2026-11-28T16:59:59.000Z')
    expect(await due()).toBe(0)
    time.set('2026-11-28T17:00:00.000Z')
    expect(await due()).toBe(1)
    time.set('2026-11-30T17:00:00.000Z')
    expect((await causesAt(rig)).filter(({ kind }) => kind === 'drill_overdue')).toMatchObject([
      { threshold: { ms: 72 * hour, from: 'policy', policy: name } },
    ])
  })

  it('may be older than a schedule leaves them, where the policy says so', async () => {
    const { rig, time } = await atFive()
    const health = { oldestBackupHours: 48 }
    await savePolicy(rig.operations, { ...policyOf('0 6 * * *'), health }, rig.policyId)
    await take(rig)
    time.set('2026-11-29T04:59:59.000Z')
    expect(await causesAt(rig)).toEqual([])
    time.set('2026-11-29T05:00:00.000Z')
    expect(await causesAt(rig)).toMatchObject([{ kind: 'backup_delayed' }])
  })

  it('are there where nothing had changed', async () => {
    const { rig, time } = await atFive()
    await take(rig)
    time.set('2026-11-27T06:00:01.000Z')
    expect((await take(rig)).takenAt).toBe('2026-11-27T05:00:00.000Z')
    time.set('2026-11-28T06:59:59.000Z')
    expect(await causesAt(rig)).toEqual([])
  })

  it.each([
    ['paused', ({ operations }: MonitoringRig) => setSchedulesPaused(operations, true)],
    ['policy_rests', ({ operations, policyId }: MonitoringRig) => enablePolicy(operations, policyId, false)],
    [
      'under_recovery',
      ({ operations, databaseId }: MonitoringRig) =>
        beginRecovery(operations, operations.session.reachable().catalog.databases.get(databaseId)!),
    ],
  ] as const)('that are missing say why: %s', async (because, rest) => {
    const { rig, time } = await atFive()
    await rest(rig)
    time.set('2026-11-27T07:00:00.000Z')
    expect(await causesAt(rig)).toMatchObject([{ kind: 'backup_delayed', because }])
  })

  it('are not known where the policy can’t be read, or the vault is away', async () => {
    const { rig } = await atFive()
    const file = path.join(rig.vault, '.holdfast', 'policies', `${rig.policyId}.json`)
    fs.writeFileSync(file, '{')
    const report = await reportOf(rig)
    expect(report.status).toBe('DEGRADED')
    expect(report.checks.recent_backups).toMatchObject({
      status: 'not_known',
      causes: [{ kind: 'not_known', detail: expect.stringContaining(rig.policyId) as string }],
    })
    const { session } = rig.operations
    const fault = { code: 'VAULT_MISSING', path: rig.vault } as const
    session.become({ state: 'unreachable', vault: session.reachable(), fault })
    fs.renameSync(rig.vault, `${rig.vault}-away`)
    const away = await reportOf(rig)
    expect([away.checks.recent_backups.status, away.checks.storage_capacity.status]).toEqual([
      'not_known',
      'not_known',
    ])
    fs.renameSync(`${rig.vault}-away`, rig.vault)
  })

  it('are counted apart for a database without a schedule', async () => {
    const { rig } = await atFive()
    await savePolicy(rig.operations, { ...policyOf('0 6 * * *'), schedules: [] }, rig.policyId)
    expect((await reportOf(rig)).checks.recent_backups).toMatchObject({
      checkedCount: 1,
      unscheduledCount: 1,
    })
  })
})

describe('the other checks', () => {
  it('find a bad validation of the newest backup, so many in a row as there are, and a good one after them', async () => {
    const { rig } = await atFive()
    const backup = await take(rig)
    const file = path.join(rig.vault, backup.file)
    const whole = fs.readFileSync(file)
    damage(file)
    const verify = async (): Promise<string> => {
      await verifyBackups(rig.operations, [{ backup, file: backup.file }])[0]!.ended
      return (await reportOf(rig)).checks.validation_status.status
    }
    for (const failuresInARow of [1, 2]) {
      expect(await verify()).toBe('degraded')
      expect(await causesAt(rig)).toMatchObject([
        { kind: 'validation_failed', database: 'prices', failuresInARow },
      ])
    }
    fs.writeFileSync(file, whole)
    expect(await verify()).toBe('passed')
  })

  it('do not know of a manifest that says nothing', async () => {
    const { rig } = await atFive()
    const { file } = await take(rig)
    damage(path.join(rig.vault, manifestOf(file)))
    await rebuildCatalog(rig.operations)
    expect((await reportOf(rig)).checks.validation_status).toMatchObject({
      status: 'not_known',
      causes: [{ detail: expect.stringContaining(file) as string }],
    })
  })

  it('find a file system that is too full, by the setting, and one that does not tell', async () => {
    const { rig } = await atFive()
    const { world } = rig.context
    const withFiles = (freeBytes: () => Promise<number>): MonitoringRig => {
      const files = { ...world.ports.files, totalBytes: () => Promise.resolve(1000), freeBytes }
      return { ...rig, context: { ...rig.context, world: { ...world, ports: { ...world.ports, files } } } }
    }
    const full = withFiles(() => Promise.resolve(140))
    expect(await causesAt(full)).toEqual([{ kind: 'storage_capacity', usedShare: 0.86, freeBytes: 140 }])
    await rig.operations.settings.change({ storageUsedPerCent: 87 })
    expect(await causesAt(full)).toEqual([])
    const silent = withFiles(() => Promise.reject(new Error('it does not answer')))
    expect((await reportOf(silent)).checks.storage_capacity.status).toBe('not_known')
    expect((await reportOf(rig)).checks.storage_capacity.checkedCount).toBe(1)
  })
})
