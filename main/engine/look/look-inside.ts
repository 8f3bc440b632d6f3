import type { LookOutcome, LookRequest, RunContext } from '../engine-types.ts'
import { openReadable } from '../content/open-content.ts'
import { provideImage } from '../content/provide-image.ts'
import { readingTable } from '../content/reading-table.ts'
import { findTable } from '../content/table-shape.ts'
import type { Ports } from '../ports/ports.ts'
import { readRows } from './read-rows.ts'
import { viewContent } from './view-content.ts'

/**
 * Tells what is inside a backup, or some rows of one of its tables. Throws the faults of `provideImage`, TABLE_UNKNOWN,
 * COLUMN_UNKNOWN, TABLE_UNREADABLE, WRONG_USE.
 */
export async function lookInside(ports: Ports, request: LookRequest, run: RunContext): Promise<LookOutcome> {
  const record = await provideImage(ports, request, run)
  const { file } = record
  const connection = openReadable(request.imageFile, file)
  try {
    const { wish } = request
    if (wish.kind === 'content') return { kind: 'content', content: viewContent(connection, record) }
    const shape = findTable(connection, wish.table, file)
    return { kind: 'rows', rows: readingTable(shape.name, file, () => readRows(connection, shape, wish)) }
  } finally {
    connection.close()
  }
}
