import fs from 'node:fs'
import path from 'node:path'

import Database from 'better-sqlite3'
import { afterEach, describe, expect, it } from 'vitest'

import { listAlerts } from '../../../main/engine/engine.ts'
import { takeBackups } from '../../../main/operations/backups/take-backups.ts'
import { startDrill } from '../../../main/operations/drills/start-drill.ts'
import { reportHealth } from '../../../main/operations/monitoring/report-health.ts'
import { causesOf } from '../../../shared/domain/health/health-report.ts'
import type { StoredBackup } from '../../../shared/domain/protection.ts'
import {
  monitoringRig,
  testTime,
  type MonitoringRig,
  type TestTime,
} from '../../support/monitoring/monitoring-rig.ts'
import { closeRigs } from '../../support/schedules/scheduling-rig.ts'

afterEach(closeRigs)

async function sceneOf(): Promise<{ rig: MonitoringRig; time: TestTime; backup: StoredBackup }> {
  const time = testTime('2026-11-27T05:00:00.000Z')
  const rig = await monitoringRig(time)
  const backup = await take(rig)
  return { rig, time, backup }
}

async function take({ operations, databaseId }: MonitoringRig): Promise<StoredBackup> {
  const [job] = takeBackups(operations, { databases: [databaseId], type: 'full', label: 'manual' })
  await job!.ended
  return operations.session.reachable().catalog.backups.newest(databaseId)!
}

async function drill({ operations }: MonitoringRig, backup: StoredBackup): Promise<string> {
  return (await startDrill(operations, backup).ended).outcome!.verdict
}

async function alertsIn({ context, vault }: MonitoringRig): Promise<readonly string[]> {
  const { records } = await listAlerts(context.world.ports, vault)
  return records.map(({ cause, resolvedAt }) => `${cause.kind} ${resolvedAt === null ? 'open' : 'resolved'}`)
}

describe('a drill that failed', () => {
  it('opens an alert, tells of it, and resolves it when a later drill of that backup passes', async () => {
    const { rig, time, backup } = await sceneOf()
    const file = path.join(rig.vault, backup.file)
    const whole = fs.readFileSync(file)
    const other = Buffer.from(whole)
    other[other.length >> 1] = other[other.length >> 1]! ^ 1
    fs.writeFileSync(file, other)
    const told: string[] = []
    rig.operations.changes.listen(({ topic }) => told.push(topic))
    expect(await drill(rig, backup)).toBe('failed')
    // A window asks for health anew, also where no program watches.
    expect(told).toContain('alerts')
    await rig.turn()
    expect(await alertsIn(rig)).toEqual(['drill_failed open'])
    expect(rig.messages.map(({ severity, roles, cause }) => [severity, roles, cause])).toMatchObject([
      ['CRITICAL', ['database_admin'], { kind: 'drill_failed', backupId: backup.id, level: 'D1' }],
    ])
    fs.writeFileSync(file, whole)
    time.pass(1)
    expect(await drill(rig, backup)).toBe('passed')
    await rig.turn()
    expect(await alertsIn(rig)).toEqual(['drill_failed resolved'])
  })

  it('is no cause any more once the newest backup passes, or the backup is gone', async () => {
    const { rig, time, backup } = await sceneOf()
    const contradicted = { name: 'rows', sql: 'SELECT 1', expected: { kind: 'equals', value: 2 } } as const
    const red = await startDrill(rig.operations, backup, { assertions: [contradicted] }).ended
    expect(red.outcome?.assertions).toMatchObject([{ status: 'contradicted', wanted: '2', found: '1' }])
    const kinds = async (): Promise<readonly string[]> =>
      causesOf((await reportHealth(rig.context)).report).map(({ kind }) => kind)
    expect(await kinds()).toEqual(['drill_failed'])
    // A newer backup that nobody drilled says nothing of the older one; once it is drilled, the database comes back.
    const db = new Database(rig.file)
    db.exec('UPDATE series SET value = value + 1 WHERE id = 1')
    db.close()
    time.pass(1)
    const newer = await take(rig)
    expect(newer.id).not.toBe(backup.id)
    expect(await kinds()).toEqual(['drill_failed'])
    await drill(rig, newer)
    expect(await kinds()).toEqual([])
    time.pass(1)
    await startDrill(rig.operations, backup, { assertions: [contradicted] }).ended
    expect(await kinds()).toEqual(['drill_failed'])
    rig.operations.session.reachable().catalog.backups.removeByFile(backup.file)
    expect(await kinds()).toEqual([])
  })
})

describe('a database without a drill', () => {
  it('is overdue after half longer than the setting, though no job runs; an inconclusive one does not count', async () => {
    const { rig, time, backup } = await sceneOf()
    const overdue = async (): Promise<readonly unknown[]> =>
      causesOf((await reportHealth(rig.context)).report).filter(({ kind }) => kind === 'drill_overdue')
    time.set('2026-12-08T04:59:59.000Z')
    expect(await overdue()).toEqual([])
    time.set('2026-12-08T05:00:00.000Z')
    expect(await overdue()).toMatchObject([
      { database: 'prices', lastAt: null, dueAt: '2026-12-08T05:00:00.000Z' },
    ])
    await rig.operations.settings.change({ drillScratchBytes: 1024 })
    expect(await drill(rig, backup)).toBe('inconclusive')
    expect(await overdue()).toHaveLength(1)
    await rig.operations.settings.change({ drillScratchBytes: 2 ** 30 })
    expect(await drill(rig, backup)).toBe('passed')
    expect(await overdue()).toEqual([])
    // Where none runs by itself, compliance’s six months are what counts.
    await rig.operations.settings.change({ drillsBySchedule: false })
    time.set('2027-06-08T04:59:59.000Z')
    expect(await overdue()).toEqual([])
    time.set('2027-06-08T05:00:00.000Z')
    expect(await overdue()).toHaveLength(1)
  })
})
