import Database from 'better-sqlite3'

/** A connection to a SQLite file. */
export type Connection = Database.Database

/** How long one call may block this thread inside SQLite; longer waits are made of several calls. */
const busyTimeoutMs = 50

/**
 * A name under which better-sqlite3 opens exactly this absolute path. It trims white space off names, but a file may end in
 * a space or a newline: a closing NUL keeps them, and is where SQLite's own string ends.
 */
export function nameFor(path: string): string {
  return path === path.trimEnd() ? path : `${path}\0`
}

function guard(connection: Connection): Connection {
  // What a schema names is not trusted to run; memory maps would turn a cut-short file into a crash.
  connection.pragma('trusted_schema = OFF')
  connection.pragma('cell_size_check = ON')
  connection.pragma('mmap_size = 0')
  return connection
}

/** Opens a database for reading only. Leaves the file and its `-wal` as they are; a `-shm` may appear. */
export function connectReadOnly(path: string): Connection {
  return guard(new Database(nameFor(path), { readonly: true, fileMustExist: true, timeout: busyTimeoutMs }))
}

/**
 * Opens a file that is ours alone, to be read with all of its schema: of a file that is opened for reading only SQLite leaves
 * the CHECK constraints out (build.c), and then its integrity check says nothing of them. Writes nothing.
 */
export function connectOwn(path: string): Connection {
  const connection = guard(new Database(nameFor(path), { fileMustExist: true, timeout: busyTimeoutMs }))
  connection.pragma('query_only = ON')
  return connection
}

/** Opens a database image that is in memory. SQLite copies it. */
export function connectImage(image: Buffer): Connection {
  return guard(new Database(image, { readonly: true }))
}

/**
 * Opens the file for writing and reads once, so that SQLite rolls a crashed writer's journal back. Throws SQLite's error when
 * this user may not write.
 */
export function recoverJournal(path: string): void {
  const connection = new Database(nameFor(path), { fileMustExist: true, timeout: busyTimeoutMs })
  try {
    connection.pragma('schema_version')
  } finally {
    connection.close()
  }
}

/** Begins a read transaction and takes its lock. Leaves none open when it throws. */
export function beginRead(connection: Connection): void {
  connection.exec('BEGIN')
  try {
    // Reads page 1 and, unlike a SELECT, needs no schema that parses.
    connection.pragma('schema_version')
  } catch (error) {
    endRead(connection)
    throw error
  }
}

/** Ends the read transaction, if there is one. */
export function endRead(connection: Connection): void {
  if (connection.inTransaction) connection.exec('ROLLBACK')
}
