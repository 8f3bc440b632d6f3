import type { ChildProcess } from 'node:child_process'
import { fork } from 'node:child_process'
import { getCompileCacheDir } from 'node:module'
import path from 'node:path'
import { fileURLToPath } from 'node:url'

import type { Logger } from '../engine/engine.ts'
import type { ProcessEnd } from './describe-end.ts'
import { jobEnvironment } from './job-environment.ts'
import type { FromJob } from './job-messages.ts'
import type { JobRunner } from './job-runner.ts'
import type { JobProcess } from './supervise-job.ts'
import { superviseJob } from './supervise-job.ts'

/** How job processes are started. */
export interface ForkOptions {
  readonly logger: Logger
  /** What a cancelled job has for clearing up before it is killed; 10 s when left out. Milliseconds. */
  readonly graceMs?: number
  /** Another entry than the engine's, for tests. */
  readonly entry?: URL
}

const engineEntry = new URL(
  `./job-process${import.meta.url.endsWith('.ts') ? '.ts' : '.js'}`,
  import.meta.url,
)

/**
 * Runs jobs in processes of `child_process.fork`. Orders, and with them keys, travel over the pipe between the two alone:
 * never in arguments or environment, which other users' programs can read.
 */
export function forkWithNode(options: ForkOptions): JobRunner {
  const supervision = { logger: options.logger, graceMs: options.graceMs ?? 10_000 }
  return {
    run: (order, jobOptions) =>
      superviseJob(
        () => startProcess(options.entry ?? engineEntry, options.logger),
        order,
        jobOptions,
        supervision,
      ),
  }
}

/** Where this process keeps compiled code, its job may too: it starts in two thirds of the time. */
function sharedCompileCache(): Record<string, string> {
  const folder = getCompileCacheDir()
  // Node names a folder of its own version in the one that it is given.
  return folder === undefined ? {} : { NODE_COMPILE_CACHE: path.dirname(folder) }
}

function startProcess(entry: URL, logger: Logger): JobProcess {
  const child = fork(fileURLToPath(entry), [], {
    execArgv: [],
    env: { ...jobEnvironment(process.env), ...sharedCompileCache() },
    serialization: 'advanced',
    stdio: ['ignore', 'ignore', 'pipe', 'ipc'],
  })
  logLastWords(child, logger)
  return {
    send: (message) => void (child.connected && child.send(message, () => undefined)),
    onMessage: (listener) => child.on('message', (message) => listener(message as FromJob)),
    onEnd: (listener) => whenGone(child, listener),
    kill: () => void child.kill('SIGKILL'),
  }
}

/** Trap: `exit` can come before the last messages were read; only `disconnect` says that there are no more. */
function whenGone(child: ChildProcess, listener: (end: ProcessEnd, cause?: string) => void): void {
  let end: ProcessEnd | undefined
  let isSilent = false
  const tellWhenBoth = (): void => {
    if (end && isSilent) listener(end)
  }
  child.once('exit', (exitCode, signal) => {
    end = { exitCode, signal }
    tellWhenBoth()
  })
  child.once('disconnect', () => {
    isSilent = true
    tellWhenBoth()
  })
  child.once('error', (error: NodeJS.ErrnoException) => {
    if (child.pid !== undefined) return
    listener(
      { exitCode: null, signal: null },
      `its process could not be started (${error.code ?? error.name})`,
    )
  })
}

/** What a crashing Node prints says where; the last 4,000 characters of it go to the log. */
function logLastWords(child: ChildProcess, logger: Logger): void {
  let tail = ''
  child.stderr?.setEncoding('utf8').on('data', (text: string) => {
    tail = (tail + text).slice(-4000)
  })
  child.once('close', () => {
    if (tail !== '') logger.warn('job.stderr', { text: tail })
  })
}
