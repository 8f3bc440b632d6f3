import { connectReadOnly, type Connection } from '../source/connect.ts'
import { quoteName } from '../source/quote-name.ts'

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
 * Attaches another image under a schema name, with the connection's own rights. Throws SQLite's error, among them the one where the
 * two store text in different encodings.
 */
export function attachContent(connection: Connection, imageFile: string, schemaName: string): void {
  connection.prepare(`ATTACH ? AS ${quoteName(schemaName)}`).run(imageFile)
}
