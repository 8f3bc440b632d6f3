import type { TargetState } from '../../../shared/domain/restore-plan.ts'
import type { Ports } from '../ports/ports.ts'
import { beginRead, connectReadOnly, type Connection } from '../source/connect.ts'
import { headerBytes, parseDatabaseHeader, type DatabaseHeader } from '../source/database-header.ts'
import { isBusy, isCorruption } from '../source/source-faults.ts'
import type { ResolvedTarget } from './resolve-target.ts'

/** What is in a target's file, and whether a lock kept SQLite from reading it. */
export interface ProbedContent {
  readonly content: TargetState['content']
  readonly isLocked: boolean
}

/** The header of a target's file; null when it has none, or one that SQLite would refuse. */
export async function readTargetHeader(ports: Ports, target: ResolvedTarget): Promise<DatabaseHeader | null> {
  const file = await ports.files.open(target.path, 'read')
  try {
    const bytes = new Uint8Array(headerBytes)
    const header = parseDatabaseHeader(bytes.subarray(0, await file.read(bytes, 0)))
    return 'problem' in header ? null : header
  } finally {
    await file.close()
  }
}

async function hasMagic(ports: Ports, target: ResolvedTarget): Promise<boolean> {
  const file = await ports.files.open(target.path, 'read')
  try {
    const bytes = new Uint8Array(16)
    await file.read(bytes, 0)
    return new TextDecoder('latin1').decode(bytes) === 'SQLite format 3\0'
  } finally {
    await file.close()
  }
}

function readSchema(connection: Connection): void {
  beginRead(connection)
  connection.prepare('SELECT count(*) FROM sqlite_schema').get()
}

function probeBySqlite(target: ResolvedTarget): ProbedContent {
  let connection: Connection | undefined
  try {
    connection = connectReadOnly(target.path)
    readSchema(connection)
    return { content: 'database', isLocked: false }
  } catch (error) {
    if (isBusy(error)) return { content: 'database', isLocked: true }
    // What else stops a reader (a journal to roll back, a `-shm` that can't be made) is no damage.
    return { content: isCorruption(error) ? 'damaged_database' : 'database', isLocked: false }
  } finally {
    connection?.close()
  }
}

/**
 * Tells what a target's file is by its header and by reading its schema through a read-only connection. Does not judge
 * the rest of the content: that takes as long as reading it. A `-shm` may appear beside a database in WAL mode.
 */
export async function probeContent(ports: Ports, target: ResolvedTarget): Promise<ProbedContent> {
  if ((await readTargetHeader(ports, target)) !== null) return probeBySqlite(target)
  const content = (await hasMagic(ports, target)) ? 'damaged_database' : 'not_a_database'
  return { content, isLocked: false }
}
