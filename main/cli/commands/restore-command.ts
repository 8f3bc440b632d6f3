import { FaultError } from '../../../shared/domain/fault.ts'
import { exitStatus, exitStatusOf, type ExitStatus } from '../../../shared/domain/faults/fault-exit-status.ts'
import type { RestoreMethod, RestorePlan } from '../../../shared/domain/restore-plan.ts'
import { checkNames } from '../../../shared/domain/validation.ts'
import { formatBytes } from '../../../shared/domain/words/format-bytes.ts'
import { formatDuration, formatSpan } from '../../../shared/domain/words/format-duration.ts'
import { formatMoment } from '../../../shared/domain/words/format-moment.ts'
import type { RestoreOutcome } from '../../engine/engine.ts'
import type { JobEnd } from '../../operations/queue/job-queue.ts'
import { planRestore, type PlannedRestore } from '../../operations/restores/plan-restore.ts'
import { resumeOperations } from '../../operations/restores/recovery-mark.ts'
import { expectedTargetOf, startRestore } from '../../operations/restores/start-restore.ts'
import { askLine } from '../ask.ts'
import { backupCalled, databaseCalled } from '../find-called.ts'
import { jsonBackup, jsonValidation } from '../output/json-backup.ts'
import { faultLines, jsonError } from '../output/print-fault.ts'
import { printable } from '../output/print-table.ts'
import { verdictWords } from '../output/state-words.ts'
import {
  answer,
  openCommandVault,
  pathFrom,
  withSession,
  type GlobalOptions,
  type Session,
} from '../session.ts'
import type { Terminal } from '../terminal.ts'
import { momentFor } from '../wanted-backup.ts'

/** Options of `restore`. */
export interface RestoreOptions extends GlobalOptions {
  readonly backup?: string | undefined
  readonly at?: string | undefined
  readonly utc?: boolean | undefined
  readonly to?: string | undefined
  readonly plan?: boolean | undefined
  readonly yes?: boolean | undefined
  readonly inPlace?: boolean | undefined
  readonly schemaOnly?: boolean | undefined
  readonly table?: readonly string[] | undefined
  readonly where?: readonly string[] | undefined
  readonly preview?: boolean | undefined
  readonly triggers?: string | undefined
}

const methodWords: Readonly<Record<RestoreMethod, string>> = {
  swap: 'rebuilt beside the file, proved, then put in its place',
  in_place:
    'rebuilt beside the file, proved, then copied in by SQLite, so that programs that have it open stay whole',
  new_file: 'rebuilt, proved, and put where nothing is now',
}

/** How far the point is from the wish: always said where a moment was asked for. */
function distanceText({ askedFor }: RestorePlan): string {
  if (askedFor === null) return ''
  if (askedFor.distanceMs === 0) return ', and the database was unchanged until the moment asked for'
  return `, ${formatSpan(askedFor.distanceMs)} before the moment asked for`
}

function planText({ plan, backup }: PlannedRestore): string {
  const { target } = plan
  const expected =
    plan.expectedMs === null ? 'not known: nothing was restored yet' : formatDuration(plan.expectedMs)
  const openedBy = target.openedBy?.map(({ pid, name }) => `${name} (${pid})`).join(', ')
  const facts: readonly (readonly [string, string | null])[] = [
    ['Database', plan.database],
    ['Asked for', plan.askedFor === null ? null : formatMoment(plan.askedFor.at)],
    ['Recovery point', `${formatMoment(backup.takenAt)}${distanceText(plan)}`],
    ['Backup', `${backup.file} (checks ${verdictWords(backup.lastValidation)})`],
    [
      'Reads',
      `${formatBytes(plan.bytesToRead)} from ${plan.chain.length === 1 ? 'one backup' : `${plan.chain.length} backups`}`,
    ],
    ['Writes', `${formatBytes(plan.bytesToWrite)}; ${formatBytes(plan.freeBytes)} free`],
    ['Expected time', expected],
    [
      'Target',
      `${printable(target.path)} (${target.exists ? formatBytes(target.sizeBytes) : 'does not exist'})`,
    ],
    ['Opened by', openedBy === undefined || openedBy === '' ? null : openedBy],
    ['How', methodWords[plan.method]],
    ['Lost', target.exists ? `what was written since, ${formatSpan(plan.lossMs)}` : null],
    ['Safety backup', plan.takesSafetyBackup ? 'of the present content, first' : null],
    ...plan.warnings.map((warning) => ['Note', printable(warning)] as const),
  ]
  const shown = facts.filter(([, value]) => value !== null)
  const width = Math.max(...shown.map(([title]) => title.length))
  return shown.map(([title, value]) => `${title.padEnd(width)}  ${value}\n`).join('')
}

/** A database that others have open is written through SQLite only where that was asked for. Throws TARGET_IN_USE. */
function methodFor(plan: RestorePlan, options: RestoreOptions): RestoreMethod {
  const { target } = plan
  if (plan.method === 'in_place' && options.inPlace !== true) {
    const openedBy = (target.openedBy ?? []).map(({ pid, name }) => `${name} (${pid})`)
    throw new FaultError({ code: 'TARGET_IN_USE', path: target.path, openedBy })
  }
  return options.inPlace === true && target.content === 'database' ? 'in_place' : plan.method
}

