import { FaultError } from '../../../shared/domain/fault.ts'
import type { Ports } from '../ports/ports.ts'
import type { Connection } from './connect.ts'
import { beginRead, connectReadOnly } from './connect.ts'
import type { LockWait } from './lock-wait.ts'
import { lockWaitFrom } from './lock-wait.ts'
import { mayRecover, mayShareLog } from './may-share-log.ts'
import { readPragma } from './read-pragma.ts'
import { asSourceFault, cannotShareLog, needsRecovery } from './source-faults.ts'
import type { SourceFile } from './source-file.ts'
import { openSourceFile } from './source-file.ts'
import { writerRemark } from './writer-remark.ts'

/** What a look at a source tells before anything is done with it. */
export interface InspectedSource {
  /** Canonical path: symbolic links resolved. */
  readonly path: string
  /** The file and its log together. */
  readonly sizeBytes: number
  /** The log alone; 0 where there is none. */
  readonly walBytes: number
  readonly pageSize: number
  readonly pageCount: number
  readonly journalMode: 'wal' | 'rollback'
  /** SQLITE_VERSION_NUMBER of the last writer; 0 when unknown. */
  readonly writerVersion: number
  /** Tables in the schema, SQLite's own and shadow tables included; null where it can't be read without changing something. */
  readonly tableCount: number | null
  readonly remarks: readonly string[]
}

/** How long and until when a look may wait. */
export interface InspectOptions {
  /** Milliseconds; 2000 when not given. */
  readonly lockWaitMs?: number
  readonly signal?: AbortSignal
}

type Seen = Pick<InspectedSource, 'pageSize' | 'pageCount' | 'journalMode' | 'tableCount' | 'remarks'>

const recoveryRemark =
  'A program that wrote to the database crashed and left a journal. SQLite rolls it back as soon as the database is opened, also by a backup.'
const unsharedRemark =
  'The folder does not let this user share the write-ahead log. The database can be copied only while nobody writes to it.'

function look(connection: Connection): Seen {
  const tables = connection
    .prepare<[], { tables: number }>("SELECT count(*) AS tables FROM main.sqlite_schema WHERE type = 'table'")
    .get()
  return {
    pageSize: readPragma(connection, 'page_size') as number,
    pageCount: readPragma(connection, 'page_count') as number,
    journalMode: readPragma(connection, 'journal_mode') === 'wal' ? 'wal' : 'rollback',
    tableCount: tables?.tables ?? 0,
    remarks: [],
  }
}

async function lookByConnection(path: string, wait: LockWait): Promise<Seen> {
  const connection = connectReadOnly(path)
  try {
    await wait.whileBusy(() => beginRead(connection))
    return look(connection)
  } finally {
    connection.close()
  }
}

/** What the header alone tells, where SQLite may not be let at the file. */
function lookAtHeader(source: SourceFile, remark: string): Seen {
  const { pageSize, pageCount, usesWal } = source.header
  return {
    pageSize,
    pageCount: pageCount ?? Math.floor(source.facts.sizeBytes / pageSize),
    journalMode: usesWal ? 'wal' : 'rollback',
    tableCount: null,
    remarks: [remark],
  }
}

async function see(ports: Ports, source: SourceFile, walBytes: number, wait: LockWait): Promise<Seen> {
  const { path } = source
  try {
    if (await mayShareLog(ports.files, source)) return await lookByConnection(path, wait)
  } catch (error) {
    if (needsRecovery(error)) {
      if (await mayRecover(ports.files, source)) return lookAtHeader(source, recoveryRemark)
      throw new FaultError({ code: 'SOURCE_NEEDS_RECOVERY', path }, { cause: error })
    }
    if (!source.header.usesWal || !cannotShareLog(error)) throw error
  }
  if (walBytes > 0) throw new FaultError({ code: 'SOURCE_WAL_UNREADABLE', path })
  return lookAtHeader(source, unsharedRemark)
}

/**
 * The look before a backup or a registration: whether the file can be backed up, and what it is. Changes nothing; a crashed
 * writer's journal is reported, not rolled back. Throws FaultError: SOURCE_MISSING, SOURCE_IS_FOLDER, SOURCE_NOT_PERMITTED,
 * SOURCE_EMPTY, SOURCE_NOT_SQLITE, SOURCE_DAMAGED, SOURCE_LOCKED, SOURCE_NEEDS_RECOVERY, SOURCE_WAL_UNREADABLE,
 * SOURCE_REPLACED, SOURCE_READ_FAILED.
 *
 * Not for a process that has a connection of its own to the same file: closing the file would drop that connection's locks.
 */
export async function inspectSource(
  ports: Ports,
  path: string,
  options: InspectOptions = {},
): Promise<InspectedSource> {
  const signal = options.signal ?? new AbortController().signal
  const source = await openSourceFile(ports.files, path)
  try {
    const walBytes = (await ports.files.stat(`${source.path}-wal`))?.sizeBytes ?? 0
    const wait = lockWaitFrom(ports.clock, path, { lockWaitMs: options.lockWaitMs ?? 2000, signal })
    const seen = await see(ports, source, walBytes, wait)
    const writer = writerRemark(source.header)
    return {
      ...seen,
      path: source.path,
      sizeBytes: source.facts.sizeBytes + walBytes,
      walBytes,
      writerVersion: source.header.writerVersion,
      remarks: writer === null ? seen.remarks : [...seen.remarks, writer],
    }
  } catch (error) {
    throw asSourceFault(path, error)
  } finally {
    await source.file.close()
  }
}
