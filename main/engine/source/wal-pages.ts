import { FaultError } from '../../../shared/domain/fault.ts'
import type { OpenFile } from '../ports/file-system.ts'
import type { PageSource } from './page-source.ts'
import { blankLockPage, placeInFile } from './page-source.ts'

/** One moment of a database in WAL mode. */
export interface WalMoment {
  readonly path: string
  readonly database: OpenFile
  /** The log; null when no frame of it is needed. */
  readonly wal: OpenFile | null
  readonly pageSize: number
  /** Page → its frame, for pages that may not be in the database file yet. */
  readonly frames: ReadonlyMap<number, number>
  /** Salts that each of those frames must have. */
  readonly salts: Buffer
}

const walHeaderBytes = 32
const frameHeaderBytes = 24
/** Frames that follow each other are read together, up to this many bytes. */
const batchBytes = 1 << 20

/** A page wanted, and the frame that has it. */
interface Wanted {
  readonly page: number
  readonly frame: number
}

function damaged(path: string, detail: string): FaultError {
  return new FaultError({ code: 'SOURCE_DAMAGED', path, detail })
}

/** Runs of consecutive frames, each no longer than a batch. */
function batchesOf(wanted: readonly Wanted[], frameBytes: number): readonly (readonly Wanted[])[] {
  const limit = Math.max(1, Math.floor(batchBytes / frameBytes))
  const batches: Wanted[][] = []
  for (const one of wanted.toSorted((a, b) => a.frame - b.frame)) {
    const last = batches.at(-1)
    if (last !== undefined && last.length < limit && last.at(-1)?.frame === one.frame - 1) last.push(one)
    else batches.push([one])
  }
  return batches
}

async function overlayBatch(
  moment: WalMoment,
  batch: readonly Wanted[],
  firstPage: number,
  into: Uint8Array,
): Promise<void> {
  const { path, pageSize, wal, salts } = moment
  const frameBytes = frameHeaderBytes + pageSize
  const bytes = Buffer.allocUnsafe(batch.length * frameBytes)
  const firstFrame = batch[0]?.frame ?? 1
  const length = (await wal?.read(bytes, walHeaderBytes + (firstFrame - 1) * frameBytes)) ?? 0
  if (length < bytes.length) throw damaged(path, `the log ends within frame ${firstFrame}`)
  for (const [n, { page, frame }] of batch.entries()) {
    const at = n * frameBytes
    if (bytes.readUInt32BE(at) !== page || !salts.equals(bytes.subarray(at + 8, at + 16))) {
      throw damaged(path, `frame ${frame} of the log is not page ${page} of this moment`)
    }
    into.set(bytes.subarray(at + frameHeaderBytes, at + frameBytes), (page - firstPage) * pageSize)
  }
}

/** Pages of a WAL moment: from the database file, and over them those that the log has newer. */
export function walPages(moment: WalMoment): PageSource {
  const { path, database, pageSize, frames } = moment
  return {
    placeOf(firstPage, count) {
      for (let page = firstPage; page < firstPage + count; page += 1) if (frames.has(page)) return null
      return placeInFile(database.descriptor, firstPage, count, pageSize)
    },
    async readPages(firstPage, into) {
      const count = into.length / pageSize
      const wanted: Wanted[] = []
      for (let page = firstPage; page < firstPage + count; page += 1) {
        const frame = frames.get(page)
        if (frame !== undefined) wanted.push({ page, frame })
      }
      if (wanted.length < count) {
        const length = await database.read(into, (firstPage - 1) * pageSize)
        // The lock page may be the file's last: SQLite never writes it, so it may be missing there.
        for (let page = firstPage + Math.floor(length / pageSize); page < firstPage + count; page += 1) {
          if (!frames.has(page) && (page - 1) * pageSize !== 0x4000_0000) {
            throw damaged(path, `page ${page} is beyond the end of the file and not in the log`)
          }
        }
      }
      for (const batch of batchesOf(wanted, frameHeaderBytes + pageSize)) {
        await overlayBatch(moment, batch, firstPage, into)
      }
      blankLockPage(firstPage, into, pageSize)
    },
  }
}
