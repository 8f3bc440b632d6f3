import { FaultError } from '../../../shared/domain/fault.ts'
import type { Ports } from '../ports/ports.ts'
import { decodeFrame, FrameError, hashPages, pageHashBytes } from './frame-codec.ts'
import type { ImageReader } from './image-reader.ts'
import { pagesInFrame, type PayloadReader } from './payload-reader.ts'
import { planFrames } from './plan-frames.ts'
import { openStored, readExactly } from './stored-file.ts'

function damaged({ manifest }: PayloadReader, detail: string, cause?: unknown): FaultError {
  return new FaultError({ code: 'BACKUP_DAMAGED', file: manifest.record.file, detail }, { cause })
}

async function readFrame(
  ports: Ports,
  folder: string,
  payload: PayloadReader,
  frame: number,
): Promise<Uint8Array> {
  const { form, frameStarts, index, manifest } = payload
  const { file, sizeBytes } = manifest.record
  const start = frameStarts[frame] ?? 0
  const open = await openStored(ports, { folder, file }, sizeBytes)
  try {
    const stored = await readExactly(open, file, start, index.frameLengths[frame] ?? 0)
    return decodeFrame(form, frame, stored, pagesInFrame(payload, frame) * index.pageSize)
  } catch (error) {
    if (!(error instanceof FrameError)) throw error
    throw damaged(payload, `frame ${frame} (from byte ${start}) ${error.message}`, error)
  } finally {
    await open.close()
  }
}

/**
 * Page 1 of a backup's image, out of the one frame that holds it, whichever backup of the chain that is in; compared with its
 * recorded SHA-256. Throws BACKUP_DAMAGED, BACKUP_FILE_MISSING, BACKUP_FILE_UNREADABLE.
 */
export async function readFirstPage(ports: Ports, reader: ImageReader): Promise<Uint8Array> {
  const { owners, vaultFolder, pageHashes, record } = reader
  const work = planFrames(owners[0].index).find(({ pieces }) => pieces.some((piece) => piece.firstPage === 0))
  const payload = owners[work?.owner ?? 0] ?? owners[0]
  const piece = work?.pieces.find(({ firstPage }) => firstPage === 0)
  if (work === undefined || piece === undefined) throw damaged(payload, 'its page map has no first page')
  const pages = await readFrame(ports, vaultFolder, payload, work.frame)
  const page = pages.subarray(piece.at * record.pageSize, (piece.at + 1) * record.pageSize)
  if (Buffer.compare(hashPages(page, record.pageSize), pageHashes.subarray(0, pageHashBytes)) === 0)
    return page
  throw damaged(payload, `page 1 is not what was backed up (frame ${work.frame})`)
}