/** The name as it was confirmed. Throws RESTORE_NOT_CONFIRMED where nobody can be asked, or another was typed. */
async function confirm(session: Session, planned: PlannedRestore, options: RestoreOptions): Promise<string> {
  const { plan } = planned
  if (plan.method === 'new_file' || options.yes === true) return plan.database
  const refused = new FaultError({ code: 'RESTORE_NOT_CONFIRMED', path: plan.target.path })
  if (!session.terminal.canAsk) throw refused
  session.terminal.err(planText(planned))
  const typed = await askLine(`Type the database's name (${plan.database}) to replace the file: `)
  if (typed.trim() !== plan.database) throw refused
  return plan.database
}

function jsonOutcome(outcome: RestoreOutcome) {
  const { target, backup, root, bytes, durationMs, safetyBackup, setAside, validation } = outcome
  return {
    success: true,
    target,
    backup: backup.id,
    root,
    bytes,
    durationMs,
    ...(safetyBackup && { safetyBackup: safetyBackup.id }),
    ...(setAside !== null && { setAside }),
    validation: jsonValidation(validation),
  }
}

function textOf(outcome: RestoreOutcome, plan: RestorePlan): string {
  const { target, backup, bytes, durationMs, safetyBackup, setAside, validation } = outcome
  const point = `${backup.database} is back as of ${formatMoment(backup.takenAt)}${distanceText(plan)}: ${printable(target)}\n`
  const measured = `${formatBytes(bytes)} in ${formatDuration(durationMs)}; checks ${validation.status}.\n`
  const wrong = checkNames
    .filter((name) => validation.checks[name].status === 'failed')
    .map((name) => `  ${name}: ${printable(validation.checks[name].detail)}\n`)
  const kept = safetyBackup === null ? '' : `The replaced content is in the backup ${safetyBackup.file}\n`
  const aside = setAside === null ? '' : `The replaced file was set aside: ${printable(setAside)}\n`
  return point + measured + wrong.join('') + kept + aside
}

function report(
  session: Session,
  options: RestoreOptions,
  { plan, backup }: PlannedRestore,
  { outcome, fault }: JobEnd<RestoreOutcome>,
): ExitStatus {
  if (outcome !== undefined && fault === undefined) {
    const { askedFor } = plan
    const point = askedFor && {
      askedFor: askedFor.at,
      achieved: backup.takenAt,
      distanceMs: askedFor.distanceMs,
    }
    const json = { ...jsonOutcome(outcome), ...(point && { point }) }
    answer(session, options, json, () => textOf(outcome, plan))
    return exitStatus.done
  }
  const failure = fault ?? { code: 'JOB_DIED', how: 'without an outcome' }
  const json = { success: false, target: plan.target.path, backup: backup.id, error: jsonError(failure) }
  answer(session, options, json, () => {
    session.terminal.err(faultLines(failure))
    return ''
  })
  return exitStatusOf(failure)
}

async function restore(
  session: Session,
  planned: PlannedRestore,
  options: RestoreOptions,
): Promise<ExitStatus> {
  const { operations } = session
  const { plan, backup } = planned
  const method = methodFor(plan, options)
  const confirmName = await confirm(session, planned, options)
  const { databaseId, takesSafetyBackup } = plan
  const job = await startRestore(operations, {
    databaseId,
    backup,
    targetPath: plan.target.path,
    method,
    expectedTarget: expectedTargetOf(plan),
    takesSafetyBackup,
    confirmName,
    scenario: plan.askedFor === null ? 'complete' : 'point_in_time',
  })
  const end = await job.ended
  // The command line has no later step at which a person would say so.
  const isRegistered = operations.session.reachable().catalog.databases.get(databaseId) !== null
  if (end.fault === undefined && isRegistered) await resumeOperations(operations, databaseId)
  return report(session, options, planned, end)
}

/** `restore DATABASE`: brings a database back, to its own place or another. */
export function restoreCommand(
  terminal: Terminal,
  called: string,
  options: RestoreOptions,
): Promise<ExitStatus> {
  return withSession(terminal, async (session) => {
    const vault = await openCommandVault(
      session,
      { ...options, isLooking: options.plan === true },
      options.plan === true ? 'restore.plan' : 'restore.start',
      { database: called },
    )
    const { databaseId: database } = databaseCalled(terminal, vault, called)
    const backup = options.backup === undefined ? undefined : backupCalled(terminal, vault, options.backup)
    const targetPath = options.to === undefined ? undefined : pathFrom(terminal, options.to)
    const at = momentFor(options)
    const planned = await planRestore(session.operations, { database, backup, at, targetPath })
    if (options.plan !== true) return restore(session, planned, options)
    const chain = planned.plan.chain.map((one) => jsonBackup(one))
    answer(session, options, { plan: { ...planned.plan, chain } }, () => planText(planned))
    return exitStatus.done
  })
}
