import { FaultError } from '../../../shared/domain/fault.ts'
import type { Connection } from './connect.ts'
import { beginRead, connectReadOnly, recoverJournal } from './connect.ts'
import type { LockWait } from './lock-wait.ts'
import { needsRecovery, sqliteCodeOf } from './source-faults.ts'

/** A connection whose read transaction has begun. */
export interface ConnectedSource {
  readonly connection: Connection
  /** What had to be done to read it at all. */
  readonly remarks: readonly string[]
}

const recoveredRemark =
  'A program that wrote to the database had crashed and left a journal; SQLite rolled it back before the copy was taken.'

/** A live writer that rolls back can look like a crashed one for an instant; a crashed one looks so each time. */
const looksBeforeRecovery = 3

/** Whether the transaction could begin; false where a crashed writer's journal is in the way. */
async function tryBegin(connection: Connection, wait: LockWait): Promise<boolean> {
  for (let looks = 1; ; looks += 1) {
    try {
      await wait.whileBusy(() => beginRead(connection))
      return true
    } catch (error) {
      if (!needsRecovery(error)) throw error
      if (looks >= looksBeforeRecovery) return false
    }
    await wait.pause()
  }
}

async function recover(path: string, wait: LockWait): Promise<void> {
  try {
    await wait.whileBusy(() => recoverJournal(path))
  } catch (error) {
    if (sqliteCodeOf(error) === null) throw error
    throw new FaultError({ code: 'SOURCE_NEEDS_RECOVERY', path }, { cause: error })
  }
}

/**
 * Connects to a source for reading and begins a read transaction. A crashed writer's journal is rolled back by SQLite first,
 * and a remark says so. Throws SQLite's error or FaultError (SOURCE_LOCKED, SOURCE_NEEDS_RECOVERY); leaves no connection open then.
 */
export async function connectSource(path: string, wait: LockWait): Promise<ConnectedSource> {
  const connection = connectReadOnly(path)
  try {
    if (await tryBegin(connection, wait)) return { connection, remarks: [] }
    await recover(path, wait)
    if (await tryBegin(connection, wait)) return { connection, remarks: [recoveredRemark] }
    throw new FaultError({ code: 'SOURCE_NEEDS_RECOVERY', path })
  } catch (error) {
    connection.close()
    throw error
  }
}
