import path from 'node:path'

import type { Ports } from '../../engine/engine.ts'
import { isAbandonedFolder } from './image-folder.ts'

/** Removes the folders of images that dead processes left. Never throws: what stays is tried again at the next start. */
export async function sweepImages(ports: Ports, looksFolder: string): Promise<void> {
  const names = await ports.files.list(looksFolder).catch(() => [])
  for (const name of names) {
    const folder = path.join(looksFolder, name)
    try {
      const facts = await ports.files.stat(folder)
      if (facts === null || !isAbandonedFolder(ports, name, facts.modifiedAt)) continue
      await ports.files.removeFolder(folder)
      ports.logger.info('images.swept', { folder })
    } catch (error) {
      ports.logger.warn('images.not_swept', { folder, errno: (error as NodeJS.ErrnoException).code })
    }
  }
}
