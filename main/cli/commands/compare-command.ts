import fs from 'node:fs'
import { pipeline } from 'node:stream/promises'

import type { ComparedSide, ComparisonView, RowChangesView } from '../../../shared/domain/comparison.ts'
import { FaultError } from '../../../shared/domain/fault.ts'
import { exitStatus, type ExitStatus } from '../../../shared/domain/faults/fault-exit-status.ts'
import { formatBytes } from '../../../shared/domain/words/format-bytes.ts'
import { countOf } from '../../../shared/domain/words/format-count.ts'
import { formatMoment } from '../../../shared/domain/words/format-moment.ts'
import type { ExportedSql } from '../../engine/engine.ts'
import {
  changedRows,
  exportComparison,
  summarizeComparison,
  type ComparedPair,
} from '../../operations/content/compare-contents.ts'
import { backupCalled } from '../find-called.ts'
import { changesText } from '../output/changes-text.ts'
import { differenceText } from '../output/difference-text.ts'
import { printable } from '../output/print-table.ts'
import {
  answer,
  openCommandVault,
  pathFrom,
  withSession,
  type GlobalOptions,
  type Session,
} from '../session.ts'
import type { Terminal } from '../terminal.ts'
import { pageOf, pageWords, type PageOptions } from './page-options.ts'

/** Options of `compare`. */
export interface CompareOptions extends GlobalOptions, PageOptions {
  readonly table?: string | undefined
  readonly sql?: boolean | undefined
  readonly output?: string | undefined
}

function sideText(side: ComparedSide): string {
  return side.kind === 'backup'
    ? `backup ${side.backupId.slice(0, 8)}, ${formatMoment(side.takenAt)}`
    : `${printable(side.path)}, ${formatMoment(side.observedAt)}`
}

function isSame({ schema, tables }: ComparisonView): boolean {
  return schema.length === 0 && tables.every((one) => one.added + one.changed + one.removed === 0)
}

/** What was not compared is not said to be the same. */
function exceptionText({ tables }: ComparisonView): string {
  const count = tables.filter(({ notCompared }) => notCompared !== null).length
  return count === 0 ? '' : ` in what was compared; of ${countOf(count, 'table')} the note says what was not`
}

function summaryText(comparison: ComparisonView): string {
  const { left, right } = comparison
  const head = `Left   ${sideText(left)}\nRight  ${sideText(right)}\n\n`
  const verdict = isSame(comparison) ? `No difference was found${exceptionText(comparison)}.\n` : ''
  return head + differenceText(comparison) + verdict
}

async function showSummary(session: Session, pair: ComparedPair, options: CompareOptions): Promise<void> {
  const comparison = await summarizeComparison(session.operations, pair, session.signal)
  answer(session, options, comparison, () => summaryText(comparison))
}

function rowsText(rows: RowChangesView, offset: number): string {
  if (rows.total === 0) return `${countOf(0, 'row')} that differ\n`
  return changesText(rows) + pageWords(offset, rows.rows.length, rows.total)
}

async function showRows(
  session: Session,
  pair: ComparedPair,
  table: string,
  options: CompareOptions,
): Promise<void> {
  const page = pageOf(options)
  const rows = await changedRows(session.operations, pair, { table, ...page }, session.signal)
  answer(session, options, { table, ...rows }, () => rowsText(rows, page.offset))
}

function exportText({ path, statements, sizeBytes, leftOut }: ExportedSql): string {
  const head = `${countOf(statements, 'statement')}, ${formatBytes(sizeBytes)}: ${printable(path)}\n`
  return head + leftOut.map((what) => `Left out: ${printable(what)}\n`).join('')
}

/** The script on standard output, from a private file that is gone afterwards. */
async function printSql(session: Session, pair: ComparedPair): Promise<void> {
  const { operations, terminal } = session
  const scratch = operations.images.scratchFile()
  try {
    const { leftOut } = await exportComparison(operations, pair, scratch, session.signal)
    session.hideProgress()
    await pipeline(fs.createReadStream(scratch, 'utf8'), async (chunks: AsyncIterable<string>) => {
      for await (const chunk of chunks) await terminal.outAll(chunk)
    })
    for (const what of leftOut) terminal.err(`Left out: ${printable(what)}\n`)
  } finally {
    await fs.promises.rm(scratch, { force: true })
  }
}

async function exportSql(session: Session, pair: ComparedPair, options: CompareOptions): Promise<void> {
  if (options.output === undefined) return printSql(session, pair)
  const toPath = pathFrom(session.terminal, options.output)
  const exported = await exportComparison(session.operations, pair, toPath, session.signal)
  answer(session, options, exported, () => exportText(exported))
}

/** Throws WRONG_USE for options that don't go together. */
function refuseContradiction({ table, sql, output, json, limit, offset }: CompareOptions): void {
  const refuse = (detail: string): never => {
    throw new FaultError({ code: 'WRONG_USE', detail })
  }
  if (sql === true && table !== undefined) refuse('give --table or --sql; not both')
  if (output !== undefined && sql !== true) refuse('--output is for --sql')
  if (sql === true && json === true && output === undefined) refuse('--sql with --json needs --output FILE')
  if (table === undefined && (limit ?? offset) !== undefined) refuse('--limit and --offset are for --table')
}

/** `compare BACKUP [BACKUP|live]`: how the contents differ; done also where they do. */
export function compareCommand(
  terminal: Terminal,
  called: string,
  otherCalled: string,
  options: CompareOptions,
): Promise<ExitStatus> {
  return withSession(terminal, async (session) => {
    refuseContradiction(options)
    const vault = await openCommandVault(
      session,
      { ...options, isLooking: true },
      options.sql === true ? 'compare.exportSql' : 'compare.summary',
      { backup: called, other: otherCalled },
    )
    const backup = backupCalled(terminal, vault, called)
    const other = otherCalled === 'live' ? null : backupCalled(terminal, vault, otherCalled)
    const pair: ComparedPair = { backup, other }
    if (options.sql === true) await exportSql(session, pair, options)
    else if (options.table !== undefined) await showRows(session, pair, options.table, options)
    else await showSummary(session, pair, options)
    return exitStatus.done
  })
}
