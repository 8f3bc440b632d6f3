import { setImmediate as nextTurn } from 'node:timers/promises'

import type { PartialPreview, TriggerChoice } from '../../../shared/domain/partial-restore.ts'
import type { RowSelection } from '../../../shared/domain/row-filter.ts'
import { readingTable } from '../content/reading-table.ts'
import type { PartialPreviewRequest, RunContext } from '../engine-types.ts'
import type { Ports } from '../ports/ports.ts'
import type { Connection } from '../source/connect.ts'
import { asSourceFault } from '../source/source-faults.ts'
import { chooseTables } from './choose-tables.ts'
import { digestChanges } from './digest-changes.ts'
import { findConflicts, type CountedTable } from './find-conflicts.ts'
import { listChanges } from './list-changes.ts'
import { makeStandIn } from './make-table.ts'
import { openToLook } from './open-both-sides.ts'
import { storedOf } from './partial-table.ts'
import { provideStored } from './provide-stored.ts'
import { tablePreview } from './table-preview.ts'

type Seen = Pick<PartialPreview, 'tables' | 'conflicts' | 'mark'>

/** What is asked of one moment of both sides. */
interface Question {
  readonly selections: readonly RowSelection[]
  readonly triggers?: TriggerChoice | undefined
}

async function look(connection: Connection, question: Question, run: RunContext): Promise<Seen> {
  const { tables, conflicts } = chooseTables(connection, question.selections, makeStandIn)
  const counted: CountedTable[] = []
  for (const table of tables) {
    run.onProgress({ step: 'comparing rows', doneBytes: 0, totalBytes: null })
    await nextTurn()
    run.signal.throwIfAborted()
    const { name } = storedOf(table)
    counted.push({ table, counts: readingTable(name, 'both sides', () => listChanges(connection, table)) })
  }
  return {
    tables: counted.map(tablePreview),
    conflicts: [...conflicts, ...findConflicts(connection, counted, question.triggers)],
    mark: await digestChanges(connection, counted, run.signal),
  }
}

/**
 * What bringing selected rows back would do and what is in its way, from one moment of the live database, which is only read.
 * Throws FaultError: those of reading a backup, BACKUP_WITHOUT_ROWS, SOURCE_*, TABLE_UNKNOWN, COLUMN_UNKNOWN, WRONG_USE,
 * PARTIAL_BLOCKED where the two can't be compared at all, and the signal's reason.
 */
export async function previewPartial(
  ports: Ports,
  request: PartialPreviewRequest,
  run: RunContext,
): Promise<PartialPreview> {
  const { databaseId, database, livePath, imageFile, lockWaitMs } = request
  const backup = await provideStored(ports, request, run)
  const connection = await openToLook(ports, { livePath, imageFile, lockWaitMs, signal: run.signal })
  try {
    const seen = await look(connection, request, run)
    return {
      databaseId,
      database,
      backupId: backup.id,
      takenAt: backup.takenAt,
      target: livePath,
      ...seen,
      isPossible: !seen.conflicts.some(({ isBlocking }) => isBlocking),
    }
  } catch (error) {
    throw asSourceFault(livePath, error)
  } finally {
    connection.close()
  }
}
