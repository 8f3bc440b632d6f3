// A program of its own that commits to a database in WAL mode and checkpoints it. Arguments: file, rows, checkpoint kind or none.
// Another process, because SQLite keeps count of the locks of its own process without asking the system.
import { spawnSync } from 'node:child_process'
import { fileURLToPath } from 'node:url'

import Database from 'better-sqlite3'

function commit(file: string, rows: number, checkpoint: string): void {
  const db = new Database(file, { timeout: 200 })
  db.pragma('wal_autocheckpoint = 0')
  const insert = db.prepare('INSERT INTO note (body) VALUES (randomblob(3000))')
  for (let n = 0; n < rows; n += 1) insert.run()
  db.exec('UPDATE account SET balance = balance + 0, id = id')
  if (checkpoint !== 'none') db.pragma(`wal_checkpoint(${checkpoint})`)
  db.exec('UPDATE ticks SET n = n + 1')
}

/** Commits in another process and waits for its end. */
export function commitElsewhere(
  file: string,
  rows: number,
  checkpoint: 'none' | 'PASSIVE' | 'RESTART',
): void {
  const script = fileURLToPath(import.meta.url)
  const ended = spawnSync(process.execPath, [script, file, String(rows), checkpoint], { stdio: 'inherit' })
  if (ended.signal !== 'SIGKILL') throw new Error(`the other program failed: ${ended.status}`)
}

if (process.argv[1] === fileURLToPath(import.meta.url)) {
  const [file = '', rows = '1', checkpoint = 'none'] = process.argv.slice(2)
  commit(file, Number(rows), checkpoint)
  // Ends without closing, as a crash does: nothing is checkpointed or deleted on the way out.
  process.kill(process.pid, 'SIGKILL')
}
