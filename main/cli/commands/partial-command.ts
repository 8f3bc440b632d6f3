import type { RowChangesView } from '../../../shared/domain/comparison.ts'
import { FaultError, type Fault } from '../../../shared/domain/fault.ts'
import { exitStatus, exitStatusOf, type ExitStatus } from '../../../shared/domain/faults/fault-exit-status.ts'
import type { PartialPreview, TriggerChoice } from '../../../shared/domain/partial-restore.ts'
import type { StoredBackup } from '../../../shared/domain/protection.ts'
import type { RowSelection } from '../../../shared/domain/row-filter.ts'
import type { PartialRestoreOutcome } from '../../engine/engine.ts'
import { backupOfDatabase } from '../../operations/partial-restores/backup-of-database.ts'
import { previewPartial, viewPartialRows } from '../../operations/partial-restores/preview-partial.ts'
import { startPartial } from '../../operations/partial-restores/start-partial.ts'
import { askLine } from '../ask.ts'
import { databaseCalled } from '../find-called.ts'
import { outcomeText, previewText } from '../output/partial-text.ts'
import { faultLines, jsonError } from '../output/print-fault.ts'
import { answer, openCommandVault, withSession, type Session } from '../session.ts'
import type { Terminal } from '../terminal.ts'
import { wantedBackup, type AskedPoint } from '../wanted-backup.ts'
import type { RestoreOptions } from './restore-command.ts'
import { conditionsOf } from './where-conditions.ts'

/** Rows of each table that a preview prints. */
const shownRows = 20

interface Wish {
  readonly database: string
  readonly backup: StoredBackup
  readonly point: AskedPoint | undefined
  readonly selections: readonly RowSelection[]
  readonly triggers: TriggerChoice | undefined
}

interface Previewed {
  readonly wish: Wish
  readonly preview: PartialPreview
}

/** Throws WRONG_USE for another word. */
function triggersOf(given: string | undefined): TriggerChoice | undefined {
  if (given === undefined || given === 'fire') return given
  if (given === 'stand-still') return 'stand_still'
  throw new FaultError({ code: 'WRONG_USE', detail: `--triggers takes fire or stand-still; not "${given}"` })
}

/** Every condition holds for every table: one that lacks the column is refused, for without it all its rows would be meant. */
function selectionsOf({ table = [], where = [] }: RestoreOptions): readonly RowSelection[] {
  const conditions = conditionsOf(where)
  return [...new Set(table)].map((name) => ({ table: name, conditions }))
}

function blockingOf({ conflicts }: PartialPreview): readonly string[] {
  return conflicts.filter(({ isBlocking }) => isBlocking).map(({ detail }) => detail)
}

/** What every document of a partial restore says. */
function jsonSeen({ point }: Wish, { target, backupId, takenAt, tables, conflicts }: PartialPreview) {
  return { target, backup: backupId, takenAt, ...(point && { point }), tables, conflicts }
}

function fail(
  session: Session,
  options: RestoreOptions,
  { wish, preview }: Previewed,
  fault: Fault,
): ExitStatus {
  const json = { success: false, ...jsonSeen(wish, preview), error: jsonError(fault) }
  answer(session, options, json, () => {
    session.terminal.err(faultLines(fault))
    return ''
  })
  return exitStatusOf(fault)
}

async function showPreview(
  session: Session,
  options: RestoreOptions,
  { wish, preview }: Previewed,
): Promise<ExitStatus> {
  const rows: { readonly table: string; readonly view: RowChangesView }[] = []
  for (const { table, conditions } of preview.tables) {
    const selection = { table, conditions }
    const page = { ...wish, selection, offset: 0, limit: shownRows }
    rows.push({ table, view: await viewPartialRows(session.operations, page, session.signal) })
  }
  const json = {
    success: preview.isPossible,
    ...jsonSeen(wish, preview),
    rows: rows.map(({ table, view }) => ({ table, ...view })),
  }
  answer(session, options, json, () => previewText(preview, rows))
  return exitStatus.done
}

/** The name as it was confirmed. Throws RESTORE_NOT_CONFIRMED where nobody can be asked, or another was typed. */
async function confirm(session: Session, preview: PartialPreview, options: RestoreOptions): Promise<string> {
  const { database, target } = preview
  if (options.yes === true) return database
  const refused = new FaultError({ code: 'RESTORE_NOT_CONFIRMED', path: target })
  if (!session.terminal.canAsk) throw refused
  session.terminal.err(previewText(preview, []))
  const typed = await askLine(`Type the database's name (${database}) to bring these rows back: `)
  if (typed.trim() !== database) throw refused
  return database
}

function jsonDone({ wish, preview }: Previewed, outcome: PartialRestoreOutcome) {
  const { tables, triggers, safetyBackupId, rowsCompared, foreignKeysChecked, integrityCheck, durationMs } =
    outcome
  return {
    success: true,
    ...jsonSeen(wish, preview),
    tables,
    triggers,
    safetyBackup: safetyBackupId,
    rowsCompared,
    foreignKeysChecked,
    integrityCheck,
    durationMs,
  }
}

async function bringBack(
  session: Session,
  options: RestoreOptions,
  previewed: Previewed,
): Promise<ExitStatus> {
  const { wish, preview } = previewed
  const conflicts = blockingOf(preview)
  if (conflicts.length > 0) {
    return fail(session, options, previewed, { code: 'PARTIAL_BLOCKED', path: preview.target, conflicts })
  }
  const confirmName = await confirm(session, preview, options)
  const job = startPartial(session.operations, { ...wish, mark: preview.mark, confirmName })
  const { outcome, fault } = await job.ended
  if (outcome === undefined || fault !== undefined) {
    return fail(session, options, previewed, fault ?? { code: 'JOB_DIED', how: 'without an outcome' })
  }
  answer(session, options, jsonDone(previewed, outcome), () => outcomeText(outcome))
  return exitStatus.done
}

/** `restore DATABASE --table T...`: brings tables, or rows of them, back into the live database. */
export function partialCommand(
  terminal: Terminal,
  called: string,
  options: RestoreOptions,
): Promise<ExitStatus> {
  const selections = selectionsOf(options)
  const triggers = triggersOf(options.triggers)
  return withSession(terminal, async (session) => {
    const vault = await openCommandVault(
      session,
      { ...options, isLooking: options.preview === true },
      options.preview === true ? 'partial.preview' : 'partial.start',
      { database: called },
    )
    const { databaseId: database } = databaseCalled(terminal, vault, called)
    const { backup: wanted, point } = wantedBackup(session, vault, database, options)
    const { backup } = backupOfDatabase(vault, database, wanted)
    const wish: Wish = { database, backup, point, selections, triggers }
    const preview = await previewPartial(session.operations, wish, session.signal)
    const previewed: Previewed = { wish, preview }
    if (options.preview === true) return showPreview(session, options, previewed)
    return bringBack(session, options, previewed)
  })
}
