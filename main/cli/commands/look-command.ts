import { FaultError } from '../../../shared/domain/fault.ts'
import { exitStatus, type ExitStatus } from '../../../shared/domain/faults/fault-exit-status.ts'
import type { ContentView, RowsView, TableView } from '../../../shared/domain/look.ts'
import type { StoredBackup } from '../../../shared/domain/protection.ts'
import type { RowCondition } from '../../../shared/domain/row-filter.ts'
import { countOf, formatCount } from '../../../shared/domain/words/format-count.ts'
import { formatMoment } from '../../../shared/domain/words/format-moment.ts'
import { lookAtContent, lookAtRows } from '../../operations/content/look-inside.ts'
import { backupCalled } from '../find-called.ts'
import { cellText } from '../output/cell-text.ts'
import { jsonBackup } from '../output/json-backup.ts'
import { printable, tableOf } from '../output/print-table.ts'
import { answer, openCommandVault, withSession, type GlobalOptions, type Session } from '../session.ts'
import type { Terminal } from '../terminal.ts'
import { pageOf, pageWords, type PageOptions } from './page-options.ts'

/** Options of `look`. */
export interface LookOptions extends GlobalOptions, PageOptions {
  readonly where?: readonly string[] | undefined
  readonly sort?: string | undefined
  readonly descending?: boolean | undefined
  readonly schema?: boolean | undefined
}

/** COLUMN=VALUE, split at the first equals sign. Throws WRONG_USE. */
function conditionOf(given: string): RowCondition {
  const at = given.indexOf('=')
  if (at > 0) return { column: given.slice(0, at), test: 'equals', value: given.slice(at + 1) }
  throw new FaultError({ code: 'WRONG_USE', detail: `--where takes COLUMN=VALUE; not "${given}"` })
}

const kindWords: Readonly<Record<TableView['kind'], string>> = {
  table: 'table',
  without_rowid: 'table without rowid',
  virtual: 'virtual table',
  shadow: 'of a virtual table',
  view: 'view',
}

function contentText(backup: StoredBackup, { tables }: ContentView): string {
  const head = `${backup.database} as of ${formatMoment(backup.takenAt)}\n`
  const table = tableOf(
    [
      { title: 'TABLE', value: (one) => one.name },
      { title: 'KIND', value: (one) => kindWords[one.kind] },
      {
        title: 'ROWS',
        isNumber: true,
        value: (one) => (one.rowCount === null ? '-' : formatCount(one.rowCount)),
      },
      { title: 'COLUMNS', value: (one) => one.columns.map(({ name }) => name).join(', ') },
    ],
    tables,
  )
  return head + (table === '' ? 'It has no table.\n' : table)
}

/** A schema in lines of its own; what a terminal would obey is shown. */
function schemaText(tables: readonly TableView[]): string {
  const statements = tables.flatMap(({ sql, parts }) => [sql, ...parts.map((part) => part.sql ?? '')])
  return statements
    .filter((sql) => sql !== '')
    .map((sql) => `${sql.split('\n').map(printable).join('\n')};\n`)
    .join('\n')
}

function rowsText(rows: RowsView, offset: number): string {
  const table = tableOf(
    rows.columns.map((title, at) => ({
      title: printable(title),
      isNumber: rows.rows.every((row) => ['integer', 'real', 'null'].includes(row[at]!.kind)),
      value: (row: RowsView['rows'][number]) => cellText(row[at]!),
    })),
    rows.rows,
  )
  const none = rows.total === 0 ? `${countOf(0, 'row')}\n` : ''
  return table + none + pageWords(offset, rows.rows.length, rows.total)
}

async function showContent(session: Session, backup: StoredBackup, options: LookOptions): Promise<void> {
  const content = await lookAtContent(session.operations, backup, session.signal)
  const json = { backup: jsonBackup(backup, backup.lastValidation), tables: content.tables }
  answer(session, options, json, () =>
    options.schema === true ? schemaText(content.tables) : contentText(backup, content),
  )
}

async function showSchemaOf(
  session: Session,
  backup: StoredBackup,
  table: string,
  options: LookOptions,
): Promise<void> {
  const content = await lookAtContent(session.operations, backup, session.signal)
  const tables = content.tables.filter(({ name }) => name.toLowerCase() === table.toLowerCase())
  if (tables.length === 0) throw new FaultError({ code: 'TABLE_UNKNOWN', table, place: backup.file })
  const json = { backup: jsonBackup(backup, backup.lastValidation), tables }
  answer(session, options, json, () => schemaText(tables))
}

async function showRows(
  session: Session,
  backup: StoredBackup,
  table: string,
  options: LookOptions,
): Promise<void> {
  const page = pageOf(options)
  const { sort, descending = false } = options
  const conditions = (options.where ?? []).map(conditionOf)
  const wish = { table, conditions, sort, descending, ...page }
  const rows = await lookAtRows(session.operations, backup, wish, session.signal)
  const json = { backup: jsonBackup(backup, backup.lastValidation), table, ...rows }
  answer(session, options, json, () => rowsText(rows, page.offset))
}

/** Options that speak of rows need a table. Throws WRONG_USE. */
function refuseRowOptions({ where, sort, descending, limit, offset }: LookOptions): void {
  const given = [where, sort, descending, limit, offset].some((option) => option !== undefined)
  if (given) throw new FaultError({ code: 'WRONG_USE', detail: 'name the table whose rows are asked for' })
}

/** `look BACKUP`: the tables in a backup; `look BACKUP TABLE`: rows of one. */
export function lookCommand(
  terminal: Terminal,
  called: string,
  table: string | undefined,
  options: LookOptions,
): Promise<ExitStatus> {
  return withSession(terminal, async (session) => {
    if (table === undefined || options.schema === true) refuseRowOptions(options)
    const vault = await openCommandVault(session, { ...options, isLooking: true }, 'look.content', {
      backup: called,
    })
    const backup = backupCalled(terminal, vault, called)
    if (table === undefined) await showContent(session, backup, options)
    else if (options.schema === true) await showSchemaOf(session, backup, table, options)
    else await showRows(session, backup, table, options)
    return exitStatus.done
  })
}
