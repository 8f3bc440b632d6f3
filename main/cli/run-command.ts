import { spawn, type ChildProcess } from 'node:child_process'
import os from 'node:os'

import type { Session } from './session.ts'

/** How a command of the user's ended. */
export interface CommandEnd {
  /** As a shell tells it: its own; 128 and the signal's number; 127 where it was not found, 126 where it could not be started. */
  readonly status: number
  /** What ended it, if a signal did. */
  readonly signal: NodeJS.Signals | null
  /** Why it was never started; null where it was. */
  readonly startErrno: string | null
  readonly durationMs: number
}

/** Where a command runs and what it is connected to. */
export interface CommandPlace {
  /** Absolute path. */
  readonly folder: string
  /** What it prints goes to standard error: standard output is kept for an answer of ours. */
  readonly isOutKept: boolean
}

type Ended = Omit<CommandEnd, 'durationMs'>

const notFound = 127
const notStarted = 126

function endedBy(signal: NodeJS.Signals): Ended {
  return { status: 128 + os.constants.signals[signal], signal, startErrno: null }
}

function notRun(error: unknown): Ended {
  const startErrno = (error as NodeJS.ErrnoException).code ?? 'UNKNOWN'
  return { status: startErrno === 'ENOENT' ? notFound : notStarted, signal: null, startErrno }
}

/** A terminal sends what is typed on its keyboard to the command itself, which stands beside us: twice would be once too often. */
function comesFromKeyboard(signal: NodeJS.Signals): boolean {
  return process.stdin.isTTY && (signal === 'SIGINT' || signal === 'SIGQUIT')
}

function endOf(child: ChildProcess): Promise<Ended> {
  return new Promise((resolve) => {
    child.once('error', (error) => child.pid === undefined && resolve(notRun(error)))
    child.once('exit', (status, signal) =>
      resolve(signal === null ? { status: status ?? 0, signal, startErrno: null } : endedBy(signal)),
    )
  })
}

async function run(session: Session, words: readonly string[], place: CommandPlace): Promise<Ended> {
  const [command, ...args] = words
  // No signal is lost in between: they are passed on before there is anything to pass them to.
  let child: ChildProcess | undefined
  const stop = session.passSignals((signal) => void (comesFromKeyboard(signal) || child?.kill(signal)))
  try {
    child = spawn(command!, args, {
      cwd: place.folder,
      stdio: ['inherit', place.isOutKept ? 2 : 'inherit', 'inherit'],
      shell: false,
    })
    return await endOf(child)
  } catch (error) {
    return notRun(error)
  } finally {
    stop()
  }
}

/**
 * Runs a command of the user's: no shell, our own input and outputs, signals passed on. Answers when it has ended. Never rejects: that it
 * could not be started is an answer too.
 */
export async function runCommand(
  session: Session,
  words: readonly string[],
  place: CommandPlace,
): Promise<CommandEnd> {
  const { clock } = session.operations.world.ports
  const sinceMs = clock.monotonicMs()
  const ended = await run(session, words, place)
  return { ...ended, durationMs: Math.round(clock.monotonicMs() - sinceMs) }
}
