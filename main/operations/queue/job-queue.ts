import type { Fault } from '../../../shared/domain/fault.ts'
import { FaultError } from '../../../shared/domain/fault.ts'
import type { JobKind, JobProgress, JobRemark, JobView } from '../../../shared/domain/job.ts'
import type { Clock, Ids } from '../../engine/engine.ts'
import { SpeedGauge } from './speed-gauge.ts'

/** What a job is handed when its turn has come. */
export interface Turn {
  readonly signal: AbortSignal
  readonly timeLimitMs: number
  onProgress(progress: JobProgress): void
}

/** How a job ended. Exactly one of `outcome` and `fault` is there. */
export interface JobEnd<T> {
  readonly jobId: string
  readonly startedAt: string
  readonly durationMs: number
  readonly outcome?: T | undefined
  readonly fault?: Fault | undefined
}

/** What a job came to, once it is stored. */
export interface Settled {
  /** The fault that it failed with all the same (a backup that was stored and did not pass). */
  readonly fault?: Fault | undefined
  /** The backup it made, or whose state the database still has. */
  readonly backupId?: string | undefined
  readonly remark?: JobRemark | undefined
}

/** One job to do. */
export interface Job<T> {
  readonly kind: JobKind
  readonly databaseId: string
  readonly database: string
  readonly backupId?: string | undefined
  readonly targetPath?: string | undefined
  /** 1 goes first, 9 last; 5 when left out. */
  readonly priority?: number | undefined
  /** A schedule asked for it: it waits while schedules are held. */
  readonly isScheduled?: boolean | undefined
  run(turn: Turn): Promise<T>
  /** Stores what came of it; the job counts as running until then. */
  settle(end: JobEnd<T>): Promise<Settled>
}

/** A job that was submitted. `ended` never rejects. */
export interface Submitted<T> {
  readonly id: string
  readonly ended: Promise<JobEnd<T>>
}

/** The jobs of this process. */
export interface JobQueue {
  submit<T>(job: Job<T>): Submitted<T>
  /** Running and waiting ones, and the last 200 that ended; newest first. */
  views(): readonly JobView[]
  view(jobId: string): JobView | null
  /** How an ended job ended; null while it has not, or when it is not known. */
  endOf(jobId: string): JobEnd<unknown> | null
  /** Whether a job of this database is waiting or running. */
  isBusy(databaseId: string, kind: JobKind): boolean
  /** Keeps scheduled jobs that wait from starting, or lets them start. */
  hold(isHeld: boolean): void
  /** False when no such job is waiting or running. */
  cancel(jobId: string): boolean
  /** Cancels everything and resolves when the last job has ended. */
  cancelAll(): Promise<void>
  /** Takes nothing more, cancels what waits, and resolves when what runs has ended by itself. */
  finish(): Promise<void>
  /** Cancels everything, and takes nothing more. */
  close(): Promise<void>
}

type OnEnd = (view: JobView, fault: Fault | undefined) => Promise<void>
type OnBegin = (view: JobView) => Promise<OnEnd>

/** What a queue needs of those around it. */
export interface QueueSurroundings {
  readonly clock: Clock
  readonly ids: Ids
  limits(): { readonly jobsAtOnce: number; readonly timeLimitMs: number }
  /** A job made progress, or its state changed (`hasTurned`). */
  onMoved(view: JobView, hasTurned: boolean): void
  /** Turns an error that is no fault into one, and logs it. */
  faultFrom(error: unknown): Fault
  /** A job's turn has come. What is returned is told how it ended. What it throws is what the job fails with. Left out: nobody is told. */
  readonly onBegin?: OnBegin | undefined
}

interface Entry {
  view: JobView
  readonly job: Job<unknown>
  readonly canceller: AbortController
  readonly gauge: SpeedGauge
  end: JobEnd<unknown> | null
  /** Null where its turn never came. */
  onEnd: OnEnd | null
  resolve(end: JobEnd<unknown>): void
}

const keptEnded = 200
const usualPriority = 5

