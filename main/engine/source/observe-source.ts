import type { FileFacts, FileSystem, OpenFile } from '../ports/file-system.ts'
import { headerBytes, parseDatabaseHeader } from './database-header.ts'

/**
 * What of a database changes with every commit, read without reading the database: two equal observations mean that nothing
 * was committed between them. Plain data; it holds nothing of the content.
 */
export interface SourceObservation {
  readonly device: string
  readonly inode: string
  readonly sizeBytes: number
  /** Milliseconds since 1970 UTC. */
  readonly modifiedAt: number
  /** As `FileFacts` has it: a copy that keeps the time of its original can't put it back. */
  readonly statusChangedAt: number
  /** The first 100 bytes, hex: the change counter, the page count, the schema's cookie. */
  readonly header: string
  /** Null: there is no log, or nothing in it. */
  readonly log: {
    readonly sizeBytes: number
    readonly modifiedAt: number
    /** Its first 32 bytes, hex: the salts change when it begins anew. */
    readonly header: string
    /** The wal-index header, hex: it names the last frame and its checksum. */
    readonly index: string
  } | null
}

/** The coarsest clock of a file system, FAT's, ticks every 2 s. Milliseconds. */
const settledAfterMs = 2000
const logHeaderBytes = 32
const indexHeaderBytes = 48

async function firstBytes(file: OpenFile, length: number): Promise<Buffer> {
  const bytes = Buffer.alloc(length)
  return bytes.subarray(0, await file.read(bytes, 0))
}

async function reading<T>(
  files: FileSystem,
  path: string,
  read: (file: OpenFile, facts: FileFacts) => Promise<T>,
): Promise<T | null> {
  if ((await files.stat(path)) === null) return null
  const file = await files.open(path, 'read')
  try {
    return await read(file, await file.stat())
  } finally {
    await file.close()
  }
}

/** A journal that is hot, or one that a writer is filling: its header is not zeroed. */
async function hasJournal(files: FileSystem, path: string): Promise<boolean> {
  const used = await reading(files, `${path}-journal`, async (file, facts) => {
    const first = await firstBytes(file, 8)
    return facts.sizeBytes > 0 && first.some((byte) => byte !== 0)
  })
  return used === true
}

/** 'unknown': there is a log and no wal-index that says where it ends. */
async function observeLog(files: FileSystem, path: string): Promise<SourceObservation['log'] | 'unknown'> {
  const log = await reading(files, `${path}-wal`, async (file, facts) => ({
    sizeBytes: facts.sizeBytes,
    modifiedAt: facts.modifiedAt,
    header: (await firstBytes(file, logHeaderBytes)).toString('hex'),
  }))
  if (log === null || log.sizeBytes === 0) return null
  const index = await reading(files, `${path}-shm`, (file) => firstBytes(file, 2 * indexHeaderBytes))
  if (index === null || index.length < 2 * indexHeaderBytes) return 'unknown'
  const [one, other] = [index.subarray(0, indexHeaderBytes), index.subarray(indexHeaderBytes)]
  return one.equals(other) ? { ...log, index: one.toString('hex') } : 'unknown'
}

/**
 * Looks at a database from outside, at `nowMs` (UTC milliseconds). Null where that tells nothing sure: it is being written, its log has no wal-index, or it
 * can't be read. Never throws: what is wrong with a source is for the backup to say.
 *
 * Not for a process that has a connection of its own to the same file: closing the file would drop that connection's locks.
 */
export async function observeSource(
  files: FileSystem,
  given: string,
  nowMs: number,
): Promise<SourceObservation | null> {
  try {
    const path = await files.realPath(given)
    const database = await reading(files, path, async (file, facts) => ({
      facts,
      header: await firstBytes(file, headerBytes),
    }))
    if (database === null) return null
    const header = parseDatabaseHeader(database.header)
    if ('problem' in header) return null
    const log = await observeLog(files, path)
    if (log === 'unknown' || (await hasJournal(files, path))) return null
    // In WAL mode commits leave the change counter alone: without a log only the file's time tells, if its clock has ticked since.
    const isTold = !header.usesWal || log !== null || nowMs - database.facts.modifiedAt > settledAfterMs
    if (!isTold) return null
    const { device, inode, sizeBytes, modifiedAt, statusChangedAt } = database.facts
    return {
      device: String(device),
      inode: String(inode),
      sizeBytes,
      modifiedAt,
      statusChangedAt,
      header: database.header.toString('hex'),
      log,
    }
  } catch {
    return null
  }
}

/** Whether nothing was committed from one observation to the other. */
export function isSameObservation(one: SourceObservation | null, other: SourceObservation | null): boolean {
  return one !== null && other !== null && JSON.stringify(one) === JSON.stringify(other)
}
