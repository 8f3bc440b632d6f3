import fs from 'node:fs'
import path from 'node:path'

import Database from 'better-sqlite3'
import { afterEach, describe, expect, it } from 'vitest'

import { inVault, vaultPaths } from '../../../main/engine/engine.ts'
import { recordActivity } from '../../../main/operations/activity/record-activity.ts'
import { takeBackups } from '../../../main/operations/backups/take-backups.ts'
import { startDrill } from '../../../main/operations/drills/start-drill.ts'
import { listAlerts } from '../../../main/operations/monitoring/list-alerts.ts'
import { reportHealth } from '../../../main/operations/monitoring/report-health.ts'
import { listObjectives } from '../../../main/operations/objectives/list-objectives.ts'
import { setObjective } from '../../../main/operations/objectives/set-objective.ts'
import { viewCalendar } from '../../../main/operations/objectives/view-calendar.ts'
import { viewObjective } from '../../../main/operations/objectives/view-objective.ts'
import { rebuildCatalog } from '../../../main/operations/vaults/rebuild-catalog.ts'
import { verifyBackups } from '../../../main/operations/verifications/verify-backups.ts'
import type { ObjectiveParts } from '../../../shared/domain/objectives/objective.ts'
import {
  keepsRpo,
  nothingThatDay,
  type ObjectiveRow,
} from '../../../shared/domain/objectives/objective-views.ts'
import type { StoredBackup } from '../../../shared/domain/protection.ts'
import {
  monitoringRig,
  testTime,
  type MonitoringRig,
  type TestTime,
} from '../../support/monitoring/monitoring-rig.ts'
import { closeRigs } from '../../support/schedules/scheduling-rig.ts'

afterEach(closeRigs)

const begun = '2026-11-27T10:00:00.000Z'
const minute = 60_000

/** Of a morning at ten: the next run of the schedule is that of tomorrow. */
async function atTen(): Promise<{ rig: MonitoringRig; time: TestTime }> {
  const time = testTime(begun)
  return { rig: await monitoringRig(time), time }
}

async function take({ operations, databaseId }: MonitoringRig): Promise<StoredBackup> {
  const [backup] = takeBackups(operations, { databases: [databaseId], type: 'incremental', label: 'manual' })
  expect((await backup!.ended).fault).toBeUndefined()
  return operations.session.reachable().catalog.backups.newest(databaseId)!
}

function promise({ context, databaseId }: MonitoringRig, parts: Partial<ObjectiveParts>): Promise<unknown> {
  return setObjective(context, { kind: 'database', database: databaseId }, () => ({ rtoMs: {}, ...parts }))
}

async function rowOf({ context }: MonitoringRig): Promise<ObjectiveRow> {
  const [row] = (await listObjectives(context)).rows
  return row!
}

async function openAlerts({ context }: MonitoringRig): Promise<readonly string[]> {
  const { alerts } = await listAlerts(context)
  return alerts.filter(({ resolvedAt }) => resolvedAt === null).map(({ cause }) => cause.kind)
}

/** Commits something; no job runs meanwhile. */
function change({ file }: MonitoringRig): void {
  const db = new Database(file)
  db.exec('CREATE TABLE more (n)')
  db.close()
}

/** Turns over bytes in the middle of a backup. */
function damage({ vault }: MonitoringRig, { file }: StoredBackup): void {
  const payload = inVault(vault, file)
  const bytes = fs.readFileSync(payload)
  bytes.fill(0xa5, bytes.length >> 1, (bytes.length >> 1) + 16)
  fs.writeFileSync(payload, bytes)
}

