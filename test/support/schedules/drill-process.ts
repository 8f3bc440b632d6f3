import { setTimeout as delay } from 'node:timers/promises'

import { composeOperations } from '../../../main/compose/compose-operations.ts'
import { forkWithNode } from '../../../main/jobs/fork-with-node.ts'
import { createDrillRounds } from '../../../main/operations/drills/drill-rounds.ts'
import { createScheduler } from '../../../main/operations/schedules/scheduler.ts'
import { openVault } from '../../../main/operations/vaults/open-vault.ts'

// A program that runs drills, in a process of its own, by a clock that stands still: for a test that kills it.
// Arguments: home folder, vault, the moment.
const [homeFolder, vault, instant] = process.argv.slice(2) as [string, string, string]

const composed = await composeOperations({
  by: 'agent',
  homeFolder,
  clock: { now: () => Date.parse(instant), monotonicMs: () => performance.now() },
  env: { HOLDFAST_KEYCHAIN: 'off' },
  jobs: (logger) => forkWithNode({ logger }),
})
await openVault(composed.operations, vault)
const scheduler = createScheduler(composed.operations)
const rounds = createDrillRounds(composed.operations, scheduler)
for (;;) {
  await scheduler.look()
  await rounds.look()
  await delay(50)
}
