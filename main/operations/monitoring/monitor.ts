import { faultOf } from '../../../shared/domain/fault.ts'
import { timePassed, type ClockReading } from '../../../shared/domain/alerts/clock-reading.ts'
import type { OwedMessage } from '../../../shared/domain/alerts/owed-messages.ts'
import { keyOfCause, type HealthCause } from '../../../shared/domain/health/health-cause.ts'
import { causesOf, thresholdsOf, type HealthReport } from '../../../shared/domain/health/health-report.ts'
import { pastReportOf } from '../../../shared/domain/health/health-views.ts'
import { judgeHealth, wasLookedFor } from '../../../shared/domain/health/judge-health.ts'
import { escalationSourceWords } from '../../../shared/domain/words/escalation-source-words.ts'
import { addPastReport } from '../../engine/engine.ts'
import type { Change } from '../changes/change-bus.ts'
import { lookRepeatedly } from '../look-repeatedly.ts'
import type { OperationsContext } from '../operations-context.ts'
import type { Acting } from '../schedules/hold-schedules.ts'
import type { Scheduler } from '../schedules/scheduler.ts'
import type { OpenVault, VaultSession } from '../vaults/vault-session.ts'
import { withinLimit } from '../within-limit.ts'
import { AwayWatch, type FoundVault } from './away-watch.ts'
import { escalationOf } from './escalation-of.ts'
import { followCauses } from './follow-causes.ts'
import { gatherFacts } from './gather-facts.ts'
import type { Messenger, OpenMessenger } from './messenger.ts'
import { readClocks } from './read-clocks.ts'
import { sendMessage } from './send-message.ts'
import { decideTellings, retryMessages, takeUpTellings } from './tell-alerts.ts'
import type { TellingAround } from './telling-around.ts'

/** Watches the health of the open vault and tells of its alerts, where this program is the one that acts. */
export interface Monitor {
  /** Looks once: checks health where that is due, and tells whom the escalation names. Messages go out beside it. Never rejects. */
  look(): Promise<void>
  /** Resolves when every message that was begun has come to its end. */
  idle(): Promise<void>
  /** Looks soon, and then every 15 seconds. */
  start(): void
  /** Looks no more, and waits a few seconds for what is being sent. */
  stop(): Promise<void>
}

const everyMs = 15_000
/** By then the scheduler knows whether this program is the one that acts. */
const firstMs = 2_000
const msPerMinute = 60_000
/** A message that is not out by then stays as begun: whoever looks next says that nobody knows. */
const lastWaitMs = 5_000
/** Checks after jobs take no more than a tenth of the time. */
const restsForEachCheck = 10

/** Longer than a file system that hiccups; a new cause waits for its alert as long. */
const unreadPatienceMs = 5 * 60_000

interface LastCheck {
  readonly vault: OpenVault
  readonly at: ClockReading
  /** By the clock for durations. */
  readonly endedMs: number
  readonly tookMs: number
  readonly kept: { readonly report: HealthReport; readonly at: ClockReading } | null
}

/** In which vault's name this program tells, and by which messenger. */
interface Tells {
  readonly acting: Acting
  readonly messenger: Messenger
  /** What another program left is taken up. */
  hasTakenUp: boolean
}

class VaultMonitor implements Monitor {
  private readonly context: OperationsContext
  private readonly scheduler: Pick<Scheduler, 'acting'>
  private readonly openMessenger: OpenMessenger
  private readonly awayWatch: AwayWatch
  private readonly stopListening: () => void
  private last: LastCheck | null = null
  /** Something happened since the last check that may change what it says. */
  private hasNews = false
  /** Why what the vault says of who is told can’t be used, as the last check found it. */
  private toldProblem: string | null = null
  private looking: Promise<void> | null = null
  private lookingAway: Promise<void> | null = null
  /** What is being sent, and what is being tried again. */
  private telling: Promise<void> | null = null
  private retrying: Promise<void> | null = null
  private tells: Tells | null = null
  /** What is decided and not begun, as the last look found it. */
  private owed: { readonly around: TellingAround; readonly messages: readonly OwedMessage[] } | null = null
  /** Since when alerts could not be read. */
  private unreadSince: ClockReading | null = null
  private isStopped = false
  private stopLooking: () => void = () => undefined

  constructor(context: OperationsContext, scheduler: Pick<Scheduler, 'acting'>, open: OpenMessenger) {
    this.context = context
    this.scheduler = scheduler
    this.openMessenger = open
    this.awayWatch = new AwayWatch(context, open)
    this.stopListening = context.changes.listen((change) => {
      if (mayTurnHealth(change)) this.hasNews = true
    })
  }

  async look(): Promise<void> {
    await Promise.all([this.lookAway(), this.lookInside()])
  }

