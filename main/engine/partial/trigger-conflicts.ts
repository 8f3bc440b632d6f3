import type { PartialConflict, TriggerChoice } from '../../../shared/domain/partial-restore.ts'
import { listWords } from '../../../shared/domain/words/list-words.ts'
import type { RowCounts } from '../content/row-differences.ts'
import { foldName } from '../content/sql-terms.ts'
import { moduleOf } from '../content/virtual-rows.ts'
import type { Connection } from '../source/connect.ts'
import { liveOf, type PartialTable } from './partial-table.ts'

/** A trigger of a live table. */
export interface LiveTrigger {
  readonly name: string
  readonly sql: string
}

/** The triggers of a live table, in the order they were made: SQLite fires them by it. */
export function triggersOf(connection: Connection, table: PartialTable): readonly LiveTrigger[] {
  if (table.makesTable) return []
  return connection
    .prepare<[string], LiveTrigger>(
      `SELECT name, sql FROM main.sqlite_schema
       WHERE type = 'trigger' AND tbl_name = ? COLLATE NOCASE ORDER BY rowid`,
    )
    .all(liveOf(table).name)
}

interface TextIndex {
  readonly name: string
  readonly sql: string
}

/** FTS tables that index another table's texts, and which. */
function textIndexesOver(connection: Connection, table: string): readonly TextIndex[] {
  const all = connection
    .prepare<[], TextIndex>(
      "SELECT name, sql FROM main.sqlite_schema WHERE type = 'table' AND sql LIKE 'CREATE VIRTUAL TABLE%'",
    )
    .all()
  return all.filter((one) => {
    const [, quoted, plain] =
      /[(,]\s*content\s*=\s*(?:(["'`])(.*?)\1|([\w$]+))/i.exec(one.sql)?.slice(1) ?? []
    return moduleOf(one).startsWith('fts') && foldName(quoted ?? plain ?? '') === foldName(table)
  })
}

function keptBy(index: TextIndex, triggers: readonly LiveTrigger[]): boolean {
  return triggers.some(({ sql }) => foldName(sql).includes(foldName(index.name)))
}

const choices: Readonly<Record<TriggerChoice, string>> = {
  fire: 'they fire, as for any statement',
  stand_still: 'they stand still meanwhile',
}

function triggerConflict(
  table: string,
  triggers: readonly LiveTrigger[],
  kept: readonly TextIndex[],
  choice: TriggerChoice | undefined,
): PartialConflict {
  const names = listWords(triggers.map(({ name }) => name))
  const about = `${table} has ${triggers.length === 1 ? 'the trigger' : 'triggers:'} ${names}`
  const indexes = listWords(kept.map(({ name }) => name))
  const note =
    kept.length === 0
      ? ''
      : `; they keep the text index ${indexes}, which follows only if they fire, or is rebuilt afterwards`
  const said = choice === undefined ? 'choose whether they fire or stand still' : choices[choice]
  const detail = `${about}; ${said}${note}`
  return { kind: 'trigger', table, detail, isBlocking: choice === undefined }
}

function staleIndex(table: string, { name }: TextIndex): PartialConflict {
  const detail = `${name} indexes the texts of ${table} and no trigger keeps it; rebuild it afterwards: INSERT INTO ${name}(${name}) VALUES ('rebuild')`
  return { kind: 'not_supported', table, detail, isBlocking: false }
}

/** What the triggers of a table would do besides, and text indexes that nothing keeps. Nothing where no row would be written. */
export function triggerConflicts(
  connection: Connection,
  table: PartialTable,
  counts: RowCounts,
  choice: TriggerChoice | undefined,
): readonly PartialConflict[] {
  if (counts.added + counts.changed + counts.removed === 0) return []
  const { name } = liveOf(table)
  const triggers = triggersOf(connection, table)
  const indexes = textIndexesOver(connection, name)
  const kept = indexes.filter((index) => keptBy(index, triggers))
  const stale = indexes.filter((index) => !keptBy(index, triggers)).map((index) => staleIndex(name, index))
  return triggers.length === 0 ? stale : [triggerConflict(name, triggers, kept, choice), ...stale]
}
