import Database from 'better-sqlite3'

import type { Fault } from '../../../shared/domain/fault.ts'
import { FaultError, faultOf } from '../../../shared/domain/fault.ts'

/** SQLite's extended result code (`SQLITE_BUSY_RECOVERY`…), or null for another error. */
export function sqliteCodeOf(error: unknown): string | null {
  return error instanceof Database.SqliteError ? error.code : null
}

/** Whether another program's lock was the reason: trying again may help. */
export function isBusy(error: unknown): boolean {
  const code = sqliteCodeOf(error)
  return code !== null && /^SQLITE_(BUSY|LOCKED|PROTOCOL)/.test(code)
}

/** Whether SQLite says that the content is broken. */
export function isCorruption(error: unknown): boolean {
  const code = sqliteCodeOf(error)
  return code !== null && /^SQLITE_(CORRUPT|NOTADB)/.test(code)
}

/** Whether a crashed writer's journal is in the way of a read-only connection. */
export function needsRecovery(error: unknown): boolean {
  return sqliteCodeOf(error) === 'SQLITE_READONLY_ROLLBACK'
}

/** Whether a log could not be shared: no `-shm` can be made, or none that this user may write. */
export function cannotShareLog(error: unknown): boolean {
  if (faultOf(error)?.code === 'SOURCE_WAL_UNREADABLE') return true
  const code = sqliteCodeOf(error)
  return code !== null && !needsRecovery(error) && /^SQLITE_(CANTOPEN|READONLY)/.test(code)
}

function faultOfSystemError(path: string, errno: string): Fault {
  switch (errno) {
    case 'ENOENT':
    case 'ENOTDIR':
      return { code: 'SOURCE_MISSING', path }
    case 'EISDIR':
      return { code: 'SOURCE_IS_FOLDER', path }
    case 'EACCES':
    case 'EPERM':
      return { code: 'SOURCE_NOT_PERMITTED', path }
    default:
      return { code: 'SOURCE_READ_FAILED', path, errno }
  }
}

function faultOfSqlite(path: string, code: string, message: string): Fault {
  if (/^SQLITE_(CORRUPT|NOTADB)/.test(code)) return { code: 'SOURCE_DAMAGED', path, detail: message }
  if (code === 'SQLITE_READONLY_ROLLBACK') return { code: 'SOURCE_NEEDS_RECOVERY', path }
  if (/^SQLITE_(BUSY|LOCKED|PROTOCOL)/.test(code)) return { code: 'SOURCE_LOCKED', path, waitedMs: 0 }
  if (code.startsWith('SQLITE_READONLY')) return { code: 'SOURCE_WAL_UNREADABLE', path }
  if (/^SQLITE_(CANTOPEN|PERM|AUTH)/.test(code)) return { code: 'SOURCE_NOT_PERMITTED', path }
  return { code: 'SOURCE_READ_FAILED', path, errno: code }
}

/**
 * The fault that a failed access to a source means. Faults pass unchanged; SQLite's codes and system errors are
 * translated; anything else is a defect and passes unchanged too.
 */
export function asSourceFault(path: string, error: unknown): unknown {
  if (error instanceof FaultError) return error
  if (error instanceof Database.SqliteError) {
    return new FaultError(faultOfSqlite(path, error.code, error.message), { cause: error })
  }
  const errno = (error as NodeJS.ErrnoException | null)?.code
  if (error instanceof Error && typeof errno === 'string' && /^E[A-Z0-9]+$/.test(errno)) {
    return new FaultError(faultOfSystemError(path, errno), { cause: error })
  }
  return error
}