  async idle(): Promise<void> {
    while (this.telling !== null || this.retrying !== null) {
      await this.telling
      await this.retrying
    }
  }

  start(): void {
    const { timers } = this.context.world
    // Each by itself: a vault that hangs keeps nobody from being told that it does.
    const stops = [() => this.lookAway(), () => this.lookInside()].map((look) =>
      lookRepeatedly(timers, look, { firstMs, everyMs }),
    )
    this.stopLooking = () => stops.forEach((stop) => stop())
  }

  async stop(): Promise<void> {
    this.isStopped = true
    this.stopLooking()
    this.stopListening()
    await this.logged('monitor.away', () => this.awayWatch.stop())
    const { timers } = this.context.world
    const ended = Promise.all([this.lookingAway, this.looking]).then(() => this.idle())
    await withinLimit(timers, lastWaitMs, ended, undefined)
    // A look that was under way may have begun to tell.
    await this.logged('monitor.away', () => this.awayWatch.stop())
    await this.letGo()
  }

  /** Ends what is being sent in a vault's name, and waits for its end: it is due again when there is a program again. */
  private async letGo(): Promise<void> {
    const { tells } = this
    if (tells === null) return
    this.tells = null
    tells.messenger.close()
    await withinLimit(this.context.world.timers, lastWaitMs, this.idle(), undefined)
  }

  private lookAway(): Promise<void> {
    const look = (): Promise<void> => this.awayWatch.look(foundIn(this.context.session))
    this.lookingAway ??= this.logged('monitor.away', look).finally(() => {
      this.lookingAway = null
    })
    return this.lookingAway
  }

  private lookInside(): Promise<void> {
    this.looking ??= this.lookAndLog().finally(() => {
      this.looking = null
    })
    return this.looking
  }

  private async lookAndLog(): Promise<void> {
    await this.logged('monitor.look', async () => {
      const acting = this.isStopped ? null : await this.scheduler.acting()
      if (acting === null) return this.letGo()
      // What keeps health from being checked keeps nobody from being told of what is known already.
      await this.logged('monitor.check', async () => {
        if (this.isCheckDue(acting.vault)) await this.check(acting.vault)
      })
      await this.tell(acting)
    })
  }

  private async logged(event: string, work: () => Promise<void>): Promise<void> {
    try {
      await work()
    } catch (error) {
      this.context.world.ports.logger.error(event, { fault: faultOf(error) ?? String(error) })
    }
  }

  private isCheckDue(vault: OpenVault): boolean {
    const { last } = this
    if (last === null || last.vault !== vault) return true
    const { ports } = this.context.world
    const { healthEveryMinutes } = this.context.settings.current()
    if (timePassed(last.at, readClocks(ports)) >= healthEveryMinutes * msPerMinute) return true
    const restedMs = ports.clock.monotonicMs() - last.endedMs
    return this.hasNews && restedMs >= last.tookMs * restsForEachCheck
  }

  private async check(vault: OpenVault): Promise<void> {
    const { ports } = this.context.world
    const beganMs = ports.clock.monotonicMs()
    this.hasNews = false
    const facts = await gatherFacts(this.context, vault)
    const report = judgeHealth(facts, thresholdsOf(this.context.settings.current()))
    const at = readClocks(ports)
    const causes = [...causesOf(report), ...(await this.causesOfTelling(vault))]
    const mayOpen = (unreadable: readonly string[]): boolean => this.mayOpen(unreadable, at)
    const { folder } = vault.access
    const turned = await followCauses(ports, folder, causes, wasLookedFor(facts), at, mayOpen)
    const kept = await this.keep(vault, report, at)
    const endedMs = ports.clock.monotonicMs()
    this.last = { vault, at, endedMs, tookMs: endedMs - beganMs, kept }
    if (turned > 0 || kept?.report === report) this.context.changes.tell({ topic: 'alerts' })
  }

  private async causesOfTelling(vault: OpenVault): Promise<readonly HealthCause[]> {
    const { problem, from } = await escalationOf(this.context, vault)
    this.toldProblem = problem
    if (problem === null) return []
    const detail = `what the vault says can’t be used: ${problem}. ${escalationSourceWords[from]}`
    return [{ kind: 'not_known', check: 'escalation', detail }]
  }

  /** An alert that can't be read now may be of any cause: a while is waited for it before a cause gets a second one. */
  private mayOpen(unreadable: readonly string[], at: ClockReading): boolean {
    this.unreadSince = unreadable.length === 0 ? null : (this.unreadSince ?? at)
    if (this.unreadSince === null) return true
    this.hasNews = true
    return timePassed(this.unreadSince, at) >= unreadPatienceMs
  }