describe('a promised RPO', () => {
  it('opens an alert when the newest proved state is too old, and the next proof resolves it', async () => {
    const { rig, time } = await atTen()
    await promise(rig, { rpoMs: 30 * minute })
    const { takenAt } = await take(rig)
    time.pass(29)
    await rig.turn()
    expect(await openAlerts(rig)).toEqual([])
    time.pass(2)
    await rig.monitor.look()
    const { report } = await reportHealth(rig.context)
    expect([report.status, report.checks.recent_backups.causes]).toEqual([
      'DEGRADED',
      [
        {
          kind: 'rpo_breached',
          databaseId: rig.databaseId,
          database: 'prices',
          promisedMs: 30 * minute,
          provedAt: takenAt,
          registeredAt: begun,
        },
      ],
    ])
    time.pass(60)
    await rig.turn()
    expect(await openAlerts(rig)).toEqual(['rpo_breached'])
    expect(rig.messages.map(({ severity, cause }) => [severity, cause.kind])).toContainEqual([
      'CRITICAL',
      'rpo_breached',
    ])
    change(rig)
    await take(rig)
    // A check after a job waits for as long as ten of them take.
    time.pass(1)
    await rig.turn()
    expect(await openAlerts(rig)).toEqual([])
  })

  it('is broken by a database that was never proved, counted from its registration', async () => {
    const { rig, time } = await atTen()
    await promise(rig, { rpoMs: 30 * minute })
    time.pass(31)
    const { report } = await reportHealth(rig.context)
    expect(report.checks.recent_backups.causes).toMatchObject([{ kind: 'rpo_breached', provedAt: null }])
  })

  it('follows the schedule where nobody promised one, and then opens no alert of its own', async () => {
    const { rig, time } = await atTen()
    expect((await rowOf(rig)).promised.rpo).toEqual({
      kind: 'promised',
      ms: 25 * 60 * minute,
      from: 'schedule',
    })
    time.pass(26 * 60)
    const { report } = await reportHealth(rig.context)
    expect(report.checks.recent_backups.causes.map(({ kind }) => kind)).not.toContain('rpo_breached')
  })

  it('is of the tier where the database has none, and not promised where that was said', async () => {
    const { rig } = await atTen()
    await setObjective(rig.context, { kind: 'tier', tier: 'core' }, () => ({ rpoMs: 1000, rtoMs: {} }))
    expect((await rowOf(rig)).promised.rpo).toEqual({ kind: 'promised', ms: 1000, from: 'tier' })
    await promise(rig, { rpoMs: null })
    expect((await rowOf(rig)).promised.rpo).toEqual({ kind: 'not_promised', because: 'said_of_database' })
    await setObjective(rig.context, { kind: 'tier', tier: 'core' }, () => ({ rtoMs: {} }))
    await promise(rig, {})
    expect((await rowOf(rig)).promised.rpo).toMatchObject({ from: 'schedule' })
    await expect(promise(rig, { rpoMs: 1 })).rejects.toMatchObject({ fault: { code: 'WRONG_USE' } })
  })
})

