import { FaultError, type Fault } from '../../../shared/domain/fault.ts'
import type { Ports } from '../ports/ports.ts'

/** What the words about a refused target need. */
export interface TargetCase {
  readonly path: string
  readonly folder: string
  /** Bytes that the restore needs in the target's folder. */
  readonly neededBytes: number
}

function codeOf(error: unknown): string {
  const code = (error as { code?: unknown } | null)?.code
  return typeof code === 'string' ? code : ''
}

async function fullFault(ports: Ports, target: TargetCase): Promise<Fault> {
  const freeBytes = await ports.files.freeBytes(target.folder).catch(() => 0)
  return { code: 'TARGET_FULL', path: target.path, neededBytes: target.neededBytes, freeBytes }
}

async function faultFor(ports: Ports, target: TargetCase, code: string): Promise<Fault | null> {
  if (/^(ENOSPC|EDQUOT|EFBIG|SQLITE_FULL)$/.test(code)) return fullFault(ports, target)
  if (/^(EACCES|EPERM|EROFS|SQLITE_READONLY|SQLITE_PERM|SQLITE_AUTH|SQLITE_CANTOPEN)/.test(code)) {
    return { code: 'TARGET_NOT_PERMITTED', path: target.path }
  }
  if (/^(EBUSY|ETXTBSY|SQLITE_BUSY|SQLITE_LOCKED)/.test(code)) {
    return { code: 'TARGET_IN_USE', path: target.path, openedBy: [] }
  }
  if (/^(E[A-Z0-9]+|SQLITE_[A-Z_]+)$/.test(code) && !code.startsWith('ERR_')) {
    return { code: 'TARGET_WRITE_FAILED', path: target.path, errno: code }
  }
  return null
}

/** Turns the system's or SQLite's refusal at the target into its fault; passes every other error on as it is. */
export async function asTargetError(ports: Ports, target: TargetCase, error: unknown): Promise<unknown> {
  if (error instanceof FaultError) return error
  const fault = await faultFor(ports, target, codeOf(error))
  return fault === null ? error : new FaultError(fault, { cause: error })
}
