import fs from 'node:fs'
import { createRequire } from 'node:module'
import path from 'node:path'

import type * as PinoModule from 'pino'

import type { Logger } from '../engine/engine.ts'

/** The program's own log. Each line is on its way to the disk when the call returns. */
export type LogFile = Logger

const keptFiles = 14
const name = /^holdfast-\d{8}\.log$/

/** No secret is logged on purpose; should a whole request ever be, these fields of it do not reach the disk. */
const secrets = ['vaultKey', 'olderKeys', 'recoveryCode', 'passphrase', 'secret', 'dataKey', 'wrappedKey']
const redactedPaths = secrets.flatMap((field) => [field, `*.${field}`, `*.*.${field}`])

function makeRoom(folder: string): void {
  fs.mkdirSync(folder, { recursive: true, mode: 0o700 })
  const old = fs
    .readdirSync(folder)
    .filter((file) => name.test(file))
    .sort()
  for (const file of old.slice(0, Math.max(0, old.length - keptFiles)))
    fs.rmSync(path.join(folder, file), { force: true })
}

/**
 * One write for each line, and a line that can't be written is lost. Not pino's own destination: it keeps what a full disk refuses and
 * tries it again for ever, in the middle of the program's end.
 */
function linesTo(file: string): { write(line: string): void } {
  const fd = fs.openSync(file, 'a', 0o600)
  return {
    write(line) {
      try {
        fs.writeSync(fd, line)
      } catch {
        // A log that can't be written must not end the program that it is about.
      }
    },
  }
}

function startPino(folder: string): PinoModule.Logger {
  // Loaded with the first line: a command that has nothing to log starts faster without it.
  const { pino } = createRequire(import.meta.url)('pino') as typeof PinoModule
  makeRoom(folder)
  const today = new Date().toISOString().slice(0, 10).replaceAll('-', '')
  const file = path.join(folder, `holdfast-${today}.log`)
  const censor = '[not logged]'
  const options = { base: { pid: process.pid }, redact: { paths: redactedPaths, censor } }
  return pino({ ...options, timestamp: pino.stdTimeFunctions.isoTime }, linesTo(file))
}

/** A log in a folder, one file a day, JSON lines, private to its owner; 14 days are kept. Where it can't be written nothing is logged. */
export function openLogFile(folder: string): LogFile {
  let started: ReturnType<typeof startPino> | null | undefined
  const write = (level: 'info' | 'warn' | 'error', event: string, facts: object = {}): void => {
    try {
      started ??= startPino(folder)
      started[level]({ event, ...facts })
    } catch {
      started = null
    }
  }
  return {
    info: (event, facts) => write('info', event, facts),
    warn: (event, facts) => write('warn', event, facts),
    error: (event, facts) => write('error', event, facts),
  }
}
