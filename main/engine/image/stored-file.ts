import { FaultError } from '../../../shared/domain/fault.ts'
import type { OpenFile } from '../ports/file-system.ts'
import type { Ports } from '../ports/ports.ts'
import { pathInsideVault } from '../vault/inside-vault.ts'
import { errnoOf } from '../vault/vault-faults.ts'

/** Which stored file: the vault's folder and the file's path relative to it. */
export interface StoredFile {
  readonly folder: string
  readonly file: string
}

/** Turns a system error of reading a backup's file into its fault. */
function asReadError(file: string, error: unknown): unknown {
  const errno = errnoOf(error)
  if (errno === undefined || error instanceof FaultError) return error
  const isMissing = errno === 'ENOENT' || errno === 'ENOTDIR'
  return new FaultError(
    isMissing ? { code: 'BACKUP_FILE_MISSING', file } : { code: 'BACKUP_FILE_UNREADABLE', file, errno },
    { cause: error },
  )
}

/** Runs reading of one of a backup's files; its system errors become BACKUP_FILE_MISSING or BACKUP_FILE_UNREADABLE. */
export async function readingStored<T>(file: string, work: () => Promise<T>): Promise<T> {
  try {
    return await work()
  } catch (error) {
    throw asReadError(file, error)
  }
}

/**
 * Opens a backup's file of the recorded size. Throws BACKUP_DAMAGED when it has another size, is no ordinary file, or
 * leads out of the vault; BACKUP_FILE_MISSING, BACKUP_FILE_UNREADABLE.
 */
export function openStored(ports: Ports, stored: StoredFile, sizeBytes: number): Promise<OpenFile> {
  const { folder, file } = stored
  const refuse = (detail: string): never => {
    throw new FaultError({ code: 'BACKUP_DAMAGED', file, detail })
  }
  return readingStored(file, async () => {
    const path = await pathInsideVault(ports, folder, file)
    if (path === null) return refuse('it leads out of the vault')
    const open = await ports.files.open(path, 'read')
    try {
      const facts = await open.stat()
      if (!facts.isFile) refuse('it is no ordinary file')
      if (facts.sizeBytes !== sizeBytes) {
        refuse(`it has ${facts.sizeBytes} bytes and not the recorded ${sizeBytes}`)
      }
      return open
    } catch (error) {
      await open.close()
      throw error
    }
  })
}

/** Reads exactly so many bytes. Throws BACKUP_DAMAGED when the file ends before, BACKUP_FILE_UNREADABLE. */
export function readExactly(
  open: OpenFile,
  file: string,
  position: number,
  bytes: number,
): Promise<Uint8Array> {
  return readingStored(file, async () => {
    // Not from Buffer's pool: these bytes are handed over to a thread, buffer and all.
    const into = Buffer.allocUnsafeSlow(bytes)
    if ((await open.read(into, position)) === bytes) return into
    throw new FaultError({ code: 'BACKUP_DAMAGED', file, detail: 'it became shorter while it was read' })
  })
}