/** They read the vault and touch no database that is registered. */
const readsVaultOnly: ReadonlySet<JobKind> = new Set([
  'verify',
  'drill',
  'prove_detection',
  'schema_copy',
  'system_verify',
])
/** Somebody waits for their data. */
const goesFirst: ReadonlySet<JobKind> = new Set(['restore', 'partial_restore', 'system_restore'])

class Queue implements JobQueue {
  private readonly around: QueueSurroundings
  private readonly entries = new Map<string, Entry>()
  private readonly running = new Map<string, Promise<void>>()
  private isClosing = false
  private isHeld = false

  constructor(around: QueueSurroundings) {
    this.around = around
  }

  submit<T>(job: Job<T>): Submitted<T> {
    const id = this.around.ids.newId()
    const { promise, resolve } = Promise.withResolvers<JobEnd<T>>()
    const { kind, databaseId, database, backupId, targetPath, isScheduled = false } = job
    const view: JobView = {
      id,
      kind,
      databaseId,
      database,
      backupId,
      targetPath,
      isScheduled,
      state: 'waiting',
      queuedAt: this.instant(),
      progress: { step: 'waiting', doneBytes: 0, totalBytes: null },
      bytesPerSecond: null,
      timeLeftMs: null,
    }
    const canceller = new AbortController()
    const entry = { view, job, canceller, gauge: new SpeedGauge(), end: null, onEnd: null, resolve }
    this.entries.set(id, entry as unknown as Entry)
    this.around.onMoved(view, true)
    if (this.isClosing) entry.canceller.abort(new FaultError({ code: 'JOB_CANCELLED' }))
    this.startWhatCan()
    return { id, ended: promise }
  }

  views(): readonly JobView[] {
    return [...this.entries.values()].map((entry) => entry.view).toReversed()
  }

  view(jobId: string): JobView | null {
    return this.entries.get(jobId)?.view ?? null
  }

  endOf(jobId: string): JobEnd<unknown> | null {
    return this.entries.get(jobId)?.end ?? null
  }

  isBusy(databaseId: string, kind: JobKind): boolean {
    return this.open().some((entry) => entry.job.databaseId === databaseId && entry.job.kind === kind)
  }

  hold(isHeld: boolean): void {
    this.isHeld = isHeld
    this.startWhatCan()
  }

  cancel(jobId: string): boolean {
    const entry = this.entries.get(jobId)
    if (entry === undefined || entry.view.endedAt !== undefined) return false
    entry.canceller.abort(new FaultError({ code: 'JOB_CANCELLED' }))
    // One that waits has nothing to stop: it ends now, without waiting for its turn.
    if (entry.view.state === 'waiting' && !this.running.has(jobId)) this.start(entry)
    return true
  }

  async finish(): Promise<void> {
    this.isClosing = true
    for (const { view } of this.open()) if (view.state === 'waiting') this.cancel(view.id)
    await Promise.all(this.running.values())
  }

  close(): Promise<void> {
    this.isClosing = true
    return this.cancelAll()
  }

  async cancelAll(): Promise<void> {
    for (const entry of this.open()) this.cancel(entry.view.id)
    await Promise.all(this.running.values())
  }

  private open(): Entry[] {
    return [...this.entries.values()].filter((entry) => entry.view.endedAt === undefined)
  }

  private startWhatCan(): void {
    for (;;) {
      const busy = [...this.running.keys()].map((id) => this.entries.get(id)!)
      if (busy.length >= this.around.limits().jobsAtOnce && !this.isClosing) return
      const next = this.nextBeside(busy)
      if (next === undefined) return
      this.start(next)
    }
  }

  /** Restores first, then by priority, then the oldest; one whose database is being worked on waits. */
  private nextBeside(busy: readonly Entry[]): Entry | undefined {
    const taken = new Set(
      busy.filter((entry) => !readsVaultOnly.has(entry.job.kind)).map((entry) => entry.job.databaseId),
    )
    const waiting = [...this.entries.values()].filter(
      (entry) =>
        entry.view.state === 'waiting' &&
        !this.running.has(entry.view.id) &&
        !(this.isHeld && entry.view.isScheduled) &&
        (readsVaultOnly.has(entry.job.kind) || !taken.has(entry.job.databaseId)),
    )
    const rankOf = ({ job }: Entry): number => (goesFirst.has(job.kind) ? 0 : (job.priority ?? usualPriority))
    const first = waiting.reduce((least, entry) => Math.min(least, rankOf(entry)), Infinity)
    return waiting.find((entry) => rankOf(entry) === first)
  }

