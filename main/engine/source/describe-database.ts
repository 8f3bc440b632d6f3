import type { Connection } from './connect.ts'
import { fingerprintTable } from './fingerprint-table.ts'
import { quoteName } from './quote-name.ts'
import type { SchemaTable } from './read-schema.ts'
import { readSchema } from './read-schema.ts'
import type { DatabaseDescription, DescribeLimits, TableDescription } from './snapshot.ts'
import { sqliteCodeOf } from './source-faults.ts'

/** Whether an error means that this table can't be read here: a missing module, function or collation, or broken pages. */
function isOfTheTable(error: unknown): boolean {
  return (
    sqliteCodeOf(error) !== null || (error as NodeJS.ErrnoException | null)?.code === 'ERR_STRING_TOO_LONG'
  )
}

function countRows(connection: Connection, table: string): number {
  // The table's own tree is counted, not the smallest index, which may need a collation that is not there.
  const sql = `SELECT count(*) AS rows FROM main.${quoteName(table)} NOT INDEXED`
  return connection.prepare<[], { rows: number }>(sql).get()?.rows ?? 0
}

async function describeTable(
  connection: Connection,
  table: SchemaTable,
  takeFingerprint: boolean,
  signal: AbortSignal | undefined,
): Promise<TableDescription> {
  const { name, kind } = table
  if (kind === 'virtual') return { name, kind, rowCount: null, fingerprint: null }
  try {
    if (takeFingerprint) return { name, kind, ...(await fingerprintTable(connection, table, signal)) }
  } catch (error) {
    if (!isOfTheTable(error)) throw error
  }
  try {
    return { name, kind, rowCount: countRows(connection, name), fingerprint: null }
  } catch (error) {
    if (!isOfTheTable(error)) throw error
    return { name, kind, rowCount: null, fingerprint: null }
  }
}

function imageBytes(connection: Connection): number {
  const pages = connection.pragma('page_count', { simple: true }) as number
  return pages * (connection.pragma('page_size', { simple: true }) as number)
}

/**
 * What a database holds, in the connection's present transaction: equal for a source and its restored image. A table that
 * can't be read has null for what could not be learned. Gives way to other work of the process about each megabyte; until it
 * resolves the connection may not be used for anything else. Throws SQLite's error when the schema can't be read, and the
 * reason of an abort.
 */
export async function describeDatabase(
  connection: Connection,
  limits: DescribeLimits,
  signal?: AbortSignal,
): Promise<DatabaseDescription> {
  const schema = readSchema(connection)
  const takeFingerprint = imageBytes(connection) <= limits.fingerprintLimitBytes
  const tables: TableDescription[] = []
  for (const table of schema.tables) {
    signal?.throwIfAborted()
    tables.push(await describeTable(connection, table, takeFingerprint, signal))
  }
  return { schema: schema.objects, tables }
}
