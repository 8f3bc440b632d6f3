import type { Fault } from '../../shared/domain/fault.ts'
import { FaultError, faultOf } from '../../shared/domain/fault.ts'
import type { Logger } from '../engine/engine.ts'
import type { ProcessEnd } from './describe-end.ts'
import { describeEnd } from './describe-end.ts'
import type { FromJob, JobOrder, OutcomeOf, ToJob } from './job-messages.ts'
import type { JobOptions } from './job-runner.ts'

/** A process that was started for one job, whatever started it. */
export interface JobProcess {
  /** Never throws: what can't be sent any more is dropped, the end is on its way. */
  send(message: ToJob): void
  onMessage(listener: (message: FromJob) => void): void
  /** Called once, after the last message. `cause` is set where the process could not be started. */
  onEnd(listener: (end: ProcessEnd, cause?: string) => void): void
  /** Ends it at once; it gets no chance to answer. */
  kill(): void
}

/** What the host decides about its jobs. */
export interface Supervision {
  readonly logger: Logger
  /** What a job has to clear up after a cancel, before it is killed. Milliseconds. */
  readonly graceMs: number
}

/** Timers hold at most 2^31-1 ms; a longer limit is as good as this one (24 days). */
const longestTimerMs = 2 ** 31 - 1

/** A restore that did not stop when it was told to was past the step that can be taken back: 'cancelled' would say that it was not. */
const killedInWords =
  'it was told to stop, did not (it may have replaced its target already), and was ended by force'

/** Jobs whose target may be another one although no outcome says so. */
const writesTarget: ReadonlySet<JobOrder['kind']> = new Set(['restore', 'partial_restore', 'system_restore'])

type LastWord = Extract<FromJob, { say: 'done' | 'failed' }>

/**
 * The host's side of one job: hands the order over, passes progress on, stops it on a cancel or at its time limit, and settles
 * only when its process is gone, so that its locks are gone with it. A job that finished in spite of a cancel is done; a
 * restore that had to be killed for it died, because its target may be replaced.
 * Already cancelled: no process is started.
 */
export function superviseJob<O extends JobOrder>(
  start: () => JobProcess,
  order: O,
  options: JobOptions,
  supervision: Supervision,
): Promise<OutcomeOf[O['kind']]> {
  return new Promise((resolve, reject) => {
    const abortFault = (): Fault => faultOf(options.signal.reason) ?? { code: 'JOB_CANCELLED' }
    if (options.signal.aborted) return reject(new FaultError(abortFault()))
    const job = start()
    let lastWord: LastWord | undefined
    let stoppedFor: Fault | undefined
    let killTimer: NodeJS.Timeout | undefined

    let isKilled = false
    const killNow = (): void => {
      isKilled = true
      job.kill()
    }
    const killSoon = (): void => void (killTimer ??= setTimeout(killNow, supervision.graceMs))
    const stopFor = (fault: Fault): void => {
      if (stoppedFor) return
      stoppedFor = fault
      job.send({ say: 'cancel', fault })
      killSoon()
    }
    const onAbort = (): void => stopFor(abortFault())
    const limitTimer = setTimeout(
      () => stopFor({ code: 'JOB_TIMED_OUT', limitMs: options.timeLimitMs }),
      Math.min(options.timeLimitMs, longestTimerMs),
    )

    job.onMessage((message) => {
      if (message.say === 'ready') job.send({ say: 'start', order })
      else if (message.say === 'log') supervision.logger[message.level](message.event, message.facts)
      else if (message.say === 'progress') options.onProgress(message.progress)
      else {
        lastWord ??= message
        killSoon()
      }
    })
    job.onEnd((end, cause) => {
      clearTimeout(limitTimer)
      clearTimeout(killTimer)
      options.signal.removeEventListener('abort', onAbort)
      if (lastWord?.say === 'done') resolve(lastWord.outcome as OutcomeOf[O['kind']])
      else if (lastWord !== undefined) reject(new FaultError(lastWord.fault))
      else if (stoppedFor !== undefined && !(isKilled && writesTarget.has(order.kind))) {
        reject(new FaultError(stoppedFor))
      } else {
        const how = isKilled ? killedInWords : (cause ?? describeEnd(end))
        reject(new FaultError(diedFault(order, how, supervision)))
      }
    })
    options.signal.addEventListener('abort', onAbort, { once: true })
  })
}

function diedFault(order: JobOrder, how: string, { logger }: Supervision): Fault {
  logger.error('job.died', { kind: order.kind, how })
  return { code: 'JOB_DIED', how }
}
