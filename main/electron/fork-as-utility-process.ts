// oxlint-disable unicorn/require-post-message-target-origin -- a process has no target origin; windows have
import { fileURLToPath } from 'node:url'

import { utilityProcess } from 'electron'

import type { Logger } from '../engine/engine.ts'
import { jobEnvironment } from '../jobs/job-environment.ts'
import type { FromJob } from '../jobs/job-messages.ts'
import type { JobRunner } from '../jobs/job-runner.ts'
import type { JobProcess } from '../jobs/supervise-job.ts'
import { superviseJob } from '../jobs/supervise-job.ts'
import type { ToUtility } from './utility-messages.ts'
import { isLastWord } from './utility-messages.ts'

/** How job processes are started. */
export interface UtilityOptions {
  readonly logger: Logger
  /** What a cancelled job has for clearing up before it is killed; 10 s when left out. Milliseconds. */
  readonly graceMs?: number
  /** Another entry than the engine's, for tests. */
  readonly entry?: URL
}

/**
 * Runs jobs in Electron's utility processes: `child_process.fork` needs the `runAsNode` fuse, which is off.
 * Only after Electron is ready.
 */
export function forkAsUtilityProcess(options: UtilityOptions): JobRunner {
  const entry = options.entry ?? new URL('./job-in-utility-process.js', import.meta.url)
  const supervision = { logger: options.logger, graceMs: options.graceMs ?? 10_000 }
  return {
    run: (order, jobOptions) =>
      superviseJob(() => startProcess(entry, options.logger), order, jobOptions, supervision),
  }
}

function startProcess(entry: URL, logger: Logger): JobProcess {
  const child = utilityProcess.fork(fileURLToPath(entry), [], {
    env: jobEnvironment(process.env),
    execArgv: [],
    stdio: ['ignore', 'ignore', 'pipe'],
    serviceName: 'Holdfast job',
  })
  let tail = ''
  child.stderr?.on('data', (bytes: Buffer) => (tail = (tail + bytes.toString('utf8')).slice(-4000)))
  child.on('error', (kind, location) => logger.error('job.process-error', { kind, location }))
  const send = (message: ToUtility): void => {
    if (child.pid !== undefined || message.say === 'cancel') child.postMessage(message)
  }
  return {
    send,
    onMessage: (listener) =>
      child.on('message', (message: FromJob) => {
        listener(message)
        if (isLastWord(message)) send({ say: 'heard' })
      }),
    onEnd: (listener) =>
      child.once('exit', (exitCode) => {
        if (tail !== '') logger.warn('job.stderr', { text: tail })
        listener({ exitCode, signal: null })
      }),
    kill: () => killNow(child),
  }
}

/** `kill()` of a utility process asks (SIGTERM), which a job takes as a cancel; this does not ask. */
function killNow(child: Electron.UtilityProcess): void {
  if (child.pid === undefined) child.kill()
  else {
    try {
      process.kill(child.pid, 'SIGKILL')
    } catch {
      // It ended by itself in the meantime.
    }
  }
}
