import { setImmediate as nextTurn } from 'node:timers/promises'

import type { ComparisonView, TableChange } from '../../../shared/domain/comparison.ts'
import type { RunContext } from '../engine-types.ts'
import { reasonOfSqlite } from '../content/reading-table.ts'
import { countRowChanges } from '../content/row-differences.ts'
import { keyNames, rowKeyOf, tableTerm } from '../content/row-key.ts'
import type { TableShape } from '../content/table-shape.ts'
import { whyRowsAreHidden } from '../content/virtual-rows.ts'
import type { Connection } from '../source/connect.ts'
import { matchTables, planOf, type MatchedTable } from './matched-tables.ts'
import type { OpenSides } from './open-sides.ts'
import { schemaChanges } from './schema-changes.ts'

const noRows = { added: 0, changed: 0, removed: 0, same: 0 } as const

/** A table that is on one side only: every row of it is added or removed. */
function wholeTable(
  connection: Connection,
  shape: TableShape,
  kind: 'added' | 'removed',
): Omit<TableChange, 'table'> {
  const hidden = whyRowsAreHidden(shape)
  if (hidden !== null) return { ...noRows, keyColumns: [], notCompared: hidden }
  const walk = shape.kind === 'virtual' ? '' : ' NOT INDEXED'
  const sql = `SELECT count(*) AS rows FROM ${tableTerm(shape)}${walk}`
  const rows = connection.prepare<[], { rows: number }>(sql).get()?.rows ?? 0
  const key = rowKeyOf(connection, shape)
  return { ...noRows, [kind]: rows, keyColumns: key === null ? [] : keyNames(key), notCompared: null }
}

function changeOf(sides: OpenSides, { left, right }: MatchedTable): Omit<TableChange, 'table'> {
  const onRight = sides.areAttached ? sides.connection : sides.rightConnection
  if (left === null) return right === null ? neither() : wholeTable(onRight, right, 'added')
  if (right === null) return wholeTable(sides.connection, left, 'removed')
  const plan = planOf(sides, left, right)
  if ('notCompared' in plan) return { ...noRows, keyColumns: [], notCompared: plan.notCompared }
  const counts = countRowChanges(sides.connection, plan)
  return { ...counts, keyColumns: keyNames(plan.left.key), notCompared: plan.remark }
}

function neither(): never {
  throw new Error('a matched table is on one side at least')
}

function tableChange(sides: OpenSides, matched: MatchedTable): TableChange {
  try {
    return { table: matched.name, ...changeOf(sides, matched) }
  } catch (error) {
    const reason = reasonOfSqlite(error)
    if (reason === null) throw error
    const notCompared = `it can’t be read here: ${reason}`
    return { table: matched.name, ...noRows, keyColumns: [], notCompared }
  }
}

/**
 * How two contents differ, schema and rows of every table. A table that can't be read or compared says why. Throws SQLite's error
 * where a schema is malformed, and the signal's reason.
 */
export async function summarize(sides: OpenSides, run: RunContext): Promise<ComparisonView> {
  const schemas = matchTables(sides)
  const tables: TableChange[] = []
  for (const matched of schemas.tables) {
    await nextTurn()
    run.signal.throwIfAborted()
    run.onProgress({ step: `comparing ${matched.name}`, doneBytes: 0, totalBytes: null })
    tables.push(tableChange(sides, matched))
  }
  return {
    left: sides.left.compared,
    right: sides.right.compared,
    schema: schemaChanges(schemas.left, schemas.right),
    tables,
  }
}
