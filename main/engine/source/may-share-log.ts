import type { FileSystem } from '../ports/file-system.ts'
import type { SourceFile } from './source-file.ts'

async function isWritable(files: FileSystem, path: string): Promise<boolean> {
  try {
    await (await files.open(path, 'update')).close()
    return true
  } catch {
    return false
  }
}

/** Whether this user may write to the database: what rolling a journal back needs. Only while no connection to it is open. */
export function mayRecover(files: FileSystem, source: SourceFile): Promise<boolean> {
  return isWritable(files, source.path)
}

/**
 * Whether SQLite may be let at a database in WAL mode. The `-shm` must be writable, or it is not shared with the writers. Where
 * `-shm` or `-wal` is not there, SQLite makes it, in this user's name: a user who may not write to the database would so lock its
 * own programs out of it. Only while no connection to the database is open.
 */
export async function mayShareLog(files: FileSystem, source: SourceFile): Promise<boolean> {
  if (!source.header.usesWal) return true
  const companions = await Promise.all(['-wal', '-shm'].map((ending) => files.stat(source.path + ending)))
  return await isWritable(files, companions.includes(null) ? source.path : `${source.path}-shm`)
}
