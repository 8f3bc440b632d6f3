import { drillLevelWords } from '../../../shared/domain/drills/drill.ts'
import type { DrillPickReason } from '../../../shared/domain/drills/pick-drills.ts'
import { FaultError, type Fault } from '../../../shared/domain/fault.ts'
import { exitStatusOfAll, type ExitStatus } from '../../../shared/domain/faults/fault-exit-status.ts'
import type { StoredBackup } from '../../../shared/domain/protection.ts'
import { formatDuration } from '../../../shared/domain/words/format-duration.ts'
import type { DrillOutcome } from '../../engine/engine.ts'
import { chooseDrills, databasesDue } from '../../operations/drills/choose-drills.ts'
import { startDrill } from '../../operations/drills/start-drill.ts'
import type { OpenVault } from '../../operations/vaults/vault-session.ts'
import { backupCalled, databaseCalled } from '../find-called.ts'
import { faultLines, jsonError } from '../output/print-fault.ts'
import { printable } from '../output/print-table.ts'
import { readAssertions } from '../read-assertions.ts'
import {
  answer,
  openCommandVault,
  pathFrom,
  withSession,
  type GlobalOptions,
  type Session,
} from '../session.ts'
import type { Terminal } from '../terminal.ts'

/** Options of `drill`. */
export interface DrillOptions extends GlobalOptions {
  readonly due?: boolean | undefined
  readonly newest?: boolean | undefined
  readonly backup?: string | undefined
  readonly assertions?: string | undefined
  readonly proveDetection?: boolean | undefined
  readonly corruption?: string | undefined
  readonly part?: string | undefined
}

interface Wanted {
  readonly backup: StoredBackup
  readonly because: DrillPickReason | 'asked'
}

interface DrillResult extends Wanted {
  readonly outcome: DrillOutcome | undefined
  readonly fault: Fault | undefined
}

function refuseWrongUse(names: readonly string[], { due, backup, corruption, part }: DrillOptions): void {
  if (corruption !== undefined || part !== undefined) {
    throw new FaultError({ code: 'WRONG_USE', detail: '--corruption and --part go with --prove-detection' })
  }
  const ways = [names.length > 0, due === true, backup !== undefined].filter(Boolean).length
  if (ways === 1) return
  throw new FaultError({ code: 'WRONG_USE', detail: 'name databases, or --due, or one --backup' })
}

async function wantedBy(
  { terminal, operations }: Session,
  vault: OpenVault,
  names: readonly string[],
  options: DrillOptions,
): Promise<readonly Wanted[]> {
  if (options.backup !== undefined)
    return [{ backup: backupCalled(terminal, vault, options.backup), because: 'asked' }]
  const ids =
    options.due === true
      ? (await databasesDue(operations, vault)).map(({ databaseId }) => databaseId)
      : names.map((name) => databaseCalled(terminal, vault, name).databaseId)
  return ids.flatMap((id) => {
    const chosen = chooseDrills(vault, id, Math.random())
    if (chosen.length === 0)
      throw new FaultError({ code: 'NO_BACKUP', database: vault.catalog.databases.get(id)?.name ?? id })
    return options.newest === true ? chosen.slice(0, 1) : chosen
  })
}

function jsonResult({ backup, because, outcome, fault }: DrillResult) {
  const { id, database, file, takenAt } = backup
  return {
    backup: id,
    database,
    file,
    takenAt,
    because,
    ...outcome,
    ...(fault && { error: jsonError(fault) }),
  }
}

function textOf({ backup, because, outcome }: DrillResult): string {
  const head = `${printable(backup.file)} (${because.replaceAll('_', ' ')})`
  if (outcome === undefined) return `${head}: not drilled\n`
  const took = outcome.restoreMs === null ? '' : `, restored in ${formatDuration(outcome.restoreMs)}`
  const levels = outcome.levels.map(
    ({ level, status, detail }) =>
      `  ${level} ${status.replaceAll('_', ' ').padEnd(14)} ${drillLevelWords[level]}\n${status === 'passed' ? '' : `       ${printable(detail)}\n`}`,
  )
  return `${head}: ${outcome.verdict}${took}\n${levels.join('')}`
}

/** `drill [DATABASE...]`: brings backups back to a scratch place and proves them. */
export function drillCommand(
  terminal: Terminal,
  names: readonly string[],
  options: DrillOptions,
): Promise<ExitStatus> {
  refuseWrongUse(names, options)
  return withSession(terminal, async (session) => {
    const assertions =
      options.assertions === undefined ? undefined : readAssertions(pathFrom(terminal, options.assertions))
    const vault = await openCommandVault(session, options, 'drills.start', { databases: names })
    const wishes = await wantedBy(session, vault, names, options)
    const drilling = wishes.map(async (wanted): Promise<DrillResult> => {
      const { outcome, fault } = await startDrill(session.operations, wanted.backup, { assertions }).ended
      return { ...wanted, outcome, fault }
    })
    const results = await Promise.all(drilling)
    const faults = results.map(({ fault }) => fault)
    const isGood = faults.every((fault) => fault === undefined)
    answer(session, options, { success: isGood, drills: results.map(jsonResult) }, () => {
      for (const { fault } of results) if (fault !== undefined) terminal.err(faultLines(fault))
      return results.length === 0 ? 'No drill is due.\n' : results.map(textOf).join('')
    })
    return exitStatusOfAll(faults)
  })
}
