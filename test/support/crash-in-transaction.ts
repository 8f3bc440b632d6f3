// A program that dies in the middle of a large transaction. Arguments: file.
import { spawnSync } from 'node:child_process'
import { fileURLToPath } from 'node:url'

import Database from 'better-sqlite3'

/** Leaves a database as a crashed writer does: pages half changed and a hot journal beside it. Rollback-journal mode only. */
export function crashInTransaction(file: string): void {
  const ended = spawnSync(process.execPath, [fileURLToPath(import.meta.url), file], { stdio: 'inherit' })
  if (ended.signal !== 'SIGKILL') throw new Error(`the crashing program did not crash: ${ended.status}`)
}

if (process.argv[1] === fileURLToPath(import.meta.url)) {
  const db = new Database(process.argv[2] ?? '')
  // So small a cache that changed pages go to the file before the commit.
  db.pragma('cache_size = 5')
  db.exec("BEGIN IMMEDIATE; UPDATE series SET note = 'half changed ' || note, value = value + 1;")
  process.kill(process.pid, 'SIGKILL')
}
