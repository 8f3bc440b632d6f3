import { FaultError, type Fault } from '../../../shared/domain/fault.ts'
import type { Ports } from '../ports/ports.ts'
import { inVault, privateFolder } from './layout.ts'

/** The system's error name (`ENOSPC`…), or undefined when the error is none of the system's. */
export function errnoOf(error: unknown): string | undefined {
  const code = (error as { code?: unknown } | null)?.code
  return typeof code === 'string' && /^E[A-Z0-9]+$/.test(code) && !code.startsWith('ERR_') ? code : undefined
}

async function freeBytes(ports: Ports, folder: string): Promise<number | null> {
  try {
    return await ports.files.freeBytes(folder)
  } catch {
    return null
  }
}

/** What a write says whose file system went away. */
const goneErrnos = new Set(['ENOENT', 'ENOTDIR', 'EIO', 'ENODEV', 'ENXIO', 'ESTALE', 'ENOTCONN'])

/** The mount point of an unplugged drive may still be there, empty. */
async function isVaultGone(ports: Ports, folder: string, errno: string): Promise<boolean> {
  try {
    return goneErrnos.has(errno) && (await ports.files.stat(inVault(folder, privateFolder))) === null
  } catch {
    return false
  }
}

async function faultFor(ports: Ports, folder: string, errno: string): Promise<Fault> {
  switch (errno) {
    case 'ENOSPC':
    case 'EDQUOT':
    case 'EFBIG':
      return {
        code: 'VAULT_FULL',
        path: folder,
        neededBytes: null,
        freeBytes: await freeBytes(ports, folder),
      }
    case 'EROFS':
      return { code: 'VAULT_READ_ONLY', path: folder }
    case 'EACCES':
    case 'EPERM':
      return { code: 'VAULT_NOT_PERMITTED', path: folder }
    default:
      if (await isVaultGone(ports, folder, errno)) return { code: 'VAULT_MISSING', path: folder }
      return { code: 'VAULT_WRITE_FAILED', path: folder, errno }
  }
}

/** Turns a system error met while writing to a vault into its fault; passes every other error on as it is. */
export async function asVaultError(ports: Ports, folder: string, error: unknown): Promise<unknown> {
  if (error instanceof FaultError) return error
  const errno = errnoOf(error)
  if (errno === undefined) return error
  return new FaultError(await faultFor(ports, folder, errno), { cause: error })
}

/** Runs work that writes to a vault; its system errors become VAULT_FULL, VAULT_READ_ONLY and so on. */
export async function writingVault<T>(ports: Ports, folder: string, work: () => Promise<T>): Promise<T> {
  try {
    return await work()
  } catch (error) {
    throw await asVaultError(ports, folder, error)
  }
}
