import { SealError } from '../image/sealed-json.ts'
import type { OpenFile } from '../ports/file-system.ts'
import type { Ports } from '../ports/ports.ts'
import { errnoOf } from './vault-faults.ts'

/**
 * The whole of a small file, or null when it is not there. Its size is looked at before memory is taken: throws
 * SealError above `limitBytes`, and when it is no ordinary file. Other failures are the system's errors.
 */
export async function readSmallFile(
  ports: Ports,
  path: string,
  limitBytes: number,
): Promise<Uint8Array | null> {
  const file = await openIfThere(ports, path)
  if (file === null) return null
  try {
    const { sizeBytes, isFile } = await file.stat()
    if (!isFile) throw new SealError('it is no ordinary file')
    if (sizeBytes > limitBytes) throw new SealError(`it has ${sizeBytes} bytes, more than it can need`)
    const bytes = new Uint8Array(sizeBytes)
    if ((await file.read(bytes, 0)) !== sizeBytes) throw new SealError('it became shorter while it was read')
    return bytes
  } finally {
    await file.close()
  }
}

async function openIfThere(ports: Ports, path: string): Promise<OpenFile | null> {
  try {
    return await ports.files.open(path, 'read')
  } catch (error) {
    const errno = errnoOf(error)
    if (errno === 'ENOENT' || errno === 'ENOTDIR') return null
    throw error
  }
}
