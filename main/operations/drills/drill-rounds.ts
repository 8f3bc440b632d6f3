import { faultOf } from '../../../shared/domain/fault.ts'
import {
  begunSlot,
  claimedSlot,
  decideSlot,
  endedSlot,
  rewoundSlot,
  type SlotDecision,
} from '../../../shared/domain/schedule/decide-slot.ts'
import { drillsLedgerId, type SlotMemory } from '../../../shared/domain/schedule/slot-memory.ts'
import { schedulesPaused } from '../../engine/engine.ts'
import { sweepImages } from '../content/sweep-images.ts'
import { lookRepeatedly } from '../look-repeatedly.ts'
import type { OperationsContext } from '../operations-context.ts'
import { zoneHere } from '../policies/make-presets.ts'
import { cronTimes } from '../schedules/cron-times.ts'
import type { Acting } from '../schedules/hold-schedules.ts'
import type { Scheduler } from '../schedules/scheduler.ts'
import { chanceFrom } from './chance.ts'
import { drillAll, type Round } from './drill-round.ts'

/** Drills what is due, each day from an hour on, where this program is the one that runs the schedules. */
export interface DrillRounds {
  /** Looks once whether a round is due, and begins it. Never rejects. */
  look(): Promise<void>
  /** Resolves when the round that was begun has come to its end. */
  idle(): Promise<void>
  /** Looks soon, and then every 15 seconds. */
  start(): void
  /** Begins nothing more. What runs is left to the queue. */
  stop(): void
}

const everyMs = 15_000
/** By then the scheduler knows whether this program is the one that acts. */
const firstMs = 3_000

/** Its name in the memory of slots. */
const scheduleId = '00000000-0000-4000-8000-000000000005'

function cronAt(hour: number): string {
  return `0 ${hour} * * *`
}

/** When the drills begin next by themselves; null: they do not. UTC, ISO 8601. */
export function nextRoundAt({
  world,
  settings,
}: Pick<OperationsContext, 'world' | 'settings'>): string | null {
  const { drillsBySchedule, drillAtHour } = settings.current()
  if (!drillsBySchedule) return null
  const [nextMs] = cronTimes(cronAt(drillAtHour), zoneHere())?.next(world.ports.clock.now(), 1) ?? []
  return nextMs === undefined ? null : new Date(nextMs).toISOString()
}

class VaultDrillRounds implements DrillRounds {
  private readonly context: OperationsContext
  private readonly scheduler: Pick<Scheduler, 'acting'>
  private readonly chance: () => number
  private looking: Promise<void> | null = null
  private round: Promise<void> | null = null
  private isStopped = false
  private stopLooking: () => void = () => undefined

  constructor(context: OperationsContext, scheduler: Pick<Scheduler, 'acting'>, chance: () => number) {
    this.context = context
    this.scheduler = scheduler
    this.chance = chance
  }

  look(): Promise<void> {
    this.looking ??= this.lookAndLog().finally(() => {
      this.looking = null
    })
    return this.looking
  }

  async idle(): Promise<void> {
    await this.looking
    await this.round
  }

  start(): void {
    this.stopLooking = lookRepeatedly(this.context.world.timers, () => this.look(), { firstMs, everyMs })
  }

  stop(): void {
    this.isStopped = true
    this.stopLooking()
  }

  private async lookAndLog(): Promise<void> {
    try {
      if (this.isStopped || this.round !== null || !this.context.settings.current().drillsBySchedule) return
      const acting = await this.scheduler.acting()
      if (acting !== null) await this.lookOnce(acting)
    } catch (error) {
      this.log('drills.look', error)
    }
  }

  private async lookOnce(acting: Acting): Promise<void> {
    const nowMs = this.context.world.ports.clock.now()
    const memory = acting.book.find(drillsLedgerId, scheduleId)
    // Where nothing is remembered, or can't be read any more, it begins now: the first round is the next one.
    if (memory === null) return acting.book.keep(drillsLedgerId, begunSlot(scheduleId, nowMs))
    const decision = this.decide(memory, nowMs)
    if (decision.do === 'rewind') return acting.book.keep(drillsLedgerId, rewoundSlot(memory, decision.toMs))
    // Died with its program too often: what is due stays due, and the next day's round takes it up.
    if (decision.do === 'give_up') return acting.book.keep(drillsLedgerId, endedSlot(memory))
    if (decision.do === 'nothing') return
    const { ports } = this.context.world
    if ((await schedulesPaused(ports, acting.vault.access.folder)) !== null) return
    const claimed = claimedSlot(scheduleId, memory, decision, 'not_running', nowMs)
    // Days without a look leave nothing undone: what was due then is due now.
    await acting.book.keep(drillsLedgerId, { ...claimed, missed: [] })
    const slotAt = new Date(decision.slotMs).toISOString()
    this.begin(acting, { slotAt, isTakenUp: decision.attempt > 1, chance: this.chance })
  }

  private decide(memory: SlotMemory, nowMs: number): SlotDecision {
    const times = cronTimes(cronAt(this.context.settings.current().drillAtHour), zoneHere())
    return decideSlot(0, memory, (upToMs, count) => times?.newest(upToMs, count) ?? [], nowMs)
  }

  private begin(acting: Acting, round: Omit<Round, 'mayGoOn'>): void {
    // Another vault may be open by now, and the part in this one not let go yet.
    const mayGoOn = async (): Promise<boolean> =>
      !this.isStopped &&
      (await this.scheduler.acting()) === acting &&
      this.context.session.current() === acting.vault
    this.round = this.drill(acting, { ...round, mayGoOn })
      .catch((error: unknown) => this.log('drills.round', error))
      .finally(() => {
        this.round = null
      })
  }

  private async drill(acting: Acting, round: Round): Promise<void> {
    const { ports, home } = this.context.world
    await sweepImages(ports, home.drillsFolder)
    const isWhole = await drillAll(this.context, acting.vault, round)
    const memory = acting.book.find(drillsLedgerId, scheduleId)
    // Cut off by the end of this program it stays open, and the next one goes on with it.
    if (isWhole && memory !== null) await acting.book.keep(drillsLedgerId, endedSlot(memory))
  }

  private log(event: string, error: unknown): void {
    this.context.world.ports.logger.error(event, { fault: faultOf(error) ?? String(error) })
  }
}

/** The rounds of this process, in whichever vault the scheduler acts. `chance`: from 0 up to, not including, 1. */
export function createDrillRounds(
  context: OperationsContext,
  scheduler: Pick<Scheduler, 'acting'>,
  chance = () => chanceFrom(context.world.ports.ids),
): DrillRounds {
  return new VaultDrillRounds(context, scheduler, chance)
}
