import fs from 'node:fs'

import Database from 'better-sqlite3'

/** Of the largest kind. */
export const hugePageSize = 65536
/** More than 2^32 bytes. */
export const hugePageCount = 2 ** 32 / hugePageSize + 100
/** The page at 1 GiB, which SQLite uses for its locks and never writes. */
export const lockPage = 2 ** 30 / hugePageSize + 1
const leavesOfTrunk = 16_000

function pagesFrom(first: number, last: number): number[] {
  return Array.from({ length: last - first + 1 }, (_, n) => first + n).filter((page) => page !== lockPage)
}

/** One trunk of the freelist: the next trunk's page, how many leaves, the leaves. File format, section 1.5. */
function writeTrunk(file: number, page: number, next: number, leaves: readonly number[]): void {
  const bytes = Buffer.alloc(8 + 4 * leaves.length)
  for (const [n, value] of [next, leaves.length, ...leaves].entries()) bytes.writeUInt32BE(value, 4 * n)
  fs.writeSync(file, bytes, 0, bytes.length, (page - 1) * hugePageSize)
}

/** Says in the header that the file has so many pages, and that all but the first `used` are free. */
function growTo(path: string, used: number, wantedFirst: readonly number[]): void {
  const file = fs.openSync(path, 'r+')
  fs.ftruncateSync(file, hugePageCount * hugePageSize)
  const wanted = new Set(wantedFirst)
  const rest = pagesFrom(used + 1, hugePageCount).filter((page) => !wanted.has(page))
  const [firstTrunk = 0, ...others] = rest
  let next = 0
  while (others.length > 0) {
    const [trunk = 0, ...leaves] = others.splice(0, leavesOfTrunk)
    writeTrunk(file, trunk, next, leaves)
    next = trunk
  }
  // The first trunk’s leaves are taken before anything else.
  writeTrunk(file, firstTrunk, next, wantedFirst)
  const header = Buffer.alloc(12)
  header.writeUInt32BE(hugePageCount, 0)
  header.writeUInt32BE(firstTrunk, 4)
  header.writeUInt32BE(rest.length + wantedFirst.length, 8)
  fs.writeSync(file, header, 0, header.length, 28)
  fs.closeSync(file)
}

/**
 * Makes a database of more than 4 GiB that takes a few megabytes of disk: nearly all of its pages are free and lie in the holes
 * of a sparse file. What is stored first goes to the pages on both sides of the lock page and of 4 GiB. It has the tables that
 * `commitElsewhere` writes to, and is in WAL mode.
 */
export function buildHugeDatabase(path: string): void {
  const db = new Database(path)
  db.pragma(`page_size = ${hugePageSize}`)
  db.exec(`
    CREATE TABLE account (id INTEGER PRIMARY KEY, balance INTEGER NOT NULL);
    CREATE TABLE ticks (n INTEGER NOT NULL);
    CREATE TABLE note (id INTEGER PRIMARY KEY, body BLOB);
    INSERT INTO account VALUES (1, 1000);
    INSERT INTO ticks VALUES (0);
  `)
  const used = db.pragma('page_count', { simple: true }) as number
  db.close()
  const boundary = 2 ** 32 / hugePageSize
  growTo(path, used, [...pagesFrom(lockPage - 8, lockPage + 8), ...pagesFrom(boundary - 8, hugePageCount)])
  const grown = new Database(path)
  grown.pragma('journal_mode = WAL')
  grown.close()
}
