import fs from 'node:fs'
import path from 'node:path'

import Database from 'better-sqlite3'

/** A database file with whatever lies beside it, that can be put anywhere. */
export interface DatabaseState {
  /** Ending (`''`, `-wal`, `-journal`) to bytes. */
  readonly files: Readonly<Record<string, Buffer>>
}

function capture(file: string): DatabaseState {
  const files: Record<string, Buffer> = {}
  for (const ending of ['', '-wal', '-journal']) {
    if (fs.existsSync(file + ending)) files[ending] = fs.readFileSync(file + ending)
  }
  return { files }
}

/** Puts a state at `target`, over whatever is there. */
export function putState(state: DatabaseState, target: string): void {
  for (const ending of ['', '-wal', '-shm', '-journal']) fs.rmSync(target + ending, { force: true })
  for (const [ending, bytes] of Object.entries(state.files)) fs.writeFileSync(target + ending, bytes)
}

function fill(db: Database.Database, rows: number, tag: string): void {
  db.exec('CREATE TABLE reading (id INTEGER PRIMARY KEY, text TEXT); CREATE INDEX by_text ON reading (text)')
  const insert = db.prepare('INSERT INTO reading (text) VALUES (?)')
  db.transaction(() => {
    for (let n = 0; n < rows; n += 1) insert.run(`${tag} ${n} ${'y'.repeat(n % 60)}`)
  })()
}

/** A database in WAL mode whose newest rows, a whole table among them, are in the log only: its writer crashed. */
export function stateWithLog(folder: string, rows = 300): DatabaseState {
  const file = path.join(folder, 'with-log.db')
  const db = new Database(file)
  db.pragma('journal_mode = wal')
  fill(db, rows, 'old')
  db.pragma('wal_checkpoint(TRUNCATE)')
  db.pragma('wal_autocheckpoint = 0')
  db.exec("CREATE TABLE late (a); INSERT INTO late VALUES ('only in the log')")
  db.exec("UPDATE reading SET text = text || ' changed' WHERE id % 3 = 0")
  const state = capture(file)
  db.close()
  return state
}

/** A database in rollback-journal mode with a hot journal: its writer crashed in the middle of a large update. */
export function stateWithHotJournal(folder: string, rows = 3000): DatabaseState {
  const file = path.join(folder, 'with-journal.db')
  const db = new Database(file)
  db.pragma('journal_mode = delete')
  fill(db, rows, 'old')
  db.pragma('cache_size = 2')
  db.exec("BEGIN; UPDATE reading SET text = 'torn ' || text")
  const state = capture(file)
  db.exec('ROLLBACK')
  db.close()
  if ((state.files['-journal']?.[0] ?? 0) === 0) throw new Error('the journal is not hot')
  return state
}

/** A quiet database without anything beside it. */
export function quietState(
  folder: string,
  journalMode: 'wal' | 'delete' = 'delete',
  pageSize = 4096,
): DatabaseState {
  const file = path.join(folder, `quiet-${journalMode}-${pageSize}.db`)
  const db = new Database(file)
  db.pragma(`page_size = ${pageSize}`)
  db.pragma(`journal_mode = ${journalMode}`)
  fill(db, 300, 'old')
  db.close()
  return capture(file)
}

/** A database whose schema page is overwritten: SQLite can't read it; a log lies beside it. */
export function damagedState(folder: string): DatabaseState {
  const { files } = quietState(folder)
  const main = Buffer.from(files[''] as Buffer)
  main.fill(0x5a, 100, 4096)
  return { files: { '': main, '-wal': Buffer.from('what is left of a log') } }
}
