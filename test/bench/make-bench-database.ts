import fs from 'node:fs'

import Database from 'better-sqlite3'

/** A cheap deterministic generator (xorshift32), so that every run stores the same bytes. */
function randomFrom(seed: number): () => number {
  let state = seed
  return () => {
    state ^= state << 13
    state ^= state >>> 17
    state ^= state << 5
    return (state >>> 0) / 2 ** 32
  }
}

/**
 * Fills a new WAL database to about `megabytes`: time series of reals, text that repeats in parts, some blobs, two indexes.
 * It compresses to a little under 40 %, as the platform's own databases do.
 */
export function makeBenchDatabase(file: string, megabytes: number): void {
  const random = randomFrom(20_250_129)
  const db = new Database(file)
  db.pragma('journal_mode = wal')
  db.pragma('synchronous = off')
  db.exec(`
    CREATE TABLE point (id INTEGER PRIMARY KEY, msa INTEGER, series TEXT, quarter TEXT, value REAL, source TEXT);
    CREATE INDEX point_by_series ON point (series, msa, quarter);
    CREATE TABLE document (id INTEGER PRIMARY KEY, title TEXT, body TEXT, scan BLOB);
  `)
  const point = db.prepare('INSERT INTO point (msa, series, quarter, value, source) VALUES (?, ?, ?, ?, ?)')
  const document = db.prepare('INSERT INTO document (title, body, scan) VALUES (?, ?, ?)')
  const words = [
    'rent',
    'growth',
    'vacancy',
    'absorption',
    'cap',
    'rate',
    'metro',
    'forecast',
    'income',
    'expense',
  ]
  const fill = db.transaction(() => {
    for (let n = 0; n < 20_000; n += 1) {
      const word = words[n % words.length] ?? ''
      point.run(
        10_000 + Math.floor(random() * 400),
        `${word}_${n % 37}`,
        `${1980 + (n % 180)}Q${(n % 4) + 1}`,
        random() * 1000,
        'census',
      )
    }
    for (let n = 0; n < 40; n += 1) {
      const body = Array.from({ length: 1500 }, () => words[Math.floor(random() * words.length)]).join(' ')
      const scan = Buffer.from(Array.from({ length: 6000 }, () => Math.floor(random() * 256)))
      document.run(`Report ${n}`, body, scan)
    }
  })
  while (fs.statSync(file).size < megabytes * 1024 * 1024) {
    fill()
    db.pragma('wal_checkpoint(TRUNCATE)')
  }
  db.close()
}
