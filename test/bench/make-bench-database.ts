import Database from 'better-sqlite3'

/** A cheap deterministic generator (xorshift32), so that every run stores the same bytes. */
function randomFrom(seed: number): () => number {
  let state = seed
  return () => {
    state ^= state << 13
    state ^= state >>> 17
    state ^= state << 5
    return state >>> 0
  }
}

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
const pointsInFill = 20_000
const documentsInFill = 40
/** What one fill takes in the file, its part of the index included; measured. */
const bytesOfFill = 2_173_000

/** One portion of the content: time series in no order, and reports with a scan that does not compress. */
function fillOnce(db: Database.Database, random: () => number): void {
  const point = db.prepare('INSERT INTO point (msa, series, quarter, value, source) VALUES (?, ?, ?, ?, ?)')
  const document = db.prepare('INSERT INTO document (title, body, scan) VALUES (?, ?, ?)')
  for (let n = 0; n < pointsInFill; n += 1) {
    point.run(
      10_000 + (random() % 400),
      `${words[n % words.length] ?? ''}_${n % 37}`,
      `${1980 + (n % 180)}Q${(n % 4) + 1}`,
      (random() / 2 ** 32) * 1000,
      'census',
    )
  }
  for (let n = 0; n < documentsInFill; n += 1) {
    const body = Array.from({ length: 1500 }, () => words[random() % words.length]).join(' ')
    const scan = Buffer.from(Uint32Array.from({ length: 1500 }, random).buffer)
    document.run(`Report ${n}`, body, scan)
  }
}

/**
 * Makes a new WAL database of about `megabytes`: time series of reals, text that repeats in parts, blobs, and an index whose
 * order is not the table's. It compresses to about 40 %, as the platform's own databases do. The same size gives the same
 * content. The index is made last: kept up during the inserts it would take most of the time.
 */
export function makeBenchDatabase(file: string, megabytes: number): void {
  const random = randomFrom(20_250_129)
  const db = new Database(file)
  db.pragma('journal_mode = off')
  db.pragma('synchronous = off')
  db.exec(`
    CREATE TABLE point (id INTEGER PRIMARY KEY, msa INTEGER, series TEXT, quarter TEXT, value REAL, source TEXT);
    CREATE TABLE document (id INTEGER PRIMARY KEY, title TEXT, body TEXT, scan BLOB);
  `)
  const fills = Math.max(1, Math.round((megabytes * 1024 * 1024) / bytesOfFill))
  const fill = db.transaction(() => fillOnce(db, random))
  for (let n = 0; n < fills; n += 1) fill()
  db.exec('CREATE INDEX point_by_series ON point (series, msa, quarter)')
  db.pragma('journal_mode = wal')
  db.close()
}
