import Database from 'better-sqlite3'

/** A database's bytes as SQLite itself serializes them: what an image of it is compared with. */
export function serialized(file: string): Buffer {
  const db = new Database(file, { readonly: true })
  try {
    return db.serialize()
  } finally {
    db.close()
  }
}
