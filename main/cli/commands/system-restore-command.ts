import { FaultError } from '../../../shared/domain/fault.ts'
import { exitStatus, exitStatusOf, type ExitStatus } from '../../../shared/domain/faults/fault-exit-status.ts'
import type {
  PlannedDatabase,
  SystemRestorePlan,
  SystemRestoreReport,
} from '../../../shared/domain/system-archive.ts'
import { formatBytes } from '../../../shared/domain/words/format-bytes.ts'
import { countOf } from '../../../shared/domain/words/format-count.ts'
import { formatDuration, formatSpan } from '../../../shared/domain/words/format-duration.ts'
import { formatMoment } from '../../../shared/domain/words/format-moment.ts'
import { listWords } from '../../../shared/domain/words/list-words.ts'
import { makeTargetFolder } from '../../operations/system/confirm-system-restore.ts'
import { archiveCalled } from '../../operations/system/list-system.ts'
import { planSystemRestore } from '../../operations/system/plan-system-restore.ts'
import {
  replacesAnything,
  startSystemRestore,
  type SystemRestoreOrder,
} from '../../operations/system/restore-system.ts'
import {
  followRestored,
  openBareArchive,
  planBareRestore,
  vaultFromArchive,
} from '../../operations/system/vault-from-archive.ts'
import { askKey, canTypeKey } from '../ask-key.ts'
import { askLine } from '../ask.ts'
import { faultLines, jsonError } from '../output/print-fault.ts'
import { printable, tableOf } from '../output/print-table.ts'
import {
  answer,
  givenKeyOf,
  openCommandVault,
  pathFrom,
  withSession,
  type GlobalOptions,
  type Session,
} from '../session.ts'
import type { Terminal } from '../terminal.ts'

/** Options of `system restore`. */
export interface SystemRestoreOptions extends GlobalOptions {
  readonly to?: string | undefined
  readonly newVault?: string | undefined
  readonly plan?: boolean | undefined
  readonly yes?: boolean | undefined
}

function doesText({ plan, refusal }: PlannedDatabase): string {
  if (plan === null) return `can’t be restored: ${printable(refusal ?? '')}`
  if (!plan.target.exists) return 'new file'
  const kept = plan.takesSafetyBackup ? 'kept as a backup' : 'set aside'
  return `replaces what is there (${kept}; lost: ${formatSpan(plan.lossMs)})`
}

function planText(plan: SystemRestorePlan): string {
  const head = `The complete system of ${formatMoment(plan.takenAt)}: ${plan.file}\n`
  const table = tableOf<PlannedDatabase>(
    [
      { title: 'DATABASE', value: ({ database }) => database },
      { title: 'TO', value: ({ targetPath }) => printable(targetPath) },
      { title: 'DOES', value: doesText },
    ],
    plan.databases,
  )
  const missing = plan.missing.map(
    ({ name, why }) => `Missing in it: ${printable(name)}. ${printable(why)}\n`,
  )
  const line = (what: string, names: readonly string[]): string =>
    names.length === 0 ? '' : `${what}: ${listWords(names.map(printable))}\n`
  return `${head}${table}Writes ${formatBytes(plan.bytesToWrite)}.\n${missing.join('')}${line('Registers', plan.newRegistrations)}${line('Brings in the policies', plan.newPolicies)}`
}

/** Throws RESTORE_NOT_CONFIRMED where files would be replaced and nobody can be asked, or another name was typed. */
async function confirm(
  session: Session,
  plan: SystemRestorePlan,
  options: SystemRestoreOptions,
): Promise<boolean> {
  if (options.yes === true || !replacesAnything(plan)) return true
  const { name } = session.operations.session.reachable().facts
  if (!session.terminal.canAsk) return false
  session.terminal.err(planText(plan))
  const typed = await askLine(`Type the vault's name (${printable(name)}) to replace these files: `)
  return typed.trim() === name
}

function restoredText(report: SystemRestoreReport, moved: readonly string[]): string {
  const back = report.databases.filter(({ why }) => why === null)
  const lines = back.map(
    ({ database, target, bytes, validation }) =>
      `${database} is back: ${printable(target)} (${formatBytes(bytes)}; checks ${validation?.status ?? 'not known'})\n`,
  )
  const line = (what: string, names: readonly string[]): string =>
    names.length === 0 ? '' : `${what}: ${listWords(names.map(printable))}\n`
  return `${lines.join('')}${countOf(back.length, 'database')} restored in ${formatDuration(report.durationMs)}.\n${line('Registered', report.registrations)}${line('Policies brought in', report.policies)}${line('Registered at their new place', moved)}`
}

