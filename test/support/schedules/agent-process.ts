import { setTimeout as delay } from 'node:timers/promises'

import { composeOperations } from '../../../main/compose/compose-operations.ts'
import { forkWithNode } from '../../../main/jobs/fork-with-node.ts'
import { createScheduler } from '../../../main/operations/schedules/scheduler.ts'
import { openVault } from '../../../main/operations/vaults/open-vault.ts'

// A program that runs schedules, in a process of its own, by a clock that runs fast: three hosts on one vault that a test kills.
// Arguments: home folder, vault, the real moment (ms) that the fast clock begins at, how fast it runs.
const [homeFolder, vault, beganText, speedText] = process.argv.slice(2) as [string, string, string, string]
const [beganMs, speed] = [Number(beganText), Number(speedText)]

const composed = await composeOperations({
  by: 'agent',
  homeFolder,
  clock: {
    now: () => Math.round(beganMs + (Date.now() - beganMs) * speed),
    monotonicMs: () => performance.now(),
  },
  env: { HOLDFAST_KEYCHAIN: 'off' },
  jobs: (logger) => forkWithNode({ logger }),
})
await openVault(composed.operations, vault)
const scheduler = createScheduler(composed.operations)
const stopped = Promise.withResolvers<boolean>()
process.once('SIGTERM', () => stopped.resolve(true))
while (!(await Promise.race([stopped.promise, delay(50, false)]))) await scheduler.look()
await scheduler.stop()
await composed.close()
await scheduler.letGo()
