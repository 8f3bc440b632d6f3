import fs from 'node:fs'
import path from 'node:path'

import Database from 'better-sqlite3'
import { afterEach, describe, expect, it } from 'vitest'

import { listAlerts, listDrills } from '../../../main/engine/engine.ts'
import { takeBackups } from '../../../main/operations/backups/take-backups.ts'
import { viewDatabases, viewOverview } from '../../../main/operations/databases/view-databases.ts'
import { startDrill } from '../../../main/operations/drills/start-drill.ts'
import { reportHealth } from '../../../main/operations/monitoring/report-health.ts'
import { causesOf } from '../../../shared/domain/health/health-report.ts'
import type { StoredBackup } from '../../../shared/domain/protection.ts'
import type { DatabaseView } from '../../../shared/domain/views.ts'
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

async function take(
  { operations, databaseId }: MonitoringRig,
  type: 'full' | 'incremental' = 'full',
): Promise<StoredBackup> {
  const [job] = takeBackups(operations, { databases: [databaseId], type, label: 'manual' })
  await job!.ended
  return operations.session.reachable().catalog.backups.newest(databaseId)!
}

async function standing({ context }: MonitoringRig): Promise<DatabaseView> {
  return (await viewDatabases(context))[0]!
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

  it('stays a cause, and one alert, until that backup is brought back or is gone, whatever others come to', async () => {
    const { rig, time, backup } = await sceneOf()
    const contradicted = { name: 'rows', sql: 'SELECT 1', expected: { kind: 'equals', value: 2 } } as const
    const red = await startDrill(rig.operations, backup, { assertions: [contradicted] }).ended
    expect(red.outcome?.assertions).toMatchObject([{ status: 'contradicted', wanted: '2', found: '1' }])
    const kinds = async (): Promise<readonly string[]> =>
      causesOf((await reportHealth(rig.context)).report).map(({ kind }) => kind)
    expect(await kinds()).toEqual(['drill_failed'])
    await rig.turn()
    // A newer backup says nothing of the older one, drilled or not.
    const db = new Database(rig.file)
    db.exec('UPDATE series SET value = value + 1 WHERE id = 1')
    db.close()
    time.pass(1)
    const newer = await take(rig)
    expect(newer.id).not.toBe(backup.id)
    expect(await kinds()).toEqual(['drill_failed'])
    await drill(rig, newer)
    expect(await kinds()).toEqual(['drill_failed'])
    await rig.turn()
    time.pass(1)
    await startDrill(rig.operations, backup, { assertions: [contradicted] }).ended
    await rig.turn()
    expect((await listAlerts(rig.context.world.ports, rig.vault)).records).toMatchObject([
      { resolvedAt: null, opening: 1, cause: { backupId: backup.id } },
    ])
    expect(rig.messages).toHaveLength(1)
    rig.operations.session.reachable().catalog.backups.removeByFile(backup.file)
    expect(await kinds()).toEqual([])
  })

  it('is taken back by none that comes to no verdict: the backup stays red, and the database failed', async () => {
    const { rig, time, backup } = await sceneOf()
    const contradicted = { name: 'rows', sql: 'SELECT 1', expected: { kind: 'equals', value: 2 } } as const
    await startDrill(rig.operations, backup, { assertions: [contradicted] }).ended
    const { catalog } = rig.operations.session.reachable()
    const [before] = catalog.drills.ofDatabases()
    await rig.operations.settings.change({ drillScratchBytes: 1024 })
    for (let n = 0; n < 2; n += 1) {
      time.pass(1)
      expect(await drill(rig, backup)).toBe('inconclusive')
    }
    const red = { reds: [{ backupId: backup.id, verdict: 'failed', reason: { level: 'D6' } }] }
    expect(catalog.drills.ofDatabases()).toMatchObject([
      { ...red, last: { verdict: 'inconclusive' }, lastConclusiveAt: before!.lastConclusiveAt },
    ])
    expect(catalog.objectives.proved()).toMatchObject([{ backupId: null }])
    expect(await standing(rig)).toMatchObject({
      reason: { code: 'drill_failed', at: before!.lastConclusiveAt },
      newestProvedAt: null,
    })
    expect(await viewOverview(rig.context)).toMatchObject({ provedCount: 0, lastProvedAt: null })
    // Another machine reads it from the vault.
    const drills = await listDrills(rig.context.world.ports, rig.vault)
    expect(drills.records).toMatchObject([{ verdict: 'inconclusive', concluded: { verdict: 'failed' } }])
    await rig.operations.settings.change({ drillScratchBytes: 2 ** 30 })
    time.pass(1)
    expect(await drill(rig, backup)).toBe('passed')
    expect(catalog.drills.ofDatabases()).toMatchObject([{ reds: [] }])
    expect((await standing(rig)).state).toBe('proved')
  })

  it('of one chain is one cause, of the backup nearest to what is wrong; of two chains are two', async () => {
    const { rig, time, backup } = await sceneOf()
    const contradicted = { name: 'rows', sql: 'SELECT 1', expected: { kind: 'equals', value: 2 } } as const
    const redIds = (): readonly string[] =>
      rig.operations.session
        .reachable()
        .catalog.drills.ofDatabases()
        .flatMap(({ reds }) => reds.map(({ backupId }) => backupId))
    const made = [backup]
    for (const type of ['incremental', 'incremental', 'full'] as const) {
      time.pass(1)
      const db = new Database(rig.file)
      db.exec('UPDATE series SET value = value + 1')
      db.close()
      made.push(await take(rig, type))
    }
    expect(made.map(({ type }) => type)).toEqual(['full', 'incremental', 'incremental', 'full'])
    for (const n of [2, 1, 3]) {
      time.pass(1)
      await startDrill(rig.operations, made[n]!, { assertions: [contradicted] }).ended
    }
    expect(redIds()).toEqual([made[1]!.id, made[3]!.id])
    await rig.turn()
    expect(await alertsIn(rig)).toEqual(['drill_failed open', 'drill_failed open'])
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