async function restore(
  session: Session,
  options: SystemRestoreOptions,
  order: Omit<SystemRestoreOrder, 'mayReplace'>,
  isNewVault: boolean,
): Promise<ExitStatus> {
  const { operations } = session
  const mayReplace = await confirm(session, order.plan, options)
  const started = await startSystemRestore(operations, { ...order, mayReplace })
  const { outcome, fault } = await started.ended
  const report = outcome && { ...outcome.report, ...(isNewVault && namesIn(order)) }
  const back = report?.databases.filter(({ why }) => why === null) ?? []
  const moved = isNewVault ? await followRestored(operations, back) : []
  const json = {
    success: fault === undefined,
    archive: order.plan.archiveId,
    ...(report && { ...report, moved }),
    ...(fault && { error: jsonError(fault) }),
  }
  answer(session, options, json, () => {
    if (fault !== undefined) session.terminal.err(faultLines(fault))
    return report === undefined ? '' : restoredText(report, moved)
  })
  if (fault?.code === 'SYSTEM_RESTORE_INCOMPLETE' && back.length === 0) return exitStatus.failed
  return fault === undefined ? exitStatus.done : exitStatusOf(fault)
}

/** What a vault that is made of an archive has from it. */
function namesIn({ peeked }: Pick<SystemRestoreOrder, 'peeked'>) {
  return {
    registrations: peeked.registrations.map(({ name }) => name),
    policies: peeked.policies.map(({ name }) => name),
  }
}

function showPlan(session: Session, options: SystemRestoreOptions, plan: SystemRestorePlan): ExitStatus {
  answer(session, options, { plan }, () => planText(plan))
  return exitStatus.done
}

async function folderFor(terminal: Terminal, options: SystemRestoreOptions): Promise<string | undefined> {
  if (options.to === undefined) return undefined
  const folder = pathFrom(terminal, options.to)
  if (options.plan !== true) await makeTargetFolder(folder)
  return folder
}

async function openBare(session: Session, archive: string, options: SystemRestoreOptions) {
  const { terminal, operations } = session
  try {
    return await openBareArchive(operations, archive, givenKeyOf(terminal, options))
  } catch (error) {
    const fault = error instanceof FaultError ? error.fault : undefined
    if (fault?.code !== 'KEY_NEEDED' || !canTypeKey(fault.slots)) throw error
    if (!terminal.canAsk || givenKeyOf(terminal, options) !== undefined) throw error
    return openBareArchive(operations, archive, await askKey(fault.slots, 'archive'))
  }
}

async function restoreBare(
  session: Session,
  called: string,
  options: SystemRestoreOptions & { readonly newVault: string },
): Promise<ExitStatus> {
  const { terminal, operations } = session
  const opened = await openBare(session, pathFrom(terminal, called), options)
  const folder = pathFrom(terminal, options.newVault)
  const to = await folderFor(terminal, options)
  const planned = await planBareRestore(operations, opened, folder, to)
  if (options.plan === true) return showPlan(session, options, planned.plan)
  const replaced = planned.plan.databases.find(({ plan }) => plan?.target.exists === true)
  if (replaced !== undefined && options.yes !== true) {
    throw new FaultError({ code: 'RESTORE_NOT_CONFIRMED', path: replaced.targetPath })
  }
  await vaultFromArchive(operations, opened, folder, { signal: session.signal, onProgress: () => undefined })
  // Planned again: the vault is there now, and knows the databases.
  const again = await planSystemRestore(operations, { archive: null, path: opened.path }, to)
  return restore(session, options, { ...again, archive: null, path: null }, true)
}

/** `system restore ARCHIVE`: brings all databases of an archive back; with --new-vault from the archive and the key alone. */
export function systemRestoreCommand(
  terminal: Terminal,
  called: string,
  options: SystemRestoreOptions,
): Promise<ExitStatus> {
  return withSession(terminal, async (session) => {
    const { newVault } = options
    if (newVault !== undefined) return restoreBare(session, called, { ...options, newVault })
    const { operations } = session
    await openCommandVault(
      session,
      { ...options, isLooking: options.plan === true },
      options.plan === true ? 'archives.plan' : 'archives.restore',
      { archive: called },
    )
    const found = await archiveCalled(operations, called, terminal.baseFolder)
    const planned = await planSystemRestore(operations, found, await folderFor(terminal, options))
    if (options.plan === true) return showPlan(session, options, planned.plan)
    return restore(session, options, { ...planned, ...found }, false)
  })
}
