import type { RowChangesView } from '../../../shared/domain/comparison.ts'
import { readingTable } from '../content/reading-table.ts'
import { pageOfRowChanges } from '../content/row-differences.ts'
import type { PartialRowsRequest, RunContext } from '../engine-types.ts'
import type { Ports } from '../ports/ports.ts'
import { asSourceFault } from '../source/source-faults.ts'
import { chooseTables } from './choose-tables.ts'
import { makeStandIn } from './make-table.ts'
import { openToLook } from './open-both-sides.ts'
import { blocked, refuseBlocked } from './partial-faults.ts'
import { provideStored } from './provide-stored.ts'

/**
 * Some of the rows that bringing one selection back would add, change and remove: `before` as they are in the live database,
 * `after` as they are in the backup. Throws as `previewPartial`, and PARTIAL_BLOCKED where the table can't be brought back.
 */
export async function partialRows(
  ports: Ports,
  request: PartialRowsRequest,
  run: RunContext,
): Promise<RowChangesView> {
  const { livePath, imageFile, lockWaitMs, selection, kind, offset, limit } = request
  await provideStored(ports, request, run)
  const connection = await openToLook(ports, { livePath, imageFile, lockWaitMs, signal: run.signal })
  try {
    const { tables, conflicts } = chooseTables(connection, [selection], makeStandIn)
    refuseBlocked(livePath, conflicts)
    const [table] = tables
    if (table === undefined) throw blocked(livePath, [`${selection.table} can’t be looked at`])
    const { conditions } = selection
    return readingTable(selection.table, 'both sides', () =>
      pageOfRowChanges(connection, table.tables, { conditions, kind, offset, limit }),
    )
  } catch (error) {
    throw asSourceFault(livePath, error)
  } finally {
    connection.close()
  }
}
