import fs from 'node:fs'
import os from 'node:os'
import path from 'node:path'

import { createRouterClient } from '@orpc/server'

import { composeBackend } from '../../main/compose/compose-backend.ts'
import { forkWithNode } from '../../main/jobs/fork-with-node.ts'
import { openCatalog } from '../../main/operations/catalog/open-catalog.ts'
import { viewDatabases, viewOverview } from '../../main/operations/databases/view-databases.ts'
import { buildInventory } from '../../main/operations/inventory/build-inventory.ts'
import { gatherFacts } from '../../main/operations/monitoring/gather-facts.ts'
import { listObjectives } from '../../main/operations/objectives/list-objectives.ts'
import { viewCalendar } from '../../main/operations/objectives/view-calendar.ts'
import { viewObjective } from '../../main/operations/objectives/view-objective.ts'
import type { OperationsContext } from '../../main/operations/operations-context.ts'
import { thresholdsOf } from '../../shared/domain/health/health-report.ts'
import { judgeHealth } from '../../shared/domain/health/judge-health.ts'
import { noDoors } from '../support/no-doors.ts'
import { backupOf, entryOf, idOf } from '../unit/operations/record-samples.ts'

/** What a catalog of many backups costs: 1,000 databases and 10,000 of them, with 100 backups and 100 runs each. */

const dayMs = 86_400_000
const backupsEach = 100
const folder = fs.mkdtempSync(path.join(os.tmpdir(), 'holdfast-scale-'))

interface Cost {
  readonly cpuMs: number
  readonly wallMs: number
}

/** The cheaper of two: the first reads the catalog's pages from the disk. */
async function costOf(work: () => unknown): Promise<Cost> {
  let least: Cost | null = null
  for (let n = 0; n < 2; n += 1) {
    const [begin, cpu] = [performance.now(), process.cpuUsage()]
    await work()
    const { user, system } = process.cpuUsage(cpu)
    const cost = { cpuMs: (user + system) / 1000, wallMs: performance.now() - begin }
    if (least === null || cost.cpuMs < least.cpuMs) least = cost
  }
  return least!
}

function fill(catalog: ReturnType<typeof openCatalog>, databases: number, policyId: string): void {
  const now = Date.now()
  const registeredAt = new Date(now - 400 * dayMs).toISOString()
  for (let first = 1; first <= databases; first += 1000) {
    catalog.together(() => {
      for (let database = first; database < Math.min(first + 1000, databases + 1); database += 1) {
        const [id, name] = [idOf(database), `database_${database}`]
        catalog.databases.put({
          id,
          name,
          tier: 'core',
          path: `/x/${name}.db`,
          registeredAt,
          policyId,
          policySince: registeredAt,
        })
        for (let n = 0; n < backupsEach; n += 1) {
          const takenAt = new Date(now - (backupsEach - 1 - n) * dayMs - 3_600_000).toISOString()
          const record = backupOf(database, n, { takenAt })
          catalog.backups.put(record, null)
          catalog.history.add(
            entryOf(database * backupsEach + n, {
              databaseId: id,
              database: name,
              backupId: record.id,
              startedAt: takenAt,
            }),
          )
        }
      }
    })
  }
}

const backend = await composeBackend({
  by: 'browser',
  jobs: (logger) => forkWithNode({ logger }),
  homeFolder: path.join(folder, 'home'),
  host: noDoors,
  env: { HOLDFAST_KEYCHAIN: 'off', HOLDFAST_SCHEDULES: 'off' },
})

async function checkHealth(context: OperationsContext): Promise<void> {
  const facts = await gatherFacts(context, context.session.reachable())
  judgeHealth(facts, thresholdsOf(context.settings.current()))
}

/** Shares are remembered with the vault that they are of. */
function withoutMemory(context: OperationsContext): OperationsContext {
  const vault = { ...context.session.known() }
  return { ...context, session: { ...context.session, known: () => vault } }
}

function lastYear(): { readonly fromMs: number; readonly toMs: number } {
  const toMs = Date.now()
  return { fromMs: toMs - 365 * dayMs, toMs }
}

const newestFirst = { sort: 'takenAt', descending: true, offset: 0, limit: 100 } as const

/** What is asked, by name. */
const questions: Readonly<Record<string, (context: OperationsContext) => unknown>> = {
  'health check': checkHealth,
  'inventory: every database': viewDatabases,
  'inventory: a page of all backups': ({ session }) => session.known().catalog.backups.page(newestFirst),
  'inventory: a search in all backups': ({ session }) =>
    session.known().catalog.backups.page({ ...newestFirst, search: 'database_77' }),
  overview: viewOverview,
  'objectives: every database': (context) => listObjectives(withoutMemory(context)),
  'objectives: a year of one database': (context) => viewObjective(context, idOf(7), lastYear()),
  'objectives: its calendar': (context) => viewCalendar(context, idOf(7)),
  'backup_metadata.json': ({ session }) => buildInventory(session.known().catalog, new Date().toISOString()),
}

async function costsOf(databases: number, policyId: string): Promise<ReadonlyMap<string, Cost>> {
  // A catalog that no vault stands behind, and that is therefore never brought in line with one.
  const catalog = openCatalog(path.join(folder, `${databases}.db`))
  fill(catalog, databases, policyId)
  const { session } = backend.operations
  const vault = { ...session.known(), catalog }
  const context = {
    ...backend.operations,
    session: { ...session, known: () => vault, reachable: () => vault, status: () => session.status() },
  }
  const costs = new Map<string, Cost>()
  for (const [name, ask] of Object.entries(questions)) costs.set(name, await costOf(() => ask(context)))
  catalog.close()
  return costs
}

try {
  const client = createRouterClient(backend.router, { context: backend.context })
  await client.vault.create({ folder: path.join(folder, 'vault'), key: { kind: 'none' } })
  const { policies } = await client.policies.list()
  const policyId = policies.find(({ name }) => name === 'Seven years')?.id ?? ''
  const few = await costsOf(1000, policyId)
  const many = await costsOf(10_000, policyId)
  process.stdout.write(
    '| what | 1,000 databases, ms | 10,000, ms | CPU ms | CPU of one to the other (linear: 10) |\n|---|---|---|---|---|\n',
  )
  for (const [name, { wallMs, cpuMs }] of many) {
    const before = few.get(name)!
    process.stdout.write(
      `| ${name} | ${before.wallMs.toFixed(0)} | ${wallMs.toFixed(0)} | ${cpuMs.toFixed(0)} | ${(cpuMs / before.cpuMs).toFixed(1)} |\n`,
    )
  }
} finally {
  await backend.close()
  fs.rmSync(folder, { recursive: true, force: true })
}
