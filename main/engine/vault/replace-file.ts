import path from 'node:path'

import type { Ports } from '../ports/ports.ts'
import { newProcessTag } from './process-tag.ts'
import { beginFile, discardFile, refuseSwept, settleFile } from './publish-file.ts'
import { errnoOf } from './vault-faults.ts'

/**
 * Puts content in the place of a small file, durably: afterwards, and after a crash at any instant, the file is
 * wholly the old or wholly the new one. Throws RUN_SWEPT; rejects with the system's error.
 */
export async function replaceFile(ports: Ports, target: string, content: string | Uint8Array): Promise<void> {
  const bytes = typeof content === 'string' ? new TextEncoder().encode(content) : content
  const folder = path.dirname(target)
  const unpublished = await beginFile(ports, folder, path.basename(target), newProcessTag(ports))
  try {
    await unpublished.file.write(bytes, 0)
    await settleFile(unpublished)
    await ports.files.rename(unpublished.temporaryPath, target)
  } catch (error) {
    if (errnoOf(error) === 'ENOENT') await refuseSwept(ports, folder, [unpublished.temporaryPath])
    await discardFile(ports, unpublished)
    throw error
  }
  await ports.files.syncFolder(folder)
}
