import { performance } from 'node:perf_hooks'

import Database from 'better-sqlite3'

/**
 * Commits a small transaction every few milliseconds until its parent lets go, and then tells how long each commit took.
 * Arguments: the database, the journal mode.
 */
const [file = '', journalMode = 'wal'] = process.argv.slice(2)
const db = new Database(file)
db.pragma(`journal_mode = ${journalMode}`)
db.pragma('busy_timeout = 60000')
db.exec('CREATE TABLE IF NOT EXISTS beat (n INTEGER PRIMARY KEY, at TEXT)')
const beat = db.prepare("INSERT INTO beat (at) VALUES (datetime('now'))")
const waits: number[] = []
let isStopping = false

function commitOnce(): void {
  if (isStopping) {
    db.close()
    // Only once it is sent: a long list is on its way for a while.
    process.send?.(waits, () => process.disconnect())
    return
  }
  const began = performance.now()
  beat.run()
  waits.push(performance.now() - began)
  setTimeout(commitOnce, 4)
}

process.on('message', () => {
  isStopping = true
})
process.send?.('ready')
commitOnce()
