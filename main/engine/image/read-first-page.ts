import { FaultError } from '../../../shared/domain/fault.ts'
import type { Ports } from '../ports/ports.ts'
import { payloadKeyOf } from './data-key.ts'
import { decodeFrame, FrameError, hashPages, pageHashBytes, type FrameForm } from './frame-codec.ts'
import type { ImageReader } from './image-reader.ts'
import { openStored, readExactly } from './stored-file.ts'

function damaged(reader: ImageReader, detail: string, cause?: unknown): FaultError {
  return new FaultError({ code: 'BACKUP_DAMAGED', file: reader.record.file, detail }, { cause })
}

function formOf({ manifest, dataKey }: ImageReader): FrameForm {
  const { record, vaultId } = manifest
  return {
    vaultId,
    backupId: record.id,
    pageSize: record.pageSize,
    compression: record.stored.compression,
    compressionLevel: 0,
    key: dataKey === null ? null : payloadKeyOf(dataKey),
  }
}

async function readFrame(ports: Ports, reader: ImageReader, frame: number): Promise<Uint8Array> {
  const { record, index, vaultFolder } = reader
  const lengths = index.frameLengths
  const position = lengths.subarray(0, frame).reduce((sum, length) => sum + length, 0)
  const slots = index.slotHashes.length / pageHashBytes
  const pages = Math.min(index.pagesPerFrame, slots - frame * index.pagesPerFrame)
  const payload = await openStored(ports, { folder: vaultFolder, file: record.file }, record.sizeBytes)
  try {
    const stored = await readExactly(payload, record.file, position, lengths[frame] ?? 0)
    return decodeFrame(formOf(reader), frame, stored, pages * index.pageSize)
  } catch (error) {
    if (!(error instanceof FrameError)) throw error
    throw damaged(reader, `frame ${frame} (from byte ${position}) ${error.message}`, error)
  } finally {
    await payload.close()
  }
}

/**
 * Page 1 of a backup's image, out of the one frame that holds it, compared with its recorded SHA-256. Throws BACKUP_DAMAGED,
 * BACKUP_FILE_MISSING, BACKUP_FILE_UNREADABLE.
 */
export async function readFirstPage(ports: Ports, reader: ImageReader): Promise<Uint8Array> {
  const { index } = reader
  const [run] = index.runs
  if (run?.owner !== 0) throw damaged(reader, 'its first page is in another backup')
  const frame = Math.floor(run.firstSlot / index.pagesPerFrame)
  const pages = await readFrame(ports, reader, frame)
  const at = (run.firstSlot - frame * index.pagesPerFrame) * index.pageSize
  const page = pages.subarray(at, at + index.pageSize)
  const start = run.firstSlot * pageHashBytes
  const expected = index.slotHashes.subarray(start, start + pageHashBytes)
  if (Buffer.compare(hashPages(page, index.pageSize), expected) === 0) return page
  throw damaged(reader, `page 1 is not what was backed up (frame ${frame})`)
}