describe('what is proved', () => {
  it('is no backup that a validation or a drill found bad', async () => {
    const { rig, time } = await atTen()
    const first = await take(rig)
    time.pass(10)
    change(rig)
    const second = await take(rig)
    expect((await rowOf(rig)).provedStateAtMs).toBe(Date.parse(second.takenAt))
    damage(rig, second)
    time.pass(10)
    await verifyBackups(rig.context, [{ backup: second, file: second.file }])[0]!.ended
    expect((await rowOf(rig)).provedStateAtMs).toBe(Date.parse(first.takenAt))
    damage(rig, first)
    time.pass(10)
    const { outcome } = await startDrill(rig.context, first).ended
    expect(outcome?.verdict).toBe('failed')
    expect((await rowOf(rig)).provedStateAtMs).toBeNull()
    time.pass(10)
    const span = { fromMs: Date.parse(begun), toMs: Date.parse(begun) + 60 * minute }
    const { teeth } = await viewObjective(rig.context, 'prices', span)
    const minutes = teeth.map(({ fromMs, stateAtMs }) => [
      Math.round((fromMs - span.fromMs) / minute),
      stateAtMs === null ? null : Math.round((stateAtMs - span.fromMs) / minute),
    ])
    expect(minutes.slice(-4)).toEqual([
      [0, 0],
      [10, 10],
      [20, 0],
      [30, null],
    ])
  })

  it('is nothing that needs a damaged backup, and that again once it is whole', async () => {
    const { rig, time } = await atTen()
    await promise(rig, { rpoMs: 45 * minute })
    const base = await take(rig)
    time.pass(10)
    change(rig)
    const increment = await take(rig)
    expect([increment.type, increment.needs.map(({ id }) => id)]).toEqual(['incremental', [base.id]])
    const payload = inVault(rig.vault, base.file)
    const whole = fs.readFileSync(payload)
    damage(rig, base)
    time.pass(10)
    await verifyBackups(rig.context, [{ backup: base, file: base.file }])[0]!.ended
    expect((await rowOf(rig)).provedStateAtMs).toBeNull()
    time.pass(30)
    const { report } = await reportHealth(rig.context)
    expect(report.checks.recent_backups.causes).toMatchObject([{ kind: 'rpo_breached', provedAt: null }])
    fs.writeFileSync(payload, whole)
    await verifyBackups(rig.context, [{ backup: base, file: base.file }])[0]!.ended
    expect((await rowOf(rig)).provedStateAtMs).toBe(Date.parse(increment.takenAt))
    damage(rig, base)
    time.pass(10)
    await startDrill(rig.context, base).ended
    expect((await rowOf(rig)).provedStateAtMs).toBeNull()
    time.pass(10)
    const span = { fromMs: Date.parse(begun), toMs: Date.parse(begun) + 70 * minute }
    const { teeth, shares } = await viewObjective(rig.context, 'prices', span)
    const minutes = teeth.map(({ fromMs, stateAtMs }) => [
      Math.round((fromMs - span.fromMs) / minute),
      stateAtMs === null ? null : Math.round((stateAtMs - span.fromMs) / minute),
    ])
    expect(minutes.slice(-5)).toEqual([
      [0, 0],
      [10, 10],
      [20, null],
      [50, 10],
      [60, null],
    ])
    // Within: the first 20 minutes, and the 5 from 50 to 55.
    expect(shares!.within).toBeCloseTo(25 / 70, 2)
    const [listed] = (await listObjectives(rig.context)).rows
    expect(listed!.shares!.within / (listed!.shares!.within + listed!.shares!.outside)).toBeCloseTo(
      25 / 70,
      2,
    )
  })

  it('is no change whose full is gone', async () => {
    const { rig, time } = await atTen()
    const base = await take(rig)
    time.pass(10)
    change(rig)
    await take(rig)
    for (const file of fs.readdirSync(path.dirname(inVault(rig.vault, base.file)))) {
      if (file.startsWith(path.basename(base.file).split('.')[0]!)) {
        fs.rmSync(path.join(path.dirname(inVault(rig.vault, base.file)), file))
      }
    }
    await rebuildCatalog(rig.context)
    expect((await rowOf(rig)).provedStateAtMs).toBeNull()
  })

  it('stays red after a drill that could not find anything out', async () => {
    const { rig, time } = await atTen()
    const backup = await take(rig)
    const assertions = [{ name: 'two', sql: 'SELECT 1', expected: { kind: 'equals', value: 2 } }] as const
    time.pass(10)
    const first = await startDrill(rig.context, backup, { assertions }).ended
    expect(first.outcome?.verdict).toBe('failed')
    await rig.operations.settings.change({ drillScratchBytes: 1024 })
    time.pass(10)
    const second = await startDrill(rig.context, backup).ended
    expect(second.outcome?.verdict).toBe('inconclusive')
    expect((await rowOf(rig)).provedStateAtMs).toBeNull()
  })

  it('is still as the backup has it where nothing had changed', async () => {
    const { rig, time } = await atTen()
    await take(rig)
    time.pass(40)
    await take(rig)
    expect(rig.history()[0]?.result).toBe('no_changes_required')
    expect((await rowOf(rig)).provedStateAtMs).toBe(Date.parse(begun) + 40 * minute)
  })

  it('and what was measured outlive the catalog', async () => {
    const { rig, time } = await atTen()
    const backup = await take(rig)
    time.pass(5)
    await startDrill(rig.context, backup).ended
    time.pass(5)
    const before = await rowOf(rig)
    expect([before.rto.kind, before.lastDrill?.verdict]).toEqual(['measured', 'passed'])
    await rebuildCatalog(rig.context)
    expect(await rowOf(rig)).toEqual(before)
    const { days } = viewCalendar(rig.context, 'prices')
    expect(days).toEqual([{ ...nothingThatDay, day: '2026-11-27', backups: 1, drills: 1 }])
  })
})

