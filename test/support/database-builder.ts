import Database from 'better-sqlite3'

/** How a test database is made. */
export interface BuildOptions {
  readonly pageSize?: number
  readonly journalMode?: 'wal' | 'delete' | 'truncate' | 'persist'
  readonly rows?: number
  readonly autoVacuum?: 'none' | 'full' | 'incremental'
  readonly encoding?: 'UTF-8' | 'UTF-16le' | 'UTF-16be'
}

/** A real SQLite file with an indexed table, a foreign key, and `rows` rows whose content depends on their number alone. */
export function buildDatabase(file: string, options: BuildOptions = {}): void {
  const db = new Database(file)
  db.pragma(`page_size = ${options.pageSize ?? 4096}`)
  db.pragma(`auto_vacuum = ${options.autoVacuum ?? 'none'}`)
  db.pragma(`encoding = '${options.encoding ?? 'UTF-8'}'`)
  db.pragma(`journal_mode = ${options.journalMode ?? 'wal'}`)
  db.exec(`
    CREATE TABLE metro (msa INTEGER PRIMARY KEY, name TEXT NOT NULL);
    CREATE TABLE series (id INTEGER PRIMARY KEY, msa INTEGER NOT NULL REFERENCES metro(msa), quarter TEXT, value REAL, note TEXT);
    CREATE INDEX series_by_metro ON series (msa, quarter);
    INSERT INTO metro VALUES (35620, 'New York'), (31080, 'Los Angeles'), (16980, 'Chicago');
  `)
  const insert = db.prepare('INSERT INTO series (msa, quarter, value, note) VALUES (?, ?, ?, ?)')
  const metros = [35620, 31080, 16980]
  db.transaction(() => {
    for (let n = 0; n < (options.rows ?? 1000); n += 1) {
      insert.run(
        metros[n % 3],
        `${1990 + (n % 140) / 4}Q${(n % 4) + 1}`,
        n / 7,
        `note ${n} ${'x'.repeat(n % 90)}`,
      )
    }
  })()
  db.close()
}
