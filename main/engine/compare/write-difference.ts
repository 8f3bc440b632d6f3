import { setImmediate as nextTurn } from 'node:timers/promises'

import { FaultError } from '../../../shared/domain/fault.ts'
import type { ExportedSql, RunContext } from '../engine-types.ts'
import { reasonOfSqlite, readingTable } from '../content/reading-table.ts'
import { tableTerm } from '../content/row-key.ts'
import { foldName } from '../content/sql-terms.ts'
import type { TableShape } from '../content/table-shape.ts'
import { whyRowsAreHidden } from '../content/virtual-rows.ts'
import type { Ports } from '../ports/ports.ts'
import {
  encodingsDiffer,
  isStatistics,
  matchTables,
  planOf,
  type MatchedSchemas,
  type MatchedTable,
} from './matched-tables.ts'
import type { OpenSides } from './open-sides.ts'
import { insertEveryRow, rowStatements } from './row-statements.ts'
import { planSchema, type SchemaPlan } from './schema-statements.ts'
import { writeScript, type ScriptWriter } from './script-writer.ts'

/** What an export works with. */
interface Export {
  readonly sides: OpenSides
  readonly script: ScriptWriter
  readonly plan: SchemaPlan
  readonly run: RunContext
  readonly leftOut: string[]
}

const sequences = 'sqlite_sequence'

/** After so many statements other work of the process, a cancel among it, gets its turn. */
const statementsEachTurn = 1000

async function leaveOut({ script, leftOut }: Export, what: string): Promise<void> {
  leftOut.push(what)
  await script.comment(`left out: ${what}`)
}

async function writeAll(work: Export, statements: Iterable<string>): Promise<void> {
  let count = 0
  for (const statement of statements) {
    await work.script.change(statement)
    count += 1
    if (count % statementsEachTurn !== 0) continue
    await nextTurn()
    work.run.signal.throwIfAborted()
  }
}

async function writeRemade(work: Export, shape: TableShape): Promise<void> {
  const hidden = whyRowsAreHidden(shape)
  if (hidden !== null) return leaveOut(work, `rows of table ${shape.name}: ${hidden}`)
  await writeAll(work, insertEveryRow(work.sides.connection, shape))
}

async function writeRows(work: Export, { name, left, right }: MatchedTable): Promise<void> {
  if (isStatistics(name) || foldName(name) === sequences) return
  if (right === null) return
  if (left === null || work.plan.remade.has(foldName(name))) return writeRemade(work, right)
  const tables = planOf(work.sides, left, right)
  if ('notCompared' in tables) return leaveOut(work, `table ${name}: ${tables.notCompared}`)
  await writeAll(work, rowStatements(work.sides.connection, tables))
}

/** A half-written script would be worse than none: a table that can't be read to its end ends it. */
async function writeTable(work: Export, matched: MatchedTable): Promise<void> {
  const { sides, run } = work
  run.onProgress({ step: `writing ${matched.name}`, doneBytes: work.script.sizeBytes, totalBytes: null })
  try {
    await writeRows(work, matched)
  } catch (error) {
    const detail = reasonOfSqlite(error)
    if (detail === null) throw error
    const fault = { code: 'TABLE_UNREADABLE', table: matched.name, place: sides.left.place, detail } as const
    throw new FaultError(fault, { cause: error })
  }
}

/** The counters of AUTOINCREMENT, whole: writing rows moves them. */
async function writeSequences(work: Export, tables: readonly MatchedTable[]): Promise<void> {
  const found = tables.find(({ name }) => foldName(name) === sequences)
  if (found === undefined) return
  const isMadeByScript = tables.some(({ right }) => right !== null && /\bAUTOINCREMENT\b/i.test(right.sql))
  if (found.left === null && !isMadeByScript) return
  await work.script.change(`DELETE FROM ${sequences}`)
  if (found.right !== null) await writeAll(work, insertEveryRow(work.sides.connection, found.right))
}