  /** One that says what the last one says is kept again only when the hour is over. */
  private async keep(vault: OpenVault, report: HealthReport, at: ClockReading): Promise<LastCheck['kept']> {
    const earlier = this.last?.vault === vault ? this.last.kept : null
    const { ports } = this.context.world
    const everyMinutes = this.context.settings.current().healthEveryMinutes
    const isSame = earlier !== null && saysOf(earlier.report) === saysOf(report)
    if (isSame && timePassed(earlier.at, at) < everyMinutes * msPerMinute) return earlier
    const { folder } = vault.access
    if (!(await addPastReport(ports, folder, pastReportOf(report)))) {
      ports.logger.warn('health.day_full', { folder, checkedAt: report.checkedAt })
    }
    return { report, at }
  }

  private async tell(acting: Acting): Promise<void> {
    const tells = await this.begunFor(acting)
    if (tells === null) return
    const around = await this.aroundOf(tells)
    if (!tells.hasTakenUp) {
      this.telling ??= this.inBackground('monitor.tell', this.takeUp(tells, around), () => {
        this.telling = null
      })
      return
    }
    if (tells.messenger.waiting().length > 0) {
      this.retrying ??= this.inBackground('monitor.retry', retryMessages(around), () => {
        this.retrying = null
      })
    }
    const messages = await decideTellings(around, readClocks(around.ports))
    // What is being sent goes on; what comes after it is the gravest of what is owed now.
    this.owed = { around, messages }
    if (messages.length === 0) return
    this.telling ??= this.inBackground('monitor.tell', this.sendOwed(), () => {
      this.telling = null
    })
  }

  private async sendOwed(): Promise<void> {
    for (;;) {
      const { around, messages } = this.owed ?? {}
      const [next, ...others] = messages ?? []
      if (around === undefined || next === undefined) return
      this.owed = { around, messages: others }
      if (!(await around.mayTell())) return
      await sendMessage(around, next)
    }
  }

  /** Null: what was begun in another vault's name, or before another program acted in between, has not come to its end. */
  private async begunFor(acting: Acting): Promise<Tells | null> {
    if (this.tells?.acting === acting) return this.tells
    await this.letGo()
    this.owed = null
    if (this.telling !== null || this.retrying !== null) return null
    const messenger = await this.openMessenger(acting.vault, false)
    this.tells = { acting, messenger, hasTakenUp: false }
    return this.tells
  }

  private async aroundOf({ acting, messenger }: Tells): Promise<TellingAround> {
    const { escalation, problem } = await escalationOf(this.context, acting.vault)
    // Damaged, or whole again, since the last check.
    if (problem !== this.toldProblem) this.hasNews = true
    return {
      ports: this.context.world.ports,
      folder: acting.vault.access.folder,
      escalation,
      messenger,
      mayTell: async () => !this.isStopped && (await this.scheduler.acting()) === acting,
    }
  }

  /** Whoever told before is gone, or has let go: what it began comes first. */
  private async takeUp(tells: Tells, around: TellingAround): Promise<void> {
    await takeUpTellings(around)
    tells.hasTakenUp = true
    this.owed = { around, messages: await decideTellings(around, readClocks(around.ports)) }
    await this.sendOwed()
  }

  private inBackground(event: string, work: Promise<void>, ended: () => void): Promise<void> {
    return work
      .catch((error: unknown) => {
        this.context.world.ports.logger.error(event, { fault: faultOf(error) ?? String(error) })
      })
      .finally(() => {
        ended()
        this.context.changes.tell({ topic: 'alerts' })
      })
  }
}

function foundIn(session: VaultSession): FoundVault | null {
  const vault = session.current()
  if (vault === null) return null
  return { vault, trouble: session.status().state === 'unreachable' ? { kind: 'vault_away' } : null }
}

/** A job ended (in whichever program: its history is read), or what is expected of databases is another. */
function mayTurnHealth(change: Change): boolean {
  if (change.topic === 'jobs') return change.jobs.some(({ endedAt }) => endedAt !== undefined)
  return change.topic === 'activity' || change.topic === 'everything' || change.topic === 'policies'
}

/** What a report finds, but not when, nor how the same causes grew. */
function saysOf(report: HealthReport): string {
  const statuses = Object.values(report.checks).map(({ status }) => status)
  return JSON.stringify([statuses, causesOf(report).map(keyOfCause)])
}

/** A monitor of this process; it acts in whichever vault the scheduler acts in. */
export function createMonitor(
  context: OperationsContext,
  scheduler: Pick<Scheduler, 'acting'>,
  openMessenger: OpenMessenger,
): Monitor {
  return new VaultMonitor(context, scheduler, openMessenger)
}
