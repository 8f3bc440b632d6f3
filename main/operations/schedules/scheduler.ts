import { faultOf, type Fault } from '../../../shared/domain/fault.ts'
import {
  begunSlot,
  endedSlot,
  interruptedRun,
  rewoundSlot,
  type SlotDecision,
} from '../../../shared/domain/schedule/decide-slot.ts'
import type { MissedReason, SlotMemory } from '../../../shared/domain/schedule/slot-memory.ts'
import { listLeases, schedulesPaused } from '../../engine/engine.ts'
import { syncCatalog } from '../catalog/sync-catalog.ts'
import { lookRepeatedly } from '../look-repeatedly.ts'
import type { OperationsContext } from '../operations-context.ts'
import { policiesOf } from '../policies/list-policies.ts'
import { archivesOf } from '../system/list-system.ts'
import { withinLimit } from '../within-limit.ts'
import { holdSchedules, type Acting, type SchedulesHolder } from './hold-schedules.ts'
import { lookAtSlots } from './look-at-slots.ts'
import { plannedCleanUp, plannedWork, type Planned } from './planned-work.ts'
import { recordMissed } from './record-missed.ts'
import { scheduledJob } from './scheduled-job.ts'
import { slotJob, type SlotSurroundings } from './slot-run.ts'

/** Runs what is due in the open vault, where no other program does. */
export interface Scheduler {
  /** Looks once at what is due and queues it. Never rejects. One look at a time. */
  look(): Promise<void>
  /** What this program holds if it is the one that acts: for what else is done by one program only. Rejects with the system's errors. */
  acting(): Promise<Acting | null>
  /** What kept the last look from being made; null: nothing did. */
  obstacle(): Fault | null
  /** Looks every 15 seconds. */
  start(): void
  /** Begins nothing more. What runs goes on, and is remembered as ended while the part is held. */
  stop(): Promise<void>
  /** Lets another program act: when what ran has ended. */
  letGo(): Promise<void>
}

const everyMs = 15_000
/** A look at a vault that hangs is waited for no longer when this program is to stop. */
const lastWaitMs = 30_000
/** Queued at once: the queue is looked through at each turn, and what waits here has to be claimed by somebody when this program dies. */
const mostPending = 50
/** A slot that can't be claimed (the vault is full) is tried again after so long. */
const tryAgainMs = 10 * 60_000

type Run = Extract<SlotDecision, { do: 'run' }>

/** What is found out once for all schedules of one look. */
interface Look {
  readonly nowMs: number
  readonly isPaused: boolean
  /** Names of databases that a job works on now, in whichever program. */
  readonly atWork: ReadonlySet<string>
}

function keyOf({ ledgerId, schedule }: Planned): string {
  return `${ledgerId} ${schedule.id}`
}

function blockOf({ work }: Planned, { isPaused, atWork }: Look): MissedReason | null {
  if (isPaused) return 'paused'
  if (work.kind !== 'backup') return null
  if (work.record.recoveryStartedAt !== undefined) return 'under_recovery'
  return atWork.has(work.record.name) ? 'overtaken' : null
}

class VaultScheduler implements Scheduler {
  private readonly context: OperationsContext
  private readonly holder: SchedulesHolder
  private readonly around: SlotSurroundings
  /** Slots that wait in the queue or run. */
  private readonly pending = new Set<string>()
  /** Why a slot that is due was not begun at an earlier look. */
  private readonly blocked = new Map<string, MissedReason>()
  private readonly unclaimed = new Map<string, { readonly slotMs: number; readonly atMs: number }>()
  private looking: Promise<void> | null = null
  private lastObstacle: Fault | null = null
  private isStopped = false
  private stopLooking: () => void = () => undefined

  constructor(context: OperationsContext) {
    this.context = context
    this.holder = holdSchedules(context)
    this.around = {
      context,
      mayBegin: async (acting) => !this.isStopped && (await this.holder.isStill(acting)),
      mayEnd: async (acting, { fault }) =>
        !(this.isStopped && fault?.code === 'JOB_CANCELLED') && (await this.holder.isStill(acting)),
      reasonOf: (planned) => this.blocked.get(keyOf(planned)) ?? 'not_running',
    }
  }

  look(): Promise<void> {
    this.looking ??= this.lookAndRemember().finally(() => {
      this.looking = null
    })
    return this.looking
  }

  async acting(): Promise<Acting | null> {
    return this.isStopped ? null : this.holder.held()
  }

  obstacle(): Fault | null {
    return this.lastObstacle
  }

  start(): void {
    this.stopLooking = lookRepeatedly(this.context.world.timers, () => this.look(), { firstMs: 0, everyMs })
  }

  async stop(): Promise<void> {
    this.isStopped = true
    this.stopLooking()
    await withinLimit(this.context.world.timers, lastWaitMs, this.looking ?? Promise.resolve(), undefined)
  }

  letGo(): Promise<void> {
    return withinLimit(this.context.world.timers, lastWaitMs, this.holder.letGo(), undefined)
  }

  private async lookAndRemember(): Promise<void> {
    try {
      await this.lookOnce()
      this.lastObstacle = null
    } catch (error) {
      const fault = faultOf(error)
      this.lastObstacle = fault ?? null
      this.context.world.ports.logger.error('schedules.look', { fault: fault ?? String(error) })
    }
  }

