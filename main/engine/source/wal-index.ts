import type { OpenFile } from '../ports/file-system.ts'

/**
 * The wal-index header as SQLite keeps it twice at the begin of `-shm` (SQLite's walformat.html, section 2). All its numbers
 * are in the machine's own byte order; every machine that Holdfast runs on is little-endian.
 */
export interface WalIndexHeader {
  /** The 48 bytes: two headers with the same bytes are the same moment. */
  readonly bytes: Buffer
  /** Last valid frame of the log; 0 when it is empty. */
  readonly lastFrame: number
  /** Pages of the database at that frame. */
  readonly pageCount: number
  /** Salts as they stand in every frame of this log, 8 bytes. */
  readonly salts: Buffer
}

const headerLength = 48
const checkpointInfoAt = 96
const firstBlockEntries = 4062
const blockEntries = 4096
const blockBytes = 32768
const firstEntryAt = 136

/** SQLite's log checksum over 32-bit little-endian words, taken in pairs. */
function checksumOf(bytes: Buffer, length: number): readonly [number, number] {
  let first = 0
  let second = 0
  for (let at = 0; at < length; at += 8) {
    first = (first + bytes.readUInt32LE(at) + second) >>> 0
    second = (second + bytes.readUInt32LE(at + 4) + first) >>> 0
  }
  return [first, second]
}

/** The header, or null while a writer is between its two copies or it is not initialized. */
export function parseWalIndexHeader(bothCopies: Buffer): WalIndexHeader | null {
  const bytes = bothCopies.subarray(0, headerLength)
  if (!bytes.equals(bothCopies.subarray(headerLength, 2 * headerLength))) return null
  const [first, second] = checksumOf(bytes, 40)
  if (bytes.readUInt32LE(40) !== first || bytes.readUInt32LE(44) !== second) return null
  if (bytes.readUInt32LE(0) !== 3007000 || bytes.readUInt8(12) !== 1) return null
  return {
    bytes,
    lastFrame: bytes.readUInt32LE(16),
    pageCount: bytes.readUInt32LE(20),
    salts: bytes.subarray(32, 40),
  }
}

/** Reads the header from `-shm`, or null where it can't be trusted at this instant. */
export async function readWalIndexHeader(shm: OpenFile): Promise<WalIndexHeader | null> {
  const both = Buffer.alloc(2 * headerLength)
  if ((await shm.read(both, 0)) < both.length) return null
  return parseWalIndexHeader(both)
}

/** Frames that are known to be in the database file (`nBackfill`). */
export async function readBackfilledFrames(shm: OpenFile): Promise<number> {
  const word = Buffer.alloc(4)
  await shm.read(word, checkpointInfoAt)
  return word.readUInt32LE(0)
}

/** Where a frame's page number is in `-shm`, and how many entries follow in the same block, itself included. */
export function entryOf(frame: number): { readonly at: number; readonly left: number } {
  if (frame <= firstBlockEntries) {
    return { at: firstEntryAt + 4 * (frame - 1), left: firstBlockEntries - frame + 1 }
  }
  const beyond = frame - firstBlockEntries - 1
  const within = beyond % blockEntries
  return {
    at: blockBytes * (1 + Math.floor(beyond / blockEntries)) + 4 * within,
    left: blockEntries - within,
  }
}

/** Page → its last frame, for the frames `first` to `last`. Null when the arrays hold no such frames. */
export async function readPageFrames(
  shm: OpenFile,
  first: number,
  last: number,
): Promise<ReadonlyMap<number, number> | null> {
  const frames = new Map<number, number>()
  let frame = first
  while (frame <= last) {
    const { at, left } = entryOf(frame)
    const words = Buffer.alloc(4 * Math.min(left, last - frame + 1))
    if ((await shm.read(words, at)) < words.length) return null
    for (let offset = 0; offset < words.length; offset += 4) {
      const page = words.readUInt32LE(offset)
      if (page === 0) return null
      frames.set(page, frame)
      frame += 1
    }
  }
  return frames
}
