import Database from 'better-sqlite3'

import type { DemoDatabase } from './demo-database.ts'
import { seededRandom } from './seeded-random.ts'

function seedOf(name: string, at: Date): number {
  let seed = Math.floor(at.getTime() / 1000)
  for (const letter of name) seed = Math.imul(seed ^ letter.codePointAt(0)!, 0x01000193)
  return seed >>> 0
}

function changing(file: string, work: (db: Database.Database) => void): void {
  const db = new Database(file)
  try {
    work(db)
  } finally {
    db.close()
  }
}

/** Makes a demo database in a file that is not there yet, as it was at a moment. */
export function buildDemoDatabase(demo: DemoDatabase, file: string, at: Date): void {
  changing(file, (db) => {
    // The journal mode can't change inside a transaction, and a million small ones would take a minute.
    db.pragma('synchronous = OFF')
    if (demo.label === 'daily') db.pragma('journal_mode = WAL')
    db.pragma('foreign_keys = ON')
    db.transaction(() => demo.build(db, seededRandom(seedOf(demo.name, at)), at))()
  })
}

/** Changes a demo database as the time until a moment did. */
export function advanceDemoDatabase(demo: DemoDatabase, file: string, at: Date): void {
  changing(file, (db) => {
    db.pragma('foreign_keys = ON')
    db.transaction(() => demo.advance(db, seededRandom(seedOf(demo.name, at)), at))()
  })
}
