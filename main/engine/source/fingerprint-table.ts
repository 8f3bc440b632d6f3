import { setImmediate as nextTurn } from 'node:timers/promises'

import type { Connection } from './connect.ts'
import type { SqlValue } from './row-hash.ts'
import { RowHash } from './row-hash.ts'
import type { SchemaTable } from './read-schema.ts'
import { tableQuery } from './table-query.ts'

/** What reading all rows of a table gave. */
export interface TableFingerprint {
  readonly rowCount: number
  readonly fingerprint: string
}

/** After about this many bytes other work of the process gets its turn. */
const turnBytes = 1 << 20

/** Null: a text was not whole, so the table must be read again with `textAsHex`. */
async function hashRows(
  connection: Connection,
  table: SchemaTable,
  textAsHex: boolean,
  signal: AbortSignal | undefined,
): Promise<TableFingerprint | null> {
  const query = tableQuery(connection, table.name, { withoutRowid: table.withoutRowid, textAsHex })
  const hash = new RowHash(query.columns, textAsHex)
  const rows = connection.prepare<[], SqlValue[]>(query.sql).raw(true).safeIntegers(true)
  let rowCount = 0
  let turnAt = turnBytes
  for (const row of rows.iterate()) {
    if (!hash.addRow(row)) return null
    rowCount += 1
    if (hash.addedBytes < turnAt) continue
    turnAt = hash.addedBytes + turnBytes
    await nextTurn()
    signal?.throwIfAborted()
  }
  return { rowCount, fingerprint: hash.finish(rowCount) }
}

/**
 * Reads every row of a table in key order and hashes it by the rules of FINGERPRINT.md. Throws SQLite's error where rows can't
 * be read, and the reason of an abort.
 */
export async function fingerprintTable(
  connection: Connection,
  table: SchemaTable,
  signal?: AbortSignal,
): Promise<TableFingerprint> {
  const encoding = connection.pragma('encoding', { simple: true })
  // UTF-16 loses unpaired surrogates on its way to UTF-8 without a trace, so it is always read as bytes.
  const quick = encoding === 'UTF-8' ? await hashRows(connection, table, false, signal) : null
  const whole = quick ?? (await hashRows(connection, table, true, signal))
  if (whole === null) throw new Error('texts read as bytes are always whole')
  return whole
}
