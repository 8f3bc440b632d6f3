import fs from 'node:fs'
import os from 'node:os'
import path from 'node:path'
import { monitorEventLoopDelay } from 'node:perf_hooks'
import { setTimeout as delay } from 'node:timers/promises'

import { composeOperations } from '../../main/compose/compose-operations.ts'
import { forkWithNode } from '../../main/jobs/fork-with-node.ts'
import { openCatalog, type Catalog } from '../../main/operations/catalog/open-catalog.ts'
import { reportHealth } from '../../main/operations/monitoring/report-health.ts'
import { listObjectives } from '../../main/operations/objectives/list-objectives.ts'
import { setObjective } from '../../main/operations/objectives/set-objective.ts'
import { viewCalendar } from '../../main/operations/objectives/view-calendar.ts'
import { viewObjective } from '../../main/operations/objectives/view-objective.ts'
import { createVault } from '../../main/operations/vaults/create-vault.ts'
import type { ActivityEntry } from '../../shared/domain/views.ts'
import { backupOf, idOf } from '../unit/operations/record-samples.ts'

/**
 * How long objectives and health take to answer: 10,000 databases with 100 backups each, or as HOLDFAST_BENCH_DATABASES says.
 * `node test/bench/measure-objectives.ts`
 */

const hourMs = 3_600_000
const dayMs = 24 * hourMs
const databases = Number(process.env['HOLDFAST_BENCH_DATABASES'] ?? 10_000)
const backupsOfEach = 100
const folder = fs.mkdtempSync(path.join(os.tmpdir(), 'holdfast-objectives-'))

async function timed(what: string, work: () => unknown): Promise<void> {
  const delays = monitorEventLoopDelay({ resolution: 1 })
  delays.enable()
  await delay(20)
  delays.reset()
  const begin = performance.now()
  const answer = await work()
  const ms = performance.now() - begin
  await delay(20)
  delays.disable()
  const bytes = JSON.stringify(answer)?.length ?? 0
  process.stdout.write(
    `${what.padEnd(44)} ${ms.toFixed(0).padStart(6)} ms ${(bytes / 1024).toFixed(0).padStart(7)} KiB  longest stretch ${(delays.max / 1e6).toFixed(0).padStart(5)} ms\n`,
  )
}

function entryOf(n: number, kind: 'backup' | 'drill', database: number, atMs: number): ActivityEntry {
  return {
    id: `${database}-${n}-${kind}`,
    kind,
    result: 'success',
    databaseId: idOf(database),
    database: `database_${database}`,
    backupId: backupOf(database, n).id,
    type: 'full',
    label: 'daily',
    startedAt: new Date(atMs).toISOString(),
    durationMs: 800,
    bytes: 4_000_000,
    fault: null,
    slotAt: null,
    ...(kind === 'drill' ? { measured: { scenario: 'drill', restoreMs: 90 + (database % 50) } } : {}),
  }
}

function register(catalog: Catalog, database: number, nowMs: number): void {
  const [id, name] = [idOf(database), `database_${database}`]
  const registeredAt = new Date(nowMs - 400 * dayMs).toISOString()
  catalog.databases.put({ id, name, tier: 'core', path: `/x/${name}.db`, registeredAt })
}

/** A day of one database, as the days come: every database’s before the next day’s. */
function fill(catalog: Catalog, database: number, n: number, nowMs: number): void {
  const atMs = nowMs - (backupsOfEach - n) * dayMs + (database % 600) * 60_000
  catalog.backups.put(backupOf(database, n, { takenAt: new Date(atMs).toISOString() }), null)
  catalog.history.add(entryOf(n, 'backup', database, atMs))
  if (n % 7 === 0) catalog.history.add(entryOf(n, 'drill', database, atMs + hourMs))
}

const composed = await composeOperations({
  jobs: (logger) => forkWithNode({ logger }),
  homeFolder: path.join(folder, 'home'),
  env: { HOLDFAST_KEYCHAIN: 'off' },
})
try {
  const { operations } = composed
  await createVault(operations, path.join(folder, 'vault'), { kind: 'none' })
  await setObjective(operations, { kind: 'tier', tier: 'core' }, () => ({ rpoMs: 25 * hourMs, rtoMs: {} }))
  // A catalog that no vault stands behind, and that is therefore never brought in line with one.
  const catalog = openCatalog(path.join(folder, 'many.db'))
  const vault = { ...operations.session.known(), catalog }
  const context = {
    ...operations,
    session: { ...operations.session, known: () => vault, reachable: () => vault },
  }
  const nowMs = Date.now()
  catalog.together(() => {
    for (let database = 1; database <= databases; database += 1) register(catalog, database, nowMs)
  })
  for (let n = 0; n < backupsOfEach; n += 1) {
    catalog.together(() => {
      for (let database = 1; database <= databases; database += 1) fill(catalog, database, n, nowMs)
    })
  }
  const year = { fromMs: nowMs - 365 * dayMs, toMs: nowMs }
  process.stdout.write(`${databases} databases, ${databases * backupsOfEach} backups\n`)
  await timed('objectives of every database', () => listObjectives(context))
  await timed('again', () => listObjectives(context))
  await timed('one database, a year', () => viewObjective(context, idOf(7), year))
  await timed('one database, its calendar', () => viewCalendar(context, idOf(7)))
  await timed('health, with the objectives', () => reportHealth(context))
  catalog.close()
} finally {
  await composed.close()
  fs.rmSync(folder, { recursive: true, force: true })
}
