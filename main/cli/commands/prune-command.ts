import { FaultError } from '../../../shared/domain/fault.ts'
import { exitStatus, exitStatusOf, type ExitStatus } from '../../../shared/domain/faults/fault-exit-status.ts'
import type { PruneRefusal } from '../../../shared/domain/retention/prune-refusal.ts'
import type { Pruned, PruneReport } from '../../../shared/domain/retention/prune-views.ts'
import { refusalWordsOf } from '../../../shared/domain/words/keep-words.ts'
import { refusalsIn, startPrune } from '../../operations/retention/clean-up-job.ts'
import { planPrune } from '../../operations/retention/plan-prune.ts'
import { undoRemovals } from '../../operations/retention/undo-removal.ts'
import type { OpenVault } from '../../operations/vaults/vault-session.ts'
import { planArchiveCleanUp } from '../../operations/system/plan-archives.ts'
import { systemName } from '../../operations/system/system-words.ts'
import { databaseCalled } from '../find-called.ts'
import { faultLines, jsonError } from '../output/print-fault.ts'
import { printable } from '../output/print-table.ts'
import { archivesText, planText, pruneText } from '../output/prune-text.ts'
import { answer, openCommandVault, withSession, type GlobalOptions, type Session } from '../session.ts'
import type { Terminal } from '../terminal.ts'

/** Options of `prune`. */
export interface PruneOptions extends GlobalOptions {
  readonly dryRun?: boolean | undefined
  readonly agree?: boolean | undefined
  readonly now?: boolean | undefined
  /** True: all that is set aside. */
  readonly undo?: readonly string[] | true | undefined
}

function idsOf(
  terminal: Terminal,
  vault: OpenVault,
  names: readonly string[],
): readonly string[] | undefined {
  return names.length === 0
    ? undefined
    : names.map((name) => databaseCalled(terminal, vault, name).databaseId)
}

/** A plan in JSON: its refusal in words as well. */
function jsonPlan<T extends { readonly refusal: PruneRefusal | null }>(plan: T) {
  return { ...plan, refusal: plan.refusal && { ...plan.refusal, message: refusalWordsOf(plan.refusal) } }
}

async function showPlan(
  session: Session,
  names: readonly string[],
  options: PruneOptions,
): Promise<ExitStatus> {
  const vault = await openCommandVault(session, { ...options, isLooking: true }, 'retention.goes')
  const plans = await planPrune(session.operations, idsOf(session.terminal, vault, names))
  const archives = names.length === 0 ? await planArchiveCleanUp(session.operations) : null
  answer(session, options, { plans: plans.map(jsonPlan), archives: archives && jsonPlan(archives) }, () => {
    const told = archives === null ? '' : archivesText(archives)
    const texts = [...plans.map(planText), ...(told === '' ? [] : [told])]
    return texts.length === 0 ? 'No database is registered.\n' : texts.join('\n')
  })
  return exitStatus.done
}

async function undo(
  session: Session,
  options: PruneOptions,
  called: readonly string[] | true,
): Promise<ExitStatus> {
  await openCommandVault(session, options, 'retention.undo', {
    backups: called === true ? [] : called,
  })
  const all = called === true || called.length === 0
  const putBack = await undoRemovals(session.operations, all ? 'all' : called)
  answer(session, options, { success: true, putBack }, () => {
    if (putBack.length === 0) return 'Nothing is set aside.\n'
    const files = putBack.map(({ file }) => `Put back: ${printable(file)}\n`).join('')
    return `${files}The next clean-up judges them again: \`holdfast pin\` keeps what is to stay.\n`
  })
  return exitStatus.done
}

function jsonPruned<T extends Pruned>({ refusal, skipped, ...rest }: T, database: string) {
  return {
    ...rest,
    skipped: skipped.map(({ file, fault }) => ({ file, error: jsonError(fault) })),
    ...(refusal && { error: jsonError({ code: 'PRUNE_REFUSED', database, refusal }) }),
  }
}

function jsonReport({ databases, archives, ...sums }: PruneReport) {
  return {
    ...sums,
    databases: databases.map((one) => jsonPruned(one, one.database)),
    archives: archives && jsonPruned(archives, systemName),
  }
}

async function run(session: Session, names: readonly string[], options: PruneOptions): Promise<ExitStatus> {
  const { terminal } = session
  const vault = await openCommandVault(session, options, 'retention.run', { databases: names })
  const { outcome, fault } = await startPrune(session.operations, {
    databases: idsOf(terminal, vault, names),
    hasAgreed: options.agree === true,
    isNow: options.now === true,
  }).ended
  if (outcome === undefined) throw new FaultError(fault!)
  const refusals = refusalsIn(outcome)
  answer(session, options, { success: refusals.length === 0, ...jsonReport(outcome) }, () => {
    for (const refused of refusals) terminal.err(faultLines(refused.fault))
    return pruneText(outcome)
  })
  if (fault === undefined) return exitStatus.done
  return outcome.setAsideCount + outcome.endedCount > 0 ? exitStatus.partlyDone : exitStatusOf(fault)
}

/** `prune [DATABASE...]`: shows, does, or undoes what retention removes. */
export function pruneCommand(
  terminal: Terminal,
  names: readonly string[],
  options: PruneOptions,
): Promise<ExitStatus> {
  const { dryRun, undo: undone, agree, now } = options
  const others = [agree, now].filter((one) => one === true).length
  if ((dryRun === true || undone !== undefined) && others > 0) {
    const detail = '--agree and --now belong to a clean-up that is carried out, without --dry-run and --undo'
    throw new FaultError({ code: 'WRONG_USE', detail })
  }
  if (undone !== undefined && (dryRun === true || names.length > 0)) {
    const detail = '--undo takes backups and archives, after it, and neither databases nor --dry-run'
    throw new FaultError({ code: 'WRONG_USE', detail })
  }
  return withSession(terminal, (session) => {
    if (undone !== undefined) return undo(session, options, undone)
    return dryRun === true ? showPlan(session, names, options) : run(session, names, options)
  })
}
