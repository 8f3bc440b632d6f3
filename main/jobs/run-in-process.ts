import type { Logger, Ports } from '../engine/engine.ts'
import type { FromJob, ToJob } from './job-messages.ts'
import type { JobRunner } from './job-runner.ts'
import { serveOneJob } from './serve-one-job.ts'
import type { JobProcess } from './supervise-job.ts'
import { superviseJob } from './supervise-job.ts'
import type { UseCases } from './use-cases.ts'

/** How jobs are run without a process. */
export interface InProcessOptions {
  readonly logger: Logger
  readonly useCases: UseCases
  readonly graceMs?: number
  readonly portsFor?: (logger: Logger) => Ports
}

/**
 * Runs jobs in this very process, over the same messages: for tests that need no process. Unsafe for live databases (POSIX
 * locks are shared by all jobs here), and a use case that ignores its cancel goes on in the background, unheard.
 */
export function runInProcess(options: InProcessOptions): JobRunner {
  const supervision = { logger: options.logger, graceMs: options.graceMs ?? 10_000 }
  return {
    run: (order, jobOptions) => superviseJob(() => startPretended(options), order, jobOptions, supervision),
  }
}

function startPretended({ useCases, portsFor }: InProcessOptions): JobProcess {
  const toHost: ((message: FromJob) => void)[] = []
  const toJob: ((message: ToJob) => void)[] = []
  const gone: (() => void)[] = []
  const ended = Promise.withResolvers<{ exitCode: number | null; signal: string | null }>()
  let isOver = false
  const endWith = (end: { exitCode: number | null; signal: string | null }): void => {
    isOver = true
    ended.resolve(end)
  }
  // Cloned as a pipe would, so that an outcome that is no plain value fails here as well.
  const deliver = <M>(listeners: readonly ((message: M) => void)[], message: M): void => {
    const copy = structuredClone(message)
    setImmediate(() => {
      if (!isOver) for (const listener of listeners) listener(copy)
    })
  }
  const channel = {
    async send(message: FromJob) {
      deliver(toHost, message)
      await new Promise<void>((resolve) => void setImmediate(resolve))
    },
    onMessage: (listener: (message: ToJob) => void) => void toJob.push(listener),
    onGone: (listener: () => void) => void gone.push(listener),
  }
  setImmediate(() => {
    void serveOneJob(channel, { useCases, ...(portsFor && { portsFor }) }).then(() =>
      endWith({ exitCode: 0, signal: null }),
    )
  })
  return {
    send: (message) => deliver(toJob, message),
    onMessage: (listener) => void toHost.push(listener),
    onEnd: (listener) => void ended.promise.then((end) => listener(end)),
    kill: () => endWith({ exitCode: null, signal: 'SIGKILL' }),
  }
}
