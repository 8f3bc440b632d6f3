import {
  corruptedParts,
  corruptionKinds,
  corruptionWords,
  type DetectionReport,
} from '../../../shared/domain/drills/detection.ts'
import { drillLevelWords } from '../../../shared/domain/drills/drill.ts'
import { FaultError } from '../../../shared/domain/fault.ts'
import { exitStatusOfAll, type ExitStatus } from '../../../shared/domain/faults/fault-exit-status.ts'
import type { StoredBackup } from '../../../shared/domain/protection.ts'
import { formatDuration } from '../../../shared/domain/words/format-duration.ts'
import { startDetection, type DetectionWish } from '../../operations/drills/start-detection.ts'
import type { OpenVault } from '../../operations/vaults/vault-session.ts'
import { backupCalled, databaseCalled } from '../find-called.ts'
import { faultLines, jsonError } from '../output/print-fault.ts'
import { printable } from '../output/print-table.ts'
import { answer, openCommandVault, withSession } from '../session.ts'
import type { Terminal } from '../terminal.ts'
import type { DrillOptions } from './drill-command.ts'

function oneOf<T extends string>(
  option: string,
  allowed: readonly T[],
  given: string | undefined,
): T | undefined {
  if (given === undefined) return undefined
  const found = allowed.find((one) => one === given)
  if (found !== undefined) return found
  throw new FaultError({ code: 'WRONG_USE', detail: `${option} is one of ${allowed.join(', ')}` })
}

function wishOf({ corruption, part }: DrillOptions): DetectionWish {
  return {
    kind: oneOf('--corruption', corruptionKinds, corruption),
    part: oneOf('--part', corruptedParts, part),
  }
}

function backupOf(
  terminal: Terminal,
  vault: OpenVault,
  [name]: readonly string[],
  { backup }: DrillOptions,
): StoredBackup {
  if (backup !== undefined) return backupCalled(terminal, vault, backup)
  const { databaseId, database } = databaseCalled(terminal, vault, name!)
  const newest = vault.catalog.backups.newest(databaseId)
  if (newest === null) throw new FaultError({ code: 'NO_BACKUP', database })
  return newest
}

function textOf({ planted, kind, atByte, foundAt, detail, durationMs }: DetectionReport): string {
  const where = atByte === null ? '' : ` at byte ${atByte}`
  return [
    `On a copy of ${printable(planted)} ${corruptionWords[kind]}${where}, and the drill found it.\n`,
    `  ${foundAt} failed, that ${drillLevelWords[foundAt]}\n    ${printable(detail)}\n`,
    `Before it every level passed. The copy is gone; the vault was only read. It took ${formatDuration(durationMs)}.\n`,
  ].join('')
}

/** `drill --prove-detection`: corrupts a copy of a backup, and shows that the drill of it turns red. */
export function detectionCommand(
  terminal: Terminal,
  names: readonly string[],
  options: DrillOptions,
): Promise<ExitStatus> {
  const isOne = (names.length === 1) !== (options.backup !== undefined) && names.length <= 1
  if (!isOne || options.due === true || options.assertions !== undefined) {
    const detail = '--prove-detection is of one database’s newest backup, or of one --backup'
    throw new FaultError({ code: 'WRONG_USE', detail })
  }
  const wish = wishOf(options)
  return withSession(terminal, async (session) => {
    const vault = await openCommandVault(session, options, 'drills.proveDetection', { databases: names })
    const backup = backupOf(terminal, vault, names, options)
    const { outcome, fault } = await startDetection(session.operations, backup, wish).ended
    const json = { success: fault === undefined, ...outcome, ...(fault && { error: jsonError(fault) }) }
    answer(session, options, json, () => {
      if (fault !== undefined) terminal.err(faultLines(fault))
      return outcome === undefined ? '' : textOf(outcome)
    })
    return exitStatusOfAll([fault])
  })
}
