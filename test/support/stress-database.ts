import type { ChildProcess } from 'node:child_process'
import { fork } from 'node:child_process'
import { once } from 'node:events'
import { fileURLToPath } from 'node:url'

import Database from 'better-sqlite3'

/** A journal mode that the writers can be told to use. */
export type StressMode = 'wal' | 'delete' | 'truncate' | 'persist'

const script = fileURLToPath(new URL('./stress-writer.ts', import.meta.url))
const accounts = 20
const openingBalance = 1000

/** Makes the database that the stress writers work on. */
export function buildStressDatabase(file: string, mode: StressMode, pageSize: number): void {
  const db = new Database(file)
  db.pragma(`page_size = ${pageSize}`)
  db.pragma('auto_vacuum = incremental')
  db.pragma(`journal_mode = ${mode}`)
  db.exec(`
    CREATE TABLE account (id INTEGER PRIMARY KEY, balance INTEGER NOT NULL);
    CREATE TABLE ticks (n INTEGER NOT NULL);
    CREATE TABLE note (id INTEGER PRIMARY KEY AUTOINCREMENT, body BLOB);
    CREATE INDEX note_by_size ON note (length(body), id);
    INSERT INTO ticks VALUES (0);
  `)
  const insert = db.prepare('INSERT INTO account (balance) VALUES (?)')
  for (let n = 0; n < accounts; n += 1) insert.run(openingBalance)
  db.close()
}

/** What is wrong with an image of a stress database, or null; and its counter, which never goes back. */
export function checkStressImage(image: Buffer): { readonly wrong: string | null; readonly ticks: number } {
  const readable = Buffer.from(image)
  // SQLite opens no image in memory whose header says WAL.
  readable.fill(1, 18, 20)
  const db = new Database(readable, { readonly: true })
  try {
    const integrity = db.pragma('integrity_check', { simple: true }) as string
    const { total } = db
      .prepare<[], { total: number }>('SELECT sum(balance) AS total FROM account')
      .get() ?? {
      total: NaN,
    }
    const { ticks } = db.prepare<[], { ticks: number }>('SELECT n AS ticks FROM ticks').get() ?? {
      ticks: NaN,
    }
    if (integrity !== 'ok') return { wrong: `integrity_check: ${integrity}`, ticks }
    if (total !== accounts * openingBalance) return { wrong: `the balances sum up to ${total}`, ticks }
    return { wrong: null, ticks }
  } finally {
    db.close()
  }
}

/** Writers at work. */
export interface StressWriters {
  /** Kills one with SIGKILL, wherever it is, and starts another. */
  killOne(): Promise<void>
  /** Kills all. */
  stop(): Promise<void>
}

/** Starts two writers on a database, each its own process. */
export async function startStressWriters(
  file: string,
  mode: StressMode,
  seed: number,
): Promise<StressWriters> {
  let started = 0
  const start = async (): Promise<ChildProcess> => {
    started += 1
    const child = fork(script, [file, mode, String(seed * 1000 + started)], { stdio: 'inherit' })
    await once(child, 'message')
    return child
  }
  const kill = async (child: ChildProcess | undefined): Promise<void> => {
    if (child === undefined || child.exitCode !== null || child.signalCode !== null) {
      throw new Error('a stress writer ended by itself')
    }
    const ended = once(child, 'exit')
    child.kill('SIGKILL')
    await ended
  }
  const children = await Promise.all([start(), start()])
  return {
    async killOne() {
      await kill(children.shift())
      children.push(await start())
    },
    async stop() {
      for (const child of children.splice(0)) await kill(child)
    },
  }
}