  private async lookOnce(): Promise<void> {
    const acting = this.isStopped ? null : await this.holder.hold()
    if (acting === null) return
    const look = await this.seen(acting)
    this.context.queue.hold(look.isPaused)
    const decide = lookAtSlots(look.nowMs)
    for (const planned of await this.planned(acting)) {
      if (this.pending.has(keyOf(planned))) continue
      const memory = await this.memoryOf(acting, planned)
      const decision = decide(planned, memory)
      if (decision.do === 'run') await this.attend(acting, planned, memory, decision, look)
      if (decision.do === 'give_up' && memory !== null) await this.giveUp(acting, planned, memory, look)
      if (decision.do === 'rewind') {
        const { ledgerId, schedule } = planned
        const { toMs } = decision
        const rewound = memory === null ? begunSlot(schedule.id, toMs) : rewoundSlot(memory, toMs)
        await acting.book.keep(ledgerId, rewound)
      }
    }
  }

  private async seen({ vault }: Acting): Promise<Look> {
    const { ports } = this.context.world
    const { folder } = vault.access
    const leases = await listLeases(ports, folder)
    return {
      nowMs: ports.clock.now(),
      isPaused: (await schedulesPaused(ports, folder)) !== null,
      atWork: new Set(leases.filter(({ isAlive }) => isAlive).map(({ facts }) => facts?.subject ?? '')),
    }
  }

  private async planned({ vault }: Acting): Promise<readonly Planned[]> {
    const { byId } = await policiesOf(this.context, vault)
    const ofPolicies = plannedWork(byId, vault.catalog.databases.all())
    const all = [...ofPolicies, plannedCleanUp()]
    return all.toSorted((one, other) => one.priority - other.priority)
  }

  /**
   * What is remembered. Where nothing can be read any more it begins now: what is not known to have run must not run twice. So does what
   * has no beginning of its own, the clean-up.
   */
  private async memoryOf(
    { book }: Acting,
    { ledgerId, schedule, work }: Planned,
  ): Promise<SlotMemory | null> {
    const memory = book.find(ledgerId, schedule.id)
    if (memory !== null || (work.kind !== 'clean_up' && !book.isDamaged(ledgerId))) return memory
    const begun = begunSlot(schedule.id, this.context.world.ports.clock.now())
    await book.keep(ledgerId, begun)
    return begun
  }

  private async attend(
    acting: Acting,
    planned: Planned,
    memory: SlotMemory | null,
    decision: Run,
    look: Look,
  ): Promise<void> {
    const key = keyOf(planned)
    const block = blockOf(planned, look)
    if (block !== null) {
      this.blocked.set(key, block)
      return
    }
    if (memory?.open != null) await this.takeUp(acting, planned, memory)
    const isOpenEnded = acting.book.find(planned.ledgerId, planned.schedule.id)?.open === null
    if (memory?.open != null && isOpenEnded) return
    const last = this.unclaimed.get(key)
    const isTooSoon = last?.slotMs === decision.slotMs && look.nowMs - last.atMs < tryAgainMs
    if (!isTooSoon && this.pending.size < mostPending) this.submit(acting, planned, decision)
  }

  /** A run that died with its program too often: said in the history, unless it is still at work or its backup is there. */
  private async giveUp(acting: Acting, planned: Planned, memory: SlotMemory, look: Look): Promise<void> {
    if (blockOf(planned, look) !== null) return
    await this.takeUp(acting, planned, memory)
    if (acting.book.find(planned.ledgerId, planned.schedule.id)?.open === null) return
    await recordMissed(this.context, acting.vault, planned, interruptedRun(memory))
    await acting.book.keep(planned.ledgerId, endedSlot(memory))
  }

  /** A run whose program died before it told its end: what it may not have said is said, and if its backup is there it has ended. */
  private async takeUp(acting: Acting, planned: Planned, memory: SlotMemory): Promise<void> {
    await recordMissed(this.context, acting.vault, planned, memory.missed)
    if (!(await this.wasMade(acting, planned, memory))) return
    await acting.book.keep(planned.ledgerId, endedSlot(memory))
  }

  private async wasMade({ vault }: Acting, { work }: Planned, { open }: SlotMemory): Promise<boolean> {
    if (open === null || work.kind === 'clean_up') return false
    if (work.kind === 'system') {
      const { archives } = await archivesOf(this.context, vault)
      return archives.some(({ slotAt }) => slotAt === open.slotAt)
    }
    await syncCatalog(this.context.world.ports, vault.access, vault.catalog)
    const newest = { sort: 'takenAt', descending: true, offset: 0, limit: 20 } as const
    const { rows } = vault.catalog.backups.page({ databaseId: work.record.id, ...newest })
    return rows.some(({ slotAt }) => slotAt === open.slotAt)
  }

  private submit(acting: Acting, planned: Planned, { slotMs }: Run): void {
    const first = scheduledJob(this.context, acting.vault, planned, new Date(slotMs).toISOString())
    if (first === null) return
    const key = keyOf(planned)
    this.pending.add(key)
    const { ended } = this.context.queue.submit(slotJob(this.around, acting, planned, first))
    void this.follow(acting, planned, slotMs, ended)
  }

  private async follow(
    { book }: Acting,
    planned: Planned,
    slotMs: number,
    ended: Promise<unknown>,
  ): Promise<void> {
    await ended
    const key = keyOf(planned)
    this.pending.delete(key)
    const memory = book.find(planned.ledgerId, planned.schedule.id)
    if (memory === null || Date.parse(memory.dealtUpTo) < slotMs) {
      this.unclaimed.set(key, { slotMs, atMs: this.context.world.ports.clock.now() })
      return
    }
    this.blocked.delete(key)
    this.unclaimed.delete(key)
  }
}

/** A scheduler of this process; it acts in whichever vault is open. */
export function createScheduler(context: OperationsContext): Scheduler {
  return new VaultScheduler(context)
}
