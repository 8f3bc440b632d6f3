import { randomUUID } from 'node:crypto'
import fs from 'node:fs/promises'
import path from 'node:path'

import { FaultError } from '../../../shared/domain/fault.ts'

/**
 * Replaces a small file of Holdfast's own folder so that it is whole at every instant: the old content or the new. Private to its owner
 * (0600, its folder 0700), durable when this returns.
 */
export async function replacePrivateFile(file: string, content: string | Uint8Array): Promise<void> {
  const folder = path.dirname(file)
  await fs.mkdir(folder, { recursive: true, mode: 0o700 })
  const temporary = path.join(folder, `.${path.basename(file)}.${randomUUID()}`)
  try {
    const handle = await fs.open(temporary, 'wx', 0o600)
    try {
      await handle.writeFile(content)
      await handle.sync()
    } finally {
      await handle.close()
    }
    await fs.rename(temporary, file)
  } catch (error) {
    await fs.rm(temporary, { force: true })
    throw error
  }
}

/**
 * The JSON in a file of ours; null when it is not there or is not JSON (it is a convenience that can be made again).
 * Throws FOLDER_UNREADABLE where Holdfast's own folder can't be used by this user, or is no folder.
 */
export async function readPrivateJson(file: string): Promise<unknown> {
  try {
    return JSON.parse(await fs.readFile(file, 'utf8')) as unknown
  } catch (error) {
    const code = (error as NodeJS.ErrnoException).code
    if (code === undefined || code === 'ENOENT') return null
    throw new FaultError(
      { code: 'FOLDER_UNREADABLE', path: path.dirname(file), errno: code },
      { cause: error },
    )
  }
}
