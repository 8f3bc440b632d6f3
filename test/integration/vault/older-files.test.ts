import fs from 'node:fs'
import path from 'node:path'

import { expect, it } from 'vitest'

import {
  addPastReport,
  escalationText,
  listAlerts,
  listPastReports,
  parseEscalation,
  readDrill,
} from '../../../main/engine/engine.ts'
import { followCauses } from '../../../main/operations/monitoring/follow-causes.ts'
import { readClocks } from '../../../main/operations/monitoring/read-clocks.ts'
import { defaultEscalation } from '../../../shared/domain/alerts/escalation.ts'
import { drillLevels } from '../../../shared/domain/drills/drill.ts'
import { defaultThresholds } from '../../../shared/domain/health/health-report.ts'
import { pastReportOf } from '../../../shared/domain/health/health-views.ts'
import { judgeHealth } from '../../../shared/domain/health/judge-health.ts'
import { newVault, realPorts } from '../../support/engine-vault.ts'
import { tempFolder } from '../../support/temp-folder.ts'

it('an escalation of before drills had alerts is used, with the product’s rules for what it does not name', () => {
  const file = JSON.parse(escalationText(defaultEscalation)) as { matrix: Record<string, unknown> }
  delete file.matrix['drill_failed']
  delete file.matrix['drill_overdue']
  expect(parseEscalation(JSON.stringify(file))).toEqual(defaultEscalation)
})

it('a report of before drills were a check is read, and says that it made none', async () => {
  const { folder } = await newVault(tempFolder(), 'none')
  const facts = { now: '2026-11-27T05:00:00.000Z', databases: [], storage: null, unknown: [] }
  const report = pastReportOf(judgeHealth(facts, defaultThresholds))
  await addPastReport(realPorts, folder, report)
  const health = path.join(folder, '.holdfast', 'health')
  const [day] = fs.readdirSync(health)
  const line = JSON.parse(fs.readFileSync(path.join(health, day!), 'utf8')) as {
    checks: Record<string, unknown>
  }
  delete line.checks['recovery_drills']
  fs.writeFileSync(path.join(health, day!), `${JSON.stringify(line)}\n`)
  expect(await listPastReports(realPorts, folder, 10)).toEqual([report])
})

it('a drill of before its assertions were kept is read', async () => {
  const { folder } = await newVault(tempFolder(), 'none')
  const backupId = '5f1c0a52-1d0c-4a0e-9d0a-0f2b7f6f3a11'
  const level = { status: 'passed', detail: '', durationMs: 1 }
  const record = {
    formatVersion: 1,
    backupId,
    verdict: 'passed',
    restoreMs: 3,
    durationMs: 4,
    by: 'anna',
    levels: Object.fromEntries(drillLevels.map((name) => [name, level])),
    drilledAt: '2026-11-27T05:00:00.000Z',
  }
  fs.writeFileSync(path.join(folder, '.holdfast', 'drills', `${backupId}.json`), JSON.stringify(record))
  expect(await readDrill(realPorts, folder, backupId)).toMatchObject({ verdict: 'passed', assertions: [] })
})

it('an alert of before the matrix could move its steps is read', async () => {
  const { folder } = await newVault(tempFolder(), 'none')
  const now = readClocks(realPorts)
  const full = { kind: 'storage_capacity', usedShare: 0.9, freeBytes: 1 } as const
  await followCauses(realPorts, folder, [full], () => true, now)
  const alerts = path.join(folder, '.holdfast', 'alerts')
  const file = path.join(alerts, fs.readdirSync(alerts)[0]!)
  const alert = JSON.parse(fs.readFileSync(file, 'utf8')) as Record<string, unknown>
  const told = { step: 0, time: 0, openMs: 0, at: '2026-11-27T05:00:00.000Z', state: 'sent' }
  fs.writeFileSync(file, JSON.stringify({ ...alert, told: [told] }))
  expect(await listAlerts(realPorts, folder)).toMatchObject({
    records: [{ told: [{ ...told, afterMinutes: null, roles: [], skipped: [], dueMs: 0, digest: null }] }],
    damaged: [],
  })
})
