import Database from 'better-sqlite3'

import { FaultError } from '../../../shared/domain/fault.ts'
import { attachContent } from '../content/open-content.ts'
import type { Ports } from '../ports/ports.ts'
import { connectSource } from '../source/connect-source.ts'
import { beginRead, connectReadOnly, nameFor, type Connection } from '../source/connect.ts'
import { lockWaitFrom } from '../source/lock-wait.ts'
import { asSourceFault } from '../source/source-faults.ts'
import { backupSchema } from './partial-table.ts'

/** The live file and the backup's image. */
export interface BothSides {
  /** Absolute path of the live database. */
  readonly livePath: string
  readonly imageFile: string
  /** How long another program's lock is waited for. */
  readonly lockWaitMs: number
  readonly signal: AbortSignal
}

/** How long one call may block this thread inside SQLite; longer waits are made of several calls. */
const busyTimeoutMs = 50

async function refuseMissing(ports: Ports, path: string): Promise<void> {
  const facts = await ports.files.stat(path)
  if (facts === null) throw new FaultError({ code: 'SOURCE_MISSING', path })
  if (!facts.isFile) throw new FaultError({ code: 'SOURCE_IS_FOLDER', path })
}

function attach(connection: Connection, { imageFile, livePath }: BothSides): void {
  try {
    attachContent(connection, imageFile, backupSchema)
  } catch (error) {
    if (!(error instanceof Error && /text encoding/.test(error.message))) throw error
    const conflicts = ['the live database and the backup store text in different encodings']
    throw new FaultError({ code: 'PARTIAL_BLOCKED', path: livePath, conflicts }, { cause: error })
  }
}

/**
 * Opens the live database for reading, in a read transaction, with the backup's image beside it; only `temp` can be written. The
 * caller closes it. Throws the SOURCE_ faults, and PARTIAL_BLOCKED where SQLite can't have both on one connection.
 */
export async function openToLook(ports: Ports, sides: BothSides): Promise<Connection> {
  const { livePath, lockWaitMs, signal } = sides
  let connection: Connection | undefined
  try {
    await refuseMissing(ports, livePath)
    const wait = lockWaitFrom(ports.clock, livePath, { lockWaitMs, signal })
    // Has a crashed writer's journal rolled back first: a transaction must not have begun where another is attached.
    ;(await connectSource(livePath, wait)).connection.close()
    const looking = connectReadOnly(livePath)
    connection = looking
    attach(looking, sides)
    await wait.whileBusy(() => beginRead(looking))
    return looking
  } catch (error) {
    connection?.close()
    throw asSourceFault(livePath, error)
  }
}

function connectToWrite(livePath: string): Connection {
  const connection = new Database(nameFor(livePath), { fileMustExist: true, timeout: busyTimeoutMs })
  connection.pragma('trusted_schema = OFF')
  connection.pragma('cell_size_check = ON')
  connection.pragma('mmap_size = 0')
  // No key cascades while rows come back in any order; what holds in the end is checked before the commit.
  connection.pragma('foreign_keys = OFF')
  connection.pragma('recursive_triggers = OFF')
  // On the medium when the commit returns, in both journal modes.
  connection.pragma('synchronous = EXTRA')
  return connection
}

/**
 * Opens the live database for writing, in a transaction that keeps other writers out, with the backup's image beside it. Closing
 * it without a commit leaves everything as it was. Throws the SOURCE_ faults, and SQLite's error where it can't be written.
 */
export async function openToWrite(ports: Ports, sides: BothSides): Promise<Connection> {
  const { livePath, lockWaitMs, signal } = sides
  await refuseMissing(ports, livePath)
  const connection = connectToWrite(livePath)
  try {
    const wait = lockWaitFrom(ports.clock, livePath, { lockWaitMs, signal })
    await wait.whileBusy(() => connection.exec('BEGIN IMMEDIATE'))
    // Only now: beginning would have locked the image too, and whoever looks into it would keep the commit waiting.
    attach(connection, sides)
    return connection
  } catch (error) {
    connection.close()
    throw error
  }
}
