// A program that writes to a database as real ones do, until it is killed. Arguments: file, journal mode, seed.
// Invariants: the balances sum up to what they began with, and `ticks` only grows.
import Database from 'better-sqlite3'

const [file = '', journalMode = 'wal', seed = '1'] = process.argv.slice(2)

let state = Number(seed) >>> 0
/** Mulberry32: a repeatable sequence, so that a failing seed can be tried again. */
function random(below: number): number {
  state = (state + 0x6d2b79f5) >>> 0
  let t = Math.imul(state ^ (state >>> 15), state | 1)
  t ^= t + Math.imul(t ^ (t >>> 7), t | 61)
  return ((t ^ (t >>> 14)) >>> 0) % below
}

const checkpoints = ['PASSIVE', 'FULL', 'RESTART', 'TRUNCATE']

function connect(): Database.Database {
  const db = new Database(file, { timeout: 2000 })
  // A crash of the process alone is tried here, not one of the machine.
  db.pragma('synchronous = OFF')
  db.pragma(`journal_mode = ${journalMode}`)
  db.pragma(`wal_autocheckpoint = ${10 + random(60)}`)
  db.pragma('cache_size = 20')
  return db
}

function transact(db: Database.Database): void {
  const amount = random(100)
  db.prepare('UPDATE account SET balance = balance - ? WHERE id = ?').run(amount, 1 + random(20))
  db.prepare('UPDATE account SET balance = balance + ? WHERE id = ?').run(amount, 1 + random(20))
  db.exec('UPDATE ticks SET n = n + 1')
  for (let n = random(6); n > 0; n -= 1) {
    db.prepare('INSERT INTO note (body) VALUES (randomblob(?))').run(random(4000))
  }
  db.prepare('DELETE FROM note WHERE id <= (SELECT max(id) FROM note) - ?').run(100 + random(400))
  if (random(40) === 0) db.exec('DELETE FROM note WHERE id % 2 = 0')
}

function step(db: Database.Database): void {
  const kind = random(30)
  if (kind === 0 && journalMode === 'wal')
    db.pragma(`wal_checkpoint(${checkpoints[random(checkpoints.length)]})`)
  else if (kind === 1) db.pragma('incremental_vacuum(5)')
  else if (kind === 2) {
    db.exec('BEGIN IMMEDIATE')
    transact(db)
    db.exec('ROLLBACK')
  } else db.transaction(transact).immediate(db)
}

let db = connect()
process.send?.('writing')
for (;;) {
  try {
    if (random(200) === 0) {
      db.close()
      db = connect()
    }
    step(db)
    // Leaves the readers of a rollback journal a moment without a PENDING lock.
    if (random(3) === 0) Atomics.wait(new Int32Array(new SharedArrayBuffer(4)), 0, 0, random(3))
  } catch (error) {
    if (!(error instanceof Database.SqliteError) || !error.code.startsWith('SQLITE_BUSY')) throw error
    if (db.inTransaction) db.exec('ROLLBACK')
    if (!db.open) db = connect()
  }
}
