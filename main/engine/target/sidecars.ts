/** The endings of the files that SQLite keeps beside a database (file format, section 4 "WAL" and 3 "rollback journal"). */
export const sidecarEndings = ['-wal', '-shm', '-journal'] as const

/** The paths that SQLite would take for the log, the log's index and the rollback journal of a database file. */
export function sidecarsOf(databasePath: string): readonly string[] {
  return sidecarEndings.map((ending) => databasePath + ending)
}
