import fs from 'node:fs'
import os from 'node:os'
import path from 'node:path'
import { monitorEventLoopDelay } from 'node:perf_hooks'
import { setTimeout as delay } from 'node:timers/promises'

import { createRouterClient } from '@orpc/server'

import { composeBackend } from '../../main/compose/compose-backend.ts'
import { forkWithNode } from '../../main/jobs/fork-with-node.ts'
import { openCatalog } from '../../main/operations/catalog/open-catalog.ts'
import { previewCleanUp } from '../../main/operations/timeline/preview-clean-up.ts'
import { listLanes, viewTimeline } from '../../main/operations/timeline/view-timeline.ts'
import { noDoors } from '../support/no-doors.ts'
import { backupOf, idOf } from '../unit/operations/record-samples.ts'

/** How long the timeline takes to answer: 100,000 backups of 50 databases, and 10,000 databases. `node test/bench/measure-timeline.ts` */

const hourMs = 3_600_000
const dayMs = 24 * hourMs
const folder = fs.mkdtempSync(path.join(os.tmpdir(), 'holdfast-timeline-'))

async function timed<T>(what: string, work: () => Promise<T>): Promise<T> {
  const delays = monitorEventLoopDelay({ resolution: 1 })
  delays.enable()
  await delay(20)
  delays.reset()
  const begin = performance.now()
  const cpu = process.cpuUsage()
  const answer = await work()
  const ms = performance.now() - begin
  const { user, system } = process.cpuUsage(cpu)
  await delay(20)
  delays.disable()
  const bytes = JSON.stringify(answer)?.length ?? 0
  process.stdout.write(
    `${what.padEnd(58)} ${ms.toFixed(0).padStart(6)} ms ${((user + system) / 1000).toFixed(0).padStart(6)} ms CPU ${(bytes / 1024).toFixed(0).padStart(7)} KiB  longest stretch ${(delays.max / 1e6).toFixed(0).padStart(4)} ms\n`,
  )
  return answer
}

const backend = await composeBackend({
  by: 'browser',
  jobs: (logger) => forkWithNode({ logger }),
  homeFolder: path.join(folder, 'home'),
  host: noDoors,
  env: { HOLDFAST_KEYCHAIN: 'off' },
})
try {
  const client = createRouterClient(backend.router, { context: backend.context })
  await client.vault.create({ folder: path.join(folder, 'vault'), key: { kind: 'none' } })
  const { policies } = await client.policies.list()
  const policyId = policies.find(({ name }) => name === 'Seven years')?.id ?? ''
  // A catalog that no vault stands behind, and that is therefore never brought in line with one.
  const catalog = openCatalog(path.join(folder, 'many.db'))
  const { session } = backend.operations
  const vault = { ...session.known(), catalog }
  const context = {
    ...backend.operations,
    session: { ...session, known: () => vault, reachable: () => vault },
  }
  const now = Date.now()
  catalog.together(() => {
    for (let database = 1; database <= 10_000; database += 1) {
      const id = idOf(database)
      const name = `database_${database}`
      const at = new Date(now - 400 * dayMs).toISOString()
      catalog.databases.put({
        id,
        name,
        tier: 'core',
        path: `/x/${name}.db`,
        registeredAt: at,
        policyId,
        policySince: at,
      })
      if (database > 50) continue
      let full = backupOf(database, 0)
      let needs: { id: string; file: string }[] = []
      for (let n = 0; n < 2000; n += 1) {
        const isFull = n % 28 === 0
        const takenAt = new Date(now - (2000 - n) * 6 * hourMs).toISOString()
        const record = backupOf(database, n, {
          takenAt,
          type: isFull ? 'full' : 'incremental',
          needs: isFull ? [] : needs,
        })
        if (isFull) full = record
        needs = isFull ? [{ id: full.id, file: full.file }] : [...needs, { id: record.id, file: record.file }]
        catalog.backups.put(record, null)
      }
    }
  })
  const ids = Array.from({ length: 50 }, (_, n) => idOf(n + 1))
  const wide = { fromMs: now - 600 * dayMs, toMs: now + 7 * 365 * dayMs }
  const month = { fromMs: now - 20 * dayMs, toMs: now + 10 * dayMs }
  await timed('reading 50 lanes of the catalog', async () => {
    for (const id of ids) catalog.lanes.ofDatabase(id)
  })
  await timed('every lane of 10,000 databases', () => listLanes(context))
  await timed('50 lanes, 100,000 backups, nine years, first time', () =>
    viewTimeline(context, { ...wide, databaseIds: ids }),
  )
  await timed('again', () => viewTimeline(context, { ...wide, databaseIds: ids }))
  await timed('50 lanes, a month', () => viewTimeline(context, { ...month, databaseIds: ids }))
  await timed('12 lanes, a month', () => viewTimeline(context, { ...month, databaseIds: ids.slice(0, 12) }))
  await timed('12 lanes, 500 days, each backup', () =>
    viewTimeline(context, {
      fromMs: now - 500 * dayMs,
      toMs: now + 10 * dayMs,
      databaseIds: ids.slice(0, 10),
    }),
  )
  await timed('what the next clean-up removes of everything', () => previewCleanUp(context, undefined))
  catalog.close()
} finally {
  await backend.close()
  fs.rmSync(folder, { recursive: true, force: true })
}
