import { connectReadOnly, type Connection } from '../source/connect.ts'
import { quoteName } from '../source/quote-name.ts'
import { readingTable } from './reading-table.ts'

/**
 * Opens an image that `provideImage` or `copyLive` made, for reading: nothing can be written through the connection, not even to a
 * temporary table, and no function that a schema names is run unless it is harmless. The caller closes it. Throws SQLite's error.
 */
export function openContent(imageFile: string): Connection {
  const connection = connectReadOnly(imageFile)
  connection.pragma('query_only = ON')
  return connection
}

/**
 * Opens an image and reads its schema. `place` names the content in the fault. Throws TABLE_UNREADABLE (of `sqlite_schema`) where SQLite
 * can't: a true copy of a database that was damaged.
 */
export function openReadable(imageFile: string, place: string): Connection {
  return readingTable('sqlite_schema', place, () => {
    const connection = openContent(imageFile)
    try {
      connection.prepare('SELECT count(*) FROM main.sqlite_schema').get()
      return connection
    } catch (error) {
      connection.close()
      throw error
    }
  })
}

/**
 * Attaches another image under a schema name, with the connection's own rights. Throws SQLite's error, among them the one where the
 * two store text in different encodings.
 */
export function attachContent(connection: Connection, imageFile: string, schemaName: string): void {
  connection.prepare(`ATTACH ? AS ${quoteName(schemaName)}`).run(imageFile)
}
