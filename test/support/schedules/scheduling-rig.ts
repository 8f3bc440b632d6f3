import fs from 'node:fs'
import path from 'node:path'

import { composeOperations, type ComposedOperations } from '../../../main/compose/compose-operations.ts'
import type { Clock } from '../../../main/engine/engine.ts'
import { nodePorts } from '../../../main/engine/ports/node-ports.ts'
import { engineUseCases } from '../../../main/jobs/engine-use-cases.ts'
import { runInProcess } from '../../../main/jobs/run-in-process.ts'
import type { Operations } from '../../../main/operations/operations.ts'
import { savePolicy } from '../../../main/operations/policies/save-policy.ts'
import { createScheduler, type Scheduler } from '../../../main/operations/schedules/scheduler.ts'
import { createVault } from '../../../main/operations/vaults/create-vault.ts'
import { openVault } from '../../../main/operations/vaults/open-vault.ts'
import type { BackupType } from '../../../shared/domain/backup-record.ts'
import type { Policy, PolicyDraft } from '../../../shared/domain/policies/policy.ts'
import { policyPresets } from '../../../shared/domain/policies/policy-presets.ts'
import type { ActivityEntry } from '../../../shared/domain/views.ts'
import { tempFolder } from '../temp-folder.ts'

/** A clock that a test sets; it stands still by itself. */
export interface TestClock extends Clock {
  set(instant: string): void
}

/** A clock that shows a moment. */
export function testClock(instant: string): TestClock {
  let nowMs = Date.parse(instant)
  return {
    now: () => nowMs,
    monotonicMs: () => performance.now(),
    set: (next) => {
      nowMs = Date.parse(next)
    },
  }
}

/** One program that schedules in a vault, over real files and the engine in this process. */
export interface SchedulingRig {
  readonly operations: Operations
  readonly scheduler: Scheduler
  /** Looks once and waits until everything that it queued has ended. */
  look(): Promise<void>
  history(): readonly ActivityEntry[]
  close(): Promise<void>
}

const opened: SchedulingRig[] = []

/** A policy that runs one schedule, and keeps everything. */
export function policyOf(cron: string, type: BackupType = 'full'): PolicyDraft {
  const [weekly] = policyPresets
  const schedules = [{ type, label: 'daily', cron }] as const
  const retention = { ...weekly!.retention, days: 100_000 }
  return { ...weekly!, name: cron, tiers: [], timeZone: 'UTC', schedules, retention }
}

async function jobsEnded({ queue }: Operations): Promise<void> {
  while (queue.views().some((job) => job.endedAt === undefined && job.state !== 'waiting')) {
    await new Promise((resolve) => setTimeout(resolve, 10))
  }
}

/** Opens the vault of a folder, which is made where it is not there. With a home of its own it has a catalog of its own. */
export async function schedulingRig(
  clock: Clock,
  folder: string = tempFolder('schedules'),
  home = 'home',
): Promise<SchedulingRig> {
  const composed: ComposedOperations = await composeOperations({
    by: 'agent',
    clock,
    homeFolder: path.join(folder, home),
    env: { HOLDFAST_KEYCHAIN: 'off' },
    jobs: (logger) =>
      runInProcess({
        logger,
        useCases: engineUseCases,
        portsFor: (jobLogger) => ({ ...nodePorts(jobLogger), clock }),
      }),
  })
  const { operations } = composed
  const vault = path.join(folder, 'vault')
  if (fs.existsSync(vault)) await openVault(operations, vault)
  else await createVault(operations, vault, { kind: 'none' })
  const scheduler = createScheduler(operations)
  const rig: SchedulingRig = {
    operations,
    scheduler,
    async look() {
      await scheduler.look()
      await jobsEnded(operations)
    },
    history: () => {
      const everything = { onlyFailures: false, offset: 0, limit: 1000 }
      return operations.session.reachable().catalog.history.page(everything).rows
    },
    async close() {
      await scheduler.stop()
      await composed.close()
      await scheduler.letGo()
    },
  }
  opened.push(rig)
  return rig
}

/** Closes every rig of a test. */
export async function closeRigs(): Promise<void> {
  for (const rig of opened.splice(0)) await rig.close()
}

/** Makes a policy. */
export function makePolicy(rig: SchedulingRig, draft: PolicyDraft): Promise<Policy> {
  return savePolicy(rig.operations, draft)
}
