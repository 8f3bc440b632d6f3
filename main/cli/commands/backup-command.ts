import {
  backupLabels,
  backupTypes,
  type BackupLabel,
  type BackupType,
} from '../../../shared/domain/backup-record.ts'
import { FaultError, faultOf, type Fault } from '../../../shared/domain/fault.ts'
import { exitStatusOfAll, type ExitStatus } from '../../../shared/domain/faults/fault-exit-status.ts'
import { formatBytes } from '../../../shared/domain/words/format-bytes.ts'
import { formatDuration } from '../../../shared/domain/words/format-duration.ts'
import type { BackupRecord } from '../../../shared/domain/backup-record.ts'
import { takeBackups } from '../../operations/backups/take-backups.ts'
import { findRegistered } from '../../operations/databases/find-database.ts'
import type { OpenVault } from '../../operations/vaults/vault-session.ts'
import { databaseCalled } from '../find-called.ts'
import { jsonBackup } from '../output/json-backup.ts'
import { faultLines, jsonError } from '../output/print-fault.ts'
import { printable, tableOf } from '../output/print-table.ts'
import { answer, openCommandVault, withSession, type GlobalOptions, type Session } from '../session.ts'
import type { Terminal } from '../terminal.ts'

/** Options of `backup`. */
export interface BackupOptions extends GlobalOptions {
  readonly all?: boolean | undefined
  readonly type: string
  readonly label: string
  readonly compression: boolean
  readonly encryption: boolean
}

interface BackupResult {
  readonly database: string
  readonly backup?: BackupRecord | undefined
  /** Nothing had changed: the id of the backup whose state still is the database's. */
  readonly unchangedSince?: string | undefined
  readonly fault?: Fault | undefined
}

/** One of the words that an option takes. Throws WRONG_USE for another. */
function oneOf<T extends string>(option: string, words: readonly T[], given: string): T {
  const found = words.find((word) => word === given)
  if (found !== undefined) return found
  const detail = `${option} takes ${words.join(', ')}; not "${given}"`
  throw new FaultError({ code: 'WRONG_USE', detail })
}

/** Names, each once; throws WRONG_USE for none, or for names beside --all. */
export function namesOrAll(
  names: readonly string[],
  all: boolean | undefined,
  what: string,
): readonly string[] {
  if (all === true && names.length > 0) {
    throw new FaultError({ code: 'WRONG_USE', detail: `name a ${what}, or give --all; not both` })
  }
  if (all !== true && names.length === 0) {
    throw new FaultError({ code: 'WRONG_USE', detail: `name a ${what}, or give --all` })
  }
  return [...new Set(names)]
}

/** Each name on its own: one that is not known fails alone. */
function startOne(
  session: Session,
  vault: OpenVault,
  called: string,
  order: { type: BackupType; label: BackupLabel; options: BackupOptions },
): Promise<BackupResult> {
  const { type, label, options } = order
  let database = called
  try {
    const found = databaseCalled(session.terminal, vault, called)
    database = findRegistered(vault.catalog, found.databaseId).name
    const plain = { compression: !options.compression, encryption: !options.encryption }
    const [job] = takeBackups(session.operations, { databases: [found.databaseId], type, label, plain })
    return job!.ended.then(({ outcome, fault }) => {
      const backup = outcome?.kind === 'stored' ? outcome.backup : undefined
      const unchangedSince = outcome?.kind === 'no_changes_required' ? outcome.unchangedSince : undefined
      return { database, backup, unchangedSince, fault }
    })
  } catch (error) {
    const fault = faultOf(error)
    // What keeps every backup from being taken is the command's own fault, not one database's.
    if (fault?.code !== 'DATABASE_UNKNOWN' && fault?.code !== 'WRONG_USE') throw error
    return Promise.resolve({ database, fault })
  }
}

function jsonResult({ database, backup, unchangedSince, fault }: BackupResult) {
  return {
    database,
    success: fault === undefined,
    ...(backup && { backup: jsonBackup(backup) }),
    ...(unchangedSince !== undefined && { outcome: 'no_changes_required', unchangedSince }),
    ...(fault && { error: jsonError(fault) }),
  }
}

/** What is to be known of a backup, a full that was taken instead of a change above all. */
function remarksText({ database, backup }: BackupResult): readonly string[] {
  return (backup?.remarks ?? []).map((remark) => `${database}: ${printable(remark)}\n`)
}

function unchangedText({ database, unchangedSince = '' }: BackupResult): string {
  return `${database}: no changes required; it is as backup ${unchangedSince.slice(0, 8)} has it.\n`
}

function textOf(results: readonly BackupResult[]): string {
  const unchanged = results.filter((result) => result.unchangedSince !== undefined)
  const stored = results.filter((result) => result.backup !== undefined)
  const table = tableOf(
    [
      { title: 'DATABASE', value: (result) => result.database },
      { title: 'TYPE', value: ({ backup }) => backup!.type },
      { title: 'CHECKS', value: ({ backup }) => backup!.validation.status },
      { title: 'BACKUP', value: ({ backup }) => backup!.id.slice(0, 8) },
      { title: 'SIZE', isNumber: true, value: ({ backup }) => formatBytes(backup!.sourceBytes) },
      { title: 'STORED', isNumber: true, value: ({ backup }) => formatBytes(backup!.sizeBytes) },
      { title: 'TOOK', isNumber: true, value: ({ backup }) => formatDuration(backup!.durationMs) },
      { title: 'FILE', value: ({ backup }) => backup!.file },
    ],
    stored,
  )
  return table + stored.flatMap(remarksText).join('') + unchanged.map(unchangedText).join('')
}

/** `backup DATABASE...`: takes backups, several at once, each failing on its own. */
export function backupCommand(
  terminal: Terminal,
  names: readonly string[],
  options: BackupOptions,
): Promise<ExitStatus> {
  const type = oneOf('--type', backupTypes, options.type)
  const label = oneOf('--label', backupLabels, options.label)
  const wanted = namesOrAll(names, options.all, 'database')
  return withSession(terminal, async (session) => {
    const vault = await openCommandVault(session, options, 'backups.start', {
      databases: wanted,
      type,
      label,
    })
    // By their ids: whatever they are called, each is backed up.
    const called = options.all === true ? vault.catalog.databases.all().map(({ id }) => id) : wanted
    const order = { type, label, options }
    const results = await Promise.all(called.map((one) => startOne(session, vault, one, order)))
    const faults = results.map((result) => result.fault)
    const failed = faults.length > 0 && faults.every((fault) => fault !== undefined) ? faults[0] : undefined
    const json = { results: results.map(jsonResult), ...(failed && { error: jsonError(failed) }) }
    answer(session, options, json, () => {
      for (const { database, fault } of results) if (fault) terminal.err(`${database}: ${faultLines(fault)}`)
      return results.length === 0 ? 'No database is registered.\n' : textOf(results)
    })
    return exitStatusOfAll(faults)
  })
}
