import { setTimeout as delay } from 'node:timers/promises'

import Database from 'better-sqlite3'

import type { Ports } from '../ports/ports.ts'
import { nameFor } from '../source/connect.ts'
import { isBusy, sqliteCodeOf } from '../source/source-faults.ts'

/** SQLite's exclusive lock on one database file: no other connection reads or writes it until `release`. */
export interface DatabaseLock {
  /**
   * Gives the lock back. Close every descriptor of the file that this process has open AFTER this, never before:
   * closing one drops the lock.
   */
  release(): void
}

/** What came of asking for the lock. `unreadable`: SQLite finds the file too damaged to be locked by its rules. */
export type LockAttempt =
  | { readonly kind: 'locked'; readonly lock: DatabaseLock }
  | { readonly kind: 'in_use' }
  | { readonly kind: 'unreadable'; readonly detail: string }

/** How long to wait for others, and when to give up. */
export interface LockPatience {
  readonly waitMs: number
  readonly signal: AbortSignal
}

const pauseMs = 25

function isFolded(connection: Database.Database): boolean {
  const [result] = connection.pragma('wal_checkpoint(TRUNCATE)') as { busy: number }[]
  return result?.busy === 0
}

function lockOnce(path: string): LockAttempt {
  const connection = new Database(nameFor(path), { fileMustExist: true, timeout: 0 })
  try {
    connection.pragma('synchronous = FULL')
    connection.pragma('mmap_size = 0')
    // Before the first read: then a log is opened with its index in memory, and the exclusive lock stays after COMMIT.
    connection.pragma('locking_mode = EXCLUSIVE')
    connection.exec('BEGIN EXCLUSIVE')
    connection.exec('COMMIT')
    if (!isFolded(connection)) {
      connection.close()
      return { kind: 'in_use' }
    }
    return { kind: 'locked', lock: { release: () => connection.close() } }
  } catch (error) {
    connection.close()
    throw error
  }
}

function tryLock(path: string): LockAttempt {
  try {
    return lockOnce(path)
  } catch (error) {
    if (isBusy(error)) return { kind: 'in_use' }
    const code = sqliteCodeOf(error)
    if (code !== null && /^SQLITE_(CORRUPT|NOTADB|IOERR|FORMAT|ERROR)/.test(code)) {
      return { kind: 'unreadable', detail: (error as Error).message }
    }
    throw error
  }
}

/**
 * Takes SQLite's own exclusive lock on a database, lets it roll back a crashed writer's journal, and folds its log into the
 * file, so that the file alone is the whole content. Waits for other programs up to `waitMs`. Throws SQLite's error when
 * this user may not write or the disk is full, and the signal's reason.
 */
export async function lockDatabase(ports: Ports, path: string, patience: LockPatience): Promise<LockAttempt> {
  const began = ports.clock.monotonicMs()
  for (;;) {
    patience.signal.throwIfAborted()
    const attempt = tryLock(path)
    if (attempt.kind !== 'in_use' || ports.clock.monotonicMs() - began >= patience.waitMs) return attempt
    await delay(pauseMs)
  }
}
