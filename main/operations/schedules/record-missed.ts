import { createHash } from 'node:crypto'

import type { MissedRuns } from '../../../shared/domain/schedule/slot-memory.ts'
import { recordActivity, type Happening } from '../activity/record-activity.ts'
import type { OperationsContext } from '../operations-context.ts'
import type { OpenVault } from '../vaults/vault-session.ts'
import { instantOf } from '../world.ts'
import type { Planned } from './planned-work.ts'

/** The same for the same runs, whichever program says so and however often: the history has them once. */
function idOf({ ledgerId, schedule }: Planned, { from, to }: MissedRuns): string {
  const digest = createHash('sha256').update(`missed ${ledgerId} ${schedule.id} ${from} ${to}`).digest('hex')
  const parts = [digest.slice(0, 8), digest.slice(8, 12), `4${digest.slice(13, 16)}`]
  return [...parts, `8${digest.slice(17, 20)}`, digest.slice(20, 32)].join('-')
}

function subjectOf({ work, schedule: { type, label } }: Planned): Partial<Happening> {
  if (work.kind === 'clean_up') return { kind: 'prune' }
  if (work.kind === 'system') return { kind: 'system_backup', type, label }
  return { databaseId: work.record.id, database: work.record.name, type, label }
}

/** Says in the history, once for each, that runs were due and were not made. */
export async function recordMissed(
  context: OperationsContext,
  vault: OpenVault,
  planned: Planned,
  missed: readonly MissedRuns[],
): Promise<void> {
  for (const runs of missed) {
    await recordActivity(context, vault, {
      kind: 'backup',
      ...subjectOf(planned),
      id: idOf(planned, runs),
      result: 'missed',
      startedAt: instantOf(context.world.ports.clock),
      durationMs: 0,
      fault: { code: 'RUN_MISSED', ...runs },
      slotAt: runs.to,
    })
  }
}