/** Numbers in the header that a program keeps there. */
async function writeHeaderNumbers({ sides, script }: Export): Promise<void> {
  for (const name of ['user_version', 'application_id']) {
    const [left, right] = ['main', sides.right.schemaName].map(
      (schema) => sides.connection.pragma(`${schema}.${name}`, { simple: true }) as number,
    )
    if (left !== right) await script.change(`PRAGMA ${name} = ${right}`)
  }
}

function isAny(statements: Iterable<string>): boolean {
  // Left by `return`, so that SQLite's own iteration ends too.
  for (const _statement of statements) return true
  return false
}

/** Whether any row differs: what would be written is looked for, up to the first statement. */
function hasRowChanges(sides: OpenSides, tables: readonly MatchedTable[]): boolean {
  return tables.some(({ name, left, right }) => {
    if (left === null || right === null) return true
    const plan = planOf(sides, left, right)
    if ('notCompared' in plan) return false
    return readingTable(name, sides.left.place, () => isAny(rowStatements(sides.connection, plan)))
  })
}

/** Triggers and counters are touched where rows change; without them it need not be known beforehand. */
function mustKnowOfRows({ left, right, tables }: MatchedSchemas): boolean {
  const hasTriggers = [left, right].some(({ objects }) => objects.some(({ type }) => type === 'trigger'))
  return hasTriggers || tables.some(({ name }) => foldName(name) === sequences)
}

function isSequenceSame(sides: OpenSides, tables: readonly MatchedTable[]): boolean {
  const found = tables.find(({ name }) => foldName(name) === sequences)
  if (found === undefined) return true
  if (found.left === null || found.right === null) return false
  const rows = (shape: TableShape): string =>
    JSON.stringify(
      sides.connection.prepare(`SELECT name, seq FROM ${tableTerm(shape)} ORDER BY name, seq`).all(),
    )
  return rows(found.left) === rows(found.right)
}

async function writeBody(work: Export, tables: readonly MatchedTable[], isAnything: boolean): Promise<void> {
  const { plan, script, sides } = work
  await script.comment(`from ${sides.left.place}`)
  await script.comment(`to ${sides.right.place}`)
  await script.frame('PRAGMA foreign_keys = OFF')
  await script.frame('BEGIN IMMEDIATE')
  await writeAll(work, plan.before)
  for (const matched of tables) await writeTable(work, matched)
  if (isAnything || !isSequenceSame(sides, tables)) await writeSequences(work, tables)
  await writeAll(work, plan.after)
  await writeHeaderNumbers(work)
  await script.frame('COMMIT')
}

/**
 * Writes a script that makes the right content out of the left one, in one transaction: the schema, then rows by key (DELETE, UPDATE
 * of what differs, INSERT), then indexes, views and triggers, so that none of them is in the way. What can't be expressed is left
 * out and said. Throws EXPORT_FAILED, TABLE_UNREADABLE, WRONG_USE where the sides store texts differently, and the signal's reason.
 */
export async function writeDifference(
  ports: Ports,
  sides: OpenSides,
  path: string,
  run: RunContext,
): Promise<ExportedSql> {
  const differing = encodingsDiffer(sides)
  if (differing !== null)
    throw new FaultError({ code: 'WRONG_USE', detail: `no SQL leads there: ${differing}` })
  const schemas = matchTables(sides)
  const { left, right, tables } = schemas
  const rowsChange = mustKnowOfRows(schemas) && hasRowChanges(sides, tables)
  const plan = planSchema(left, right, rowsChange)
  const isAnything = rowsChange || plan.before.length + plan.after.length > 0
  return writeScript(ports, path, async (script) => {
    const work: Export = { sides, script, plan, run, leftOut: [] }
    await writeBody(work, tables, isAnything)
    await script.flush()
    return {
      path,
      statements: script.statements,
      sizeBytes: script.sizeBytes,
      leftOut: work.leftOut,
    }
  })
}
