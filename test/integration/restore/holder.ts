import Database from 'better-sqlite3'

/** Argument 1: the database; 2: `idle`, `read` or `write`. Says `ready`, then answers `end`, `look` and `insert`. */
const [, , file = '', mode = 'idle'] = process.argv
const db = new Database(file, { timeout: 0 })
db.prepare('SELECT count(*) FROM sqlite_schema').get()
if (mode === 'read') db.exec('BEGIN')
if (mode === 'read') db.prepare('SELECT count(*) FROM reading').get()
if (mode === 'write') db.exec("BEGIN IMMEDIATE; INSERT INTO reading (text) VALUES ('by the holder')")

function look(): unknown {
  const tables = db.prepare("SELECT name FROM sqlite_schema WHERE type = 'table' ORDER BY name").pluck().all()
  return { tables, integrity: db.pragma('integrity_check', { simple: true }) }
}

function answer(message: unknown): unknown {
  if (message === 'end') return db.exec('ROLLBACK') && 'ended'
  if (message === 'insert') return db.exec("INSERT INTO metro VALUES (1, 'after')") && 'inserted'
  if (message === 'hammer') return hammer()
  return look()
}

/** Writes whenever it can, from now on: fails until the restored tables are there. */
function hammer(): string {
  let value = 100_000
  setInterval(() => {
    try {
      db.prepare('INSERT INTO metro VALUES (?, ?)').run((value += 1), 'hammered')
    } catch {
      // No such table yet, or the copy has the lock.
    }
  }, 1)
  return 'hammering'
}

process.on('message', (message) => {
  try {
    process.send?.({ value: answer(message) })
  } catch (error) {
    process.send?.({ error: String((error as { code?: unknown }).code ?? error) })
  }
})
process.send?.({ value: 'ready' })
