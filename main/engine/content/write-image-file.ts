import path from 'node:path'

import type { OpenFile } from '../ports/file-system.ts'
import type { Ports } from '../ports/ports.ts'
import { refuseIfFull, writingScratch } from './scratch-fault.ts'

/** Where the header says that a log is used; see SQLite's file format, section 1.3. */
const modesAt = 18

/**
 * Marks an image as one without a log: SQLite then makes no `-wal` and no `-shm` beside it. The two bytes hold no content, and are
 * the only ones in which the file differs from its image.
 */
async function withoutLog(image: OpenFile): Promise<void> {
  await image.write(Uint8Array.of(1, 1), modesAt)
}

/**
 * Writes an image file whole or not at all: under another name beside it, then renamed. Its folder is made (0700), it is private
 * (0600). Throws SCRATCH_FULL, SCRATCH_WRITE_FAILED, and what `fill` throws.
 */
export function writeImageFile(
  ports: Ports,
  file: string,
  sizeBytes: number,
  fill: (image: OpenFile) => Promise<void>,
): Promise<void> {
  const folder = path.dirname(file)
  return writingScratch(ports, folder, async () => {
    await ports.files.makeFolder(folder)
    await refuseIfFull(ports, folder, sizeBytes)
    const unfinished = `${file}.${ports.ids.newId()}.part`
    const image = await ports.files.open(unfinished, 'create')
    try {
      try {
        await fill(image)
        await withoutLog(image)
      } finally {
        await image.close()
      }
      await ports.files.rename(unfinished, file)
    } catch (error) {
      await ports.files.remove(unfinished).catch(() => undefined)
      throw error
    }
  })
}