describe('the calendar', () => {
  it('counts a run that found nothing changed, and a drill that found nothing out, as what they are', async () => {
    const { rig, time } = await atTen()
    const backup = await take(rig)
    time.pass(5)
    await take(rig)
    await rig.operations.settings.change({ drillScratchBytes: 1024 })
    time.pass(5)
    expect((await startDrill(rig.context, backup).ended).outcome?.verdict).toBe('inconclusive')
    expect(viewCalendar(rig.context, 'prices').days).toEqual([
      { ...nothingThatDay, day: '2026-11-27', backups: 1, unchanged: 1, inconclusive: 1 },
    ])
  })

  it('has runs that were missed on the days on which they were due', async () => {
    const { rig } = await atTen()
    const { databaseId } = rig
    const [kind, result] = ['backup', 'missed'] as const
    const runs = { slots: 4, from: '2026-11-23T06:00:00.000Z', to: '2026-11-26T06:00:00.000Z' }
    const fault = { code: 'RUN_MISSED', reason: 'not_running', ...runs } as const
    const entry = { kind, result, databaseId, database: 'prices', startedAt: begun, durationMs: 0, fault }
    await recordActivity(rig.context, rig.context.session.reachable(), entry)
    const { days } = viewCalendar(rig.context, 'prices')
    expect(days.map(({ day, missed }) => [day, missed])).toEqual([
      ['2026-11-23', 1],
      ['2026-11-24', 1],
      ['2026-11-25', 1],
      ['2026-11-26', 1],
    ])
  })
})

describe('a promised RTO', () => {
  it('opens an alert when the newest measured restore took longer, and a quicker one resolves it', async () => {
    const { rig, time } = await atTen()
    await promise(rig, { rtoMs: { complete: 3_600_000 } })
    const backup = await take(rig)
    const { databaseId } = rig
    // A restore that took two hours, as the history would have it.
    const [kind, result] = ['restore', 'success'] as const
    const entry = { kind, result, databaseId, database: 'prices', startedAt: begun, durationMs: 7_200_000 }
    await recordActivity(rig.context, rig.context.session.reachable(), entry)
    await rig.turn()
    expect(await openAlerts(rig)).toEqual(['rto_breached'])
    time.pass(1)
    await startDrill(rig.context, backup).ended
    await rig.turn()
    expect(await openAlerts(rig)).toEqual([])
    const span = { fromMs: Date.parse(begun) - minute, toMs: Date.parse(begun) + 60 * minute }
    const { measured, rto } = await viewObjective(rig.context, databaseId, span)
    expect(measured.map(({ scenario }) => scenario)).toEqual(['drill', 'complete'])
    expect(rto.complete).toMatchObject({ kind: 'measured', scenario: 'drill' })
    expect(rto.point_in_time).toMatchObject({ kind: 'estimated' })
    expect(rto.partial).toEqual({ kind: 'not_known', because: 'nothing_measured' })
  })
})

describe('a clock that is set back', () => {
  it('makes the age of what is proved not known: neither kept nor broken, and no alert ends by it', async () => {
    const { rig, time } = await atTen()
    await promise(rig, { rpoMs: 30 * minute })
    await take(rig)
    time.pass(31)
    await rig.turn()
    expect(await openAlerts(rig)).toEqual(['rpo_breached'])
    time.set('2026-11-24T10:00:00.000Z')
    await rig.monitor.look()
    const { report } = await reportHealth(rig.context)
    expect(report.status).toBe('DEGRADED')
    expect(JSON.stringify(report)).toContain('a moment that has not come, of prices')
    const { promised, provedStateAtMs } = await rowOf(rig)
    expect(keepsRpo(promised.rpo, provedStateAtMs, time.clock.now())).toBeNull()
    expect(await openAlerts(rig)).toContain('rpo_breached')
  })
})

describe('objectives that can’t be read', () => {
  it('are named, are not written over, and end no alert', async () => {
    const { rig, time } = await atTen()
    await promise(rig, { rpoMs: 30 * minute })
    time.pass(31)
    await rig.turn()
    expect(await openAlerts(rig)).toEqual(['rpo_breached'])
    fs.writeFileSync(path.join(rig.vault, vaultPaths.objectives), '{"formatVersion": 1}')
    time.pass(61)
    await rig.turn()
    expect(await openAlerts(rig)).toEqual(expect.arrayContaining(['rpo_breached', 'not_known']))
    expect((await listObjectives(rig.context)).problem).toContain('objectives.json')
    await expect(promise(rig, { rpoMs: 1000 })).rejects.toMatchObject({
      fault: { code: 'OBJECTIVES_UNREADABLE' },
    })
  })
})
