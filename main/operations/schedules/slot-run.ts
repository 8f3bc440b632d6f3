import { FaultError } from '../../../shared/domain/fault.ts'
import { claimedSlot, endedSlot } from '../../../shared/domain/schedule/decide-slot.ts'
import type { MissedReason, SlotMemory } from '../../../shared/domain/schedule/slot-memory.ts'
import type { OperationsContext } from '../operations-context.ts'
import { policiesOf } from '../policies/list-policies.ts'
import type { Job, JobEnd, Settled } from '../queue/job-queue.ts'
import type { Acting } from './hold-schedules.ts'
import { lookAtSlots } from './look-at-slots.ts'
import { plannedWork, type Planned } from './planned-work.ts'
import { recordMissed } from './record-missed.ts'
import { scheduledJob } from './scheduled-job.ts'

/** What a slot's run asks of the scheduler. */
export interface SlotSurroundings {
  readonly context: OperationsContext
  /** Whether this program still acts, and is to begin something. */
  mayBegin(acting: Acting): Promise<boolean>
  /** Whether this program still acts, and did not cut the run off by its own end. */
  mayEnd(acting: Acting, ended: JobEnd<unknown>): Promise<boolean>
  /** Why a slot of this schedule was not begun earlier. */
  reasonOf(planned: Planned): MissedReason
}

interface Begun {
  readonly job: Job<unknown>
  readonly memory: SlotMemory
}

/**
 * While its run waited a schedule may have been removed, or its policy put to rest, or its database given another or brought under
 * recovery; null: it is not to run.
 */
async function asPlannedNow(
  context: OperationsContext,
  { vault }: Acting,
  planned: Planned,
): Promise<Planned | null> {
  const { work, ledgerId, schedule } = planned
  if (work.kind === 'clean_up') return planned
  const record = work.kind === 'backup' ? vault.catalog.databases.get(work.record.id) : null
  if (record?.recoveryStartedAt !== undefined) return null
  const { byId } = await policiesOf(context, vault)
  const now = plannedWork(byId, record === null ? [] : [record])
  return now.find((one) => one.ledgerId === ledgerId && one.schedule.id === schedule.id) ?? null
}

/** Claims what is due now, which may be a later slot than the one it was queued for. Throws JOB_CANCELLED where nothing is any more. */
async function begin(around: SlotSurroundings, acting: Acting, planned: Planned): Promise<Begun> {
  const { context } = around
  const { vault, book } = acting
  const nothing = new FaultError({ code: 'JOB_CANCELLED' })
  const current = await asPlannedNow(context, acting, planned)
  if (current === null || !(await around.mayBegin(acting))) throw nothing
  const nowMs = context.world.ports.clock.now()
  const { ledgerId, schedule } = planned
  const memory = book.find(ledgerId, schedule.id)
  const decision = lookAtSlots(nowMs)(current, memory)
  if (decision.do !== 'run') throw nothing
  const job = scheduledJob(context, vault, current, new Date(decision.slotMs).toISOString())
  if (job === null) throw nothing
  const claimed = claimedSlot(schedule.id, memory, decision, around.reasonOf(planned), nowMs)
  await book.keep(ledgerId, claimed)
  await recordMissed(context, vault, planned, claimed.missed)
  return { job, memory: claimed }
}

async function end(
  around: SlotSurroundings,
  acting: Acting,
  { ledgerId }: Planned,
  { job, memory }: Begun,
  ended: JobEnd<unknown>,
): Promise<Settled> {
  const settled = await job.settle(ended)
  // Cut off by the end of this program, it stays open, and the next one makes it again.
  if (!(await around.mayEnd(acting, ended))) return settled
  const now = acting.book.find(ledgerId, memory.scheduleId)
  if (now?.open?.claimedAt !== memory.open?.claimedAt) return settled
  await acting.book.keep(ledgerId, endedSlot(memory))
  return settled
}

/** The job of a schedule whose slot is due: claimed in the vault's memory before it begins, and said to have ended there after it. */
export function slotJob(
  around: SlotSurroundings,
  acting: Acting,
  planned: Planned,
  first: Job<unknown>,
): Job<unknown> {
  let begun: Begun | null = null
  const { kind, databaseId, database } = first
  return {
    kind,
    databaseId,
    database,
    priority: planned.priority,
    isScheduled: true,
    run: async (turn) => {
      begun = await begin(around, acting, planned)
      return begun.job.run(turn)
    },
    settle: (ended) => {
      if (begun !== null) return end(around, acting, planned, begun, ended)
      // It could not be claimed: a failure as any other, unless there was nothing to claim.
      return ended.fault?.code === 'JOB_CANCELLED' ? Promise.resolve({}) : first.settle(ended)
    },
  }
}
