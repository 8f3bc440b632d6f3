import { createHash } from 'node:crypto'

import type { OpenFile } from '../ports/file-system.ts'
import { frameLimitBytes, hashPages } from './frame-codec.ts'

/**
 * The root of a database file as it is on disk now: the same value that a backup of these bytes has. Reads it whole.
 * Throws an ordinary Error when its size is no multiple of the page size, the signal's reason, the system's errors.
 */
export async function rootOfFile(
  file: OpenFile,
  pageSize: number,
  signal: AbortSignal,
): Promise<{ readonly root: string; readonly bytes: number }> {
  const { sizeBytes } = await file.stat()
  if (sizeBytes % pageSize !== 0) {
    throw new Error(`${sizeBytes} bytes are no whole number of pages of ${pageSize}`)
  }
  const root = createHash('sha256')
  const buffer = Buffer.allocUnsafe(Math.max(frameLimitBytes, pageSize))
  for (let position = 0; position < sizeBytes; position += buffer.length) {
    signal.throwIfAborted()
    const part = buffer.subarray(0, Math.min(buffer.length, sizeBytes - position))
    if ((await file.read(part, position)) !== part.length) throw new Error('the file became shorter')
    root.update(hashPages(part, pageSize))
  }
  return { root: root.digest('hex'), bytes: sizeBytes }
}
