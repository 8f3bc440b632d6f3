import type { Connection } from './connect.ts'
import { isCorruption } from './source-faults.ts'

/**
 * A pragma's value, also where the schema does not parse: a damaged database can still be copied as it is. Throws
 * SQLite's error.
 */
export function readPragma(
  connection: Connection,
  name: 'page_count' | 'page_size' | 'journal_mode',
): unknown {
  try {
    return connection.pragma(name, { simple: true })
  } catch (error) {
    if (!isCorruption(error)) throw error
    return ignoringSchemaErrors(connection, () => connection.pragma(name, { simple: true }))
  }
}

function ignoringSchemaErrors<T>(connection: Connection, read: () => T): T {
  connection.unsafeMode(true)
  try {
    connection.pragma('writable_schema = ON')
    return read()
  } finally {
    // Forgets what was read of the schema too: else the connection would go on with the part of it that parses.
    connection.pragma('writable_schema = RESET')
    connection.unsafeMode(false)
  }
}
