import { FaultError } from '../../../shared/domain/fault.ts'
import type { FileSystem, OpenFile } from '../ports/file-system.ts'
import type { Ports } from '../ports/ports.ts'
import type { Connection } from './connect.ts'
import { connectImage, connectReadOnly } from './connect.ts'
import type { PageSource } from './page-source.ts'
import { blankLockPage, placeInFile } from './page-source.ts'
import { asSourceFault } from './source-faults.ts'

/** A raw copy of a database file, taken quickly so that its lock can be given back before the slow work begins. */
export interface StagedImage extends PageSource {
  /** Opens the copy. The caller closes it. */
  connect(): Connection
  /** Gives memory or scratch space back. */
  discard(): Promise<void>
}

/** What is copied, and where to. */
export interface StageOrder {
  readonly path: string
  readonly database: OpenFile
  readonly pageSize: number
  readonly pageCount: number
  /** Up to this size the copy is kept in memory. */
  readonly stageInMemoryBytes: number
  /** For larger copies. Made when it is not there. */
  readonly scratchFolder: string
  readonly signal: AbortSignal
}

const chunkBytes = 8 << 20

/** Reads the file's bytes in order, all `length` of them. Throws SOURCE_DAMAGED where it ends before. */
async function* readChunks(order: StageOrder, into: (at: number, length: number) => Uint8Array) {
  const total = order.pageSize * order.pageCount
  for (let at = 0; at < total; at += chunkBytes) {
    order.signal.throwIfAborted()
    const chunk = into(at, Math.min(chunkBytes, total - at))
    const length = await order.database.read(chunk, at).catch((error: unknown) => {
      throw asSourceFault(order.path, error)
    })
    if (length < chunk.length) {
      const detail = `the file ends at ${at + length} of ${total} bytes`
      throw new FaultError({ code: 'SOURCE_DAMAGED', path: order.path, detail })
    }
    blankLockPage(at / order.pageSize + 1, chunk, order.pageSize)
    yield { at, chunk }
  }
}

async function stageInMemory(order: StageOrder): Promise<StagedImage> {
  const image = Buffer.allocUnsafe(order.pageSize * order.pageCount)
  const chunks = readChunks(order, (at, length) => image.subarray(at, at + length))
  while ((await chunks.next()).done !== true);
  return {
    readPages(firstPage, into) {
      const at = (firstPage - 1) * order.pageSize
      into.set(image.subarray(at, at + into.length))
      return Promise.resolve()
    },
    connect() {
      // SQLite opens no WAL-mode image in memory; the two bytes that say so hold no content.
      const modes = image.subarray(18, 20)
      const kept = Buffer.from(modes)
      modes.fill(1)
      try {
        return connectImage(image)
      } finally {
        modes.set(kept)
      }
    },
    discard: () => Promise.resolve(),
  }
}

async function removeScratch(files: FileSystem, scratch: string): Promise<void> {
  for (const ending of ['', '-wal', '-shm', '-journal']) await files.remove(scratch + ending)
}

function scratchFault(folder: string, error: unknown): unknown {
  const errno = (error as NodeJS.ErrnoException | null)?.code
  if (error instanceof FaultError || !(error instanceof Error) || typeof errno !== 'string') return error
  if (errno === 'ENOSPC' || errno === 'EDQUOT') {
    return new FaultError({ code: 'VAULT_FULL', path: folder, neededBytes: null, freeBytes: null })
  }
  return new FaultError({ code: 'VAULT_WRITE_FAILED', path: folder, errno })
}

/** Reads one chunk while the one before is written: the lock is held no longer than the slower of the two takes. */
async function copyToScratch(order: StageOrder, copy: OpenFile): Promise<void> {
  const buffers = [Buffer.allocUnsafe(chunkBytes), Buffer.allocUnsafe(chunkBytes)]
  const bufferAt = (at: number): Buffer => buffers[(at / chunkBytes) % 2] ?? Buffer.allocUnsafe(chunkBytes)
  let writing = Promise.resolve()
  try {
    for await (const { at, chunk } of readChunks(order, (at, length) => bufferAt(at).subarray(0, length))) {
      await writing
      writing = copy.write(chunk, at)
      // It is awaited below; until then its failure is not an unhandled one.
      writing.catch(() => undefined)
    }
  } finally {
    await writing
  }
}

async function stageInFile(ports: Ports, order: StageOrder): Promise<StagedImage> {
  const { files } = ports
  const neededBytes = order.pageSize * order.pageCount
  await files.makeFolder(order.scratchFolder)
  const freeBytes = await files.freeBytes(order.scratchFolder)
  if (freeBytes < neededBytes) {
    throw new FaultError({ code: 'VAULT_FULL', path: order.scratchFolder, neededBytes, freeBytes })
  }
  const scratch = `${order.scratchFolder}/${ports.ids.newId()}.staged`
  const copy = await files.open(scratch, 'create')
  const discard = async (): Promise<void> => {
    await copy.close()
    await removeScratch(files, scratch)
  }
  try {
    await copyToScratch(order, copy)
  } catch (error) {
    await discard()
    throw error
  }
  return {
    async readPages(firstPage, into) {
      const length = await copy.read(into, (firstPage - 1) * order.pageSize)
      if (length < into.length) {
        throw new FaultError({ code: 'SOURCE_READ_FAILED', path: order.path, errno: 'SCRATCH_CUT_SHORT' })
      }
    },
    placeOf: (firstPage, count) => placeInFile(copy.descriptor, firstPage, count, order.pageSize),
    connect: () => connectReadOnly(scratch),
    discard,
  }
}

/**
 * Copies a database file as it lies there. The caller holds the lock that keeps it still. Throws FaultError: SOURCE_DAMAGED,
 * SOURCE_READ_FAILED, VAULT_FULL, VAULT_WRITE_FAILED, or the reason of an abort.
 */
export async function stageImage(ports: Ports, order: StageOrder): Promise<StagedImage> {
  if (order.pageSize * order.pageCount <= order.stageInMemoryBytes) return await stageInMemory(order)
  try {
    return await stageInFile(ports, order)
  } catch (error) {
    throw scratchFault(order.scratchFolder, error)
  }
}
