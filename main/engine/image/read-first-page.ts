import { FaultError } from '../../../shared/domain/fault.ts'
import type { Ports } from '../ports/ports.ts'
import { decodeFrame, FrameError, hashPages, pageHashBytes } from './frame-codec.ts'
import type { ImageReader } from './image-reader.ts'
import { pagesInFrame, type PayloadReader } from './payload-reader.ts'
import { openStored, readExactly } from './stored-file.ts'

async function readFrame(
  ports: Ports,
  folder: string,
  payload: PayloadReader,
  frame: number,
): Promise<Uint8Array> {
  const { manifest, index, form, frameStarts } = payload
  const { file, sizeBytes } = manifest.record
  const position = frameStarts[frame] ?? 0
  const open = await openStored(ports, { folder, file }, sizeBytes)
  try {
    const stored = await readExactly(open, file, position, index.frameLengths[frame] ?? 0)
    return decodeFrame(form, frame, stored, pagesInFrame(payload, frame) * index.pageSize)
  } catch (error) {
    if (!(error instanceof FrameError)) throw error
    const detail = `frame ${frame} (from byte ${position}) ${error.message}`
    throw new FaultError({ code: 'BACKUP_DAMAGED', file, detail }, { cause: error })
  } finally {
    await open.close()
  }
}

/**
 * Page 1 of a backup's image, out of the one frame that holds it, whichever backup of its chain that lies in, compared with
 * its recorded SHA-256. Throws BACKUP_DAMAGED, BACKUP_FILE_MISSING, BACKUP_FILE_UNREADABLE.
 */
export async function readFirstPage(ports: Ports, reader: ImageReader): Promise<Uint8Array> {
  const [run] = reader.owners[0].index.runs
  const payload = run && reader.owners[run.owner]
  if (run === undefined || payload === undefined) {
    const { file } = reader.record
    throw new FaultError({ code: 'BACKUP_DAMAGED', file, detail: 'its page map holds no page' })
  }
  const { index, manifest } = payload
  const frame = Math.floor(run.firstSlot / index.pagesPerFrame)
  const pages = await readFrame(ports, reader.vaultFolder, payload, frame)
  const at = (run.firstSlot - frame * index.pagesPerFrame) * index.pageSize
  const page = pages.subarray(at, at + index.pageSize)
  const expected = reader.pageHashes.subarray(0, pageHashBytes)
  if (Buffer.compare(hashPages(page, index.pageSize), expected) === 0) return page
  const detail = `page 1 is not what was backed up (frame ${frame})`
  throw new FaultError({ code: 'BACKUP_DAMAGED', file: manifest.record.file, detail })
}