  private start(entry: Entry): void {
    const { id } = entry.view
    const done = this.runToItsEnd(entry).finally(() => {
      this.running.delete(id)
      this.forgetOldest()
      this.startWhatCan()
    })
    this.running.set(id, done)
  }

  private async runToItsEnd(entry: Entry): Promise<void> {
    const startedMs = this.around.clock.monotonicMs()
    const startedAt = this.instant()
    const result = await this.runOnce(entry, startedAt)
    const durationMs = Math.round(this.around.clock.monotonicMs() - startedMs)
    const end: JobEnd<unknown> = { jobId: entry.view.id, startedAt, durationMs, ...result }
    const settled = await this.settle(entry, end)
    const fault = settled.fault ?? end.fault
    const state = fault === undefined ? 'done' : fault.code === 'JOB_CANCELLED' ? 'cancelled' : 'failed'
    const backupId = settled.backupId ?? entry.view.backupId
    entry.end = { ...end, fault }
    await this.tellEnd(entry, { ...entry.view, backupId }, fault)
    this.move(entry, {
      state,
      fault,
      backupId,
      remark: settled.remark,
      endedAt: this.instant(),
      bytesPerSecond: null,
      timeLeftMs: null,
    })
    entry.resolve(entry.end)
  }

  private async runOnce(entry: Entry, startedAt: string): Promise<{ outcome?: unknown; fault?: Fault }> {
    try {
      entry.canceller.signal.throwIfAborted()
      this.move(entry, {
        state: 'running',
        startedAt,
        progress: { ...entry.view.progress, step: 'starting' },
      })
      const { onBegin } = this.around
      if (onBegin !== undefined) await this.tellBegin(entry, onBegin)
      const outcome = await entry.job.run({
        signal: entry.canceller.signal,
        timeLimitMs: this.around.limits().timeLimitMs,
        onProgress: (progress) => this.progress(entry, progress),
      })
      return { outcome }
    } catch (error) {
      return { fault: this.around.faultFrom(error) }
    }
  }

  private async tellBegin(entry: Entry, onBegin: OnBegin): Promise<void> {
    entry.onEnd = await onBegin(entry.view)
    entry.canceller.signal.throwIfAborted()
  }

  private async tellEnd({ onEnd }: Entry, view: JobView, fault: Fault | undefined): Promise<void> {
    try {
      await onEnd?.(view, fault)
    } catch (error) {
      // The job has ended, whoever was not told of it.
      this.around.faultFrom(error)
    }
  }

  private async settle(entry: Entry, end: JobEnd<unknown>): Promise<Settled> {
    try {
      return await entry.job.settle(end)
    } catch (error) {
      return { fault: end.fault ?? this.around.faultFrom(error) }
    }
  }

  private progress(entry: Entry, progress: JobProgress): void {
    if (entry.view.state !== 'running') return
    this.move(entry, { progress, ...entry.gauge.read(progress, this.around.clock.monotonicMs()) })
  }

  private move(entry: Entry, part: Partial<JobView>): void {
    const hasTurned = part.state !== undefined && part.state !== entry.view.state
    entry.view = { ...entry.view, ...part }
    this.around.onMoved(entry.view, hasTurned)
  }

  private forgetOldest(): void {
    const ended = [...this.entries.values()].filter((entry) => entry.view.endedAt !== undefined)
    for (const entry of ended.slice(0, Math.max(0, ended.length - keptEnded)))
      this.entries.delete(entry.view.id)
  }

  private instant(): string {
    return new Date(this.around.clock.now()).toISOString()
  }
}

/** A queue with nothing in it. */
export function createJobQueue(around: QueueSurroundings): JobQueue {
  return new Queue(around)
}
