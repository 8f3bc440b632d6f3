import type { Fault } from '../../shared/domain/fault.ts'
import { FaultError, faultOf } from '../../shared/domain/fault.ts'
import type { Logger, Ports, RunContext } from '../engine/engine.ts'
import { nodePorts, randomIds } from '../engine/ports/node-ports.ts'
import { coalesceProgress } from './coalesce-progress.ts'
import type { JobChannel } from './job-channel.ts'
import type { FromJob, JobOrder } from './job-messages.ts'
import type { UseCases } from './use-cases.ts'
import { runOrder } from './use-cases.ts'

/** What a job needs besides its order. */
export interface ServeOptions {
  readonly useCases: UseCases
  /** Ports with the job's own logger; the real world when left out. */
  readonly portsFor?: (logger: Logger) => Ports
}

/**
 * The job's side: says ready, takes one order, runs it, says how it ended. Resolves when the last word has left;
 * the entry then ends the process. A cancel that comes before the order is kept for it.
 * When whoever ordered it is gone the run is aborted, and its use case clears away what it began.
 */
export async function serveOneJob(channel: JobChannel, options: ServeOptions): Promise<void> {
  const abort = new AbortController()
  const cancelWith = (fault: Fault): void => abort.abort(new FaultError(fault))
  channel.onGone(() => cancelWith({ code: 'JOB_CANCELLED' }))

  const order = await new Promise<JobOrder | undefined>((resolve) => {
    channel.onMessage((message) => {
      if (message.say === 'start') resolve(message.order)
      else cancelWith(message.fault)
    })
    abort.signal.addEventListener('abort', () => resolve(undefined), { once: true })
    void channel.send({ say: 'ready' })
  })
  await channel.send(await lastWordOf(order, channel, abort.signal, options))
}

async function lastWordOf(
  order: JobOrder | undefined,
  channel: JobChannel,
  signal: AbortSignal,
  options: ServeOptions,
): Promise<FromJob> {
  const logger = loggerOver(channel)
  const ports = (options.portsFor ?? nodePorts)(logger)
  const progress = coalesceProgress((value) => void channel.send({ say: 'progress', progress: value }))
  try {
    signal.throwIfAborted()
    if (!order) throw new Error('A job was served without an order.')
    const run: RunContext = { signal, onProgress: (value) => progress.report(value) }
    return { say: 'done', outcome: await runOrder(options.useCases, ports, order, run) }
  } catch (error) {
    return { say: 'failed', fault: faultOf(error) ?? unexpectedFault(error, logger) }
  } finally {
    progress.end()
  }
}

/** A defect of ours: its text goes to the log, only the reference to it goes further. */
export function unexpectedFault(error: unknown, logger: Logger): Fault {
  const reference = randomIds.newId()
  const shown = error instanceof Error ? (error.stack ?? error.message) : String(error)
  logger.error('job.unexpected', { reference, error: shown })
  return { code: 'UNEXPECTED', reference }
}

/** A job has no log of its own: its lines go to whoever ordered it. */
export function loggerOver(channel: JobChannel): Logger {
  const at =
    (level: 'info' | 'warn' | 'error') =>
    (event: string, facts: Readonly<Record<string, unknown>> = {}): void =>
      void channel.send({ say: 'log', level, event, facts })
  return { info: at('info'), warn: at('warn'), error: at('error') }
}
