import { exitStatus, type ExitStatus } from '../../../shared/domain/faults/fault-exit-status.ts'
import type { StoredBackup } from '../../../shared/domain/protection.ts'
import type { DatabaseView } from '../../../shared/domain/views.ts'
import { formatBytes } from '../../../shared/domain/words/format-bytes.ts'
import { countOf, formatCount } from '../../../shared/domain/words/format-count.ts'
import { formatAge, formatMoment } from '../../../shared/domain/words/format-moment.ts'
import { viewDatabases } from '../../operations/databases/view-databases.ts'
import type { OpenVault } from '../../operations/vaults/vault-session.ts'
import { databaseCalled } from '../find-called.ts'
import { jsonBackup } from '../output/json-backup.ts'
import { tableOf } from '../output/print-table.ts'
import { stateWords, verdictWords } from '../output/state-words.ts'
import { answer, openCommandVault, withSession, type GlobalOptions, type Session } from '../session.ts'
import type { Terminal } from '../terminal.ts'

function jsonDatabase(view: DatabaseView) {
  const { newestBackup, ...rest } = view
  return { ...rest, newestBackup: newestBackup && jsonBackup(newestBackup, newestBackup.lastValidation) }
}

function databasesTable(views: readonly DatabaseView[], nowMs: number): string {
  return tableOf(
    [
      { title: 'DATABASE', value: (view) => view.name },
      { title: 'STATE', value: (view) => stateWords(view.state) },
      { title: 'TIER', value: (view) => view.tier },
      {
        title: 'SIZE',
        isNumber: true,
        value: (view) => (view.sourceBytes === null ? '-' : formatBytes(view.sourceBytes)),
      },
      { title: 'BACKUPS', isNumber: true, value: (view) => formatCount(view.backupCount) },
      { title: 'STORED', isNumber: true, value: (view) => formatBytes(view.storedBytes) },
      {
        title: 'NEWEST PROVED',
        value: (view) => (view.newestProvedAt === null ? '-' : formatAge(view.newestProvedAt, nowMs)),
      },
      { title: 'FILE', value: (view) => view.path },
    ],
    views,
  )
}

/** Backups in a table, as `list DATABASE` shows them. */
function backupsTable(backups: readonly StoredBackup[]): string {
  return tableOf(
    [
      { title: 'BACKUP', value: (backup) => backup.id.slice(0, 8) },
      { title: 'TAKEN', value: (backup) => formatMoment(backup.takenAt) },
      { title: 'TYPE', value: (backup) => backup.type },
      { title: 'LABEL', value: (backup) => backup.label },
      { title: 'CHECKS', value: (backup) => verdictWords(backup.lastValidation) },
      { title: 'STORED', isNumber: true, value: (backup) => formatBytes(backup.sizeBytes) },
      { title: 'DATABASE SIZE', isNumber: true, value: (backup) => formatBytes(backup.sourceBytes) },
      { title: 'FILE', value: (backup) => backup.file },
    ],
    backups,
  )
}

/** Databases whose backups are there and whose registration is not. */
function unregisteredOf({ catalog }: OpenVault) {
  return catalog.backups
    .databasesWithBackups()
    .filter(({ databaseId }) => catalog.databases.get(databaseId) === null)
    .map(({ databaseId, database }) => ({
      id: databaseId,
      name: database,
      ...catalog.backups.totalsOf(databaseId),
    }))
}

async function listDatabases(session: Session, vault: OpenVault, options: GlobalOptions): Promise<void> {
  const views = await viewDatabases(session.operations)
  const unregistered = unregisteredOf(vault)
  const json = { databases: views.map(jsonDatabase), ...(unregistered.length > 0 && { unregistered }) }
  answer(session, options, json, () => {
    const table = databasesTable(views, session.operations.world.ports.clock.now())
    const none = 'No database is registered. `holdfast add FILE` registers one.\n'
    const lost = unregistered.map(
      ({ name, backupCount }) =>
        `Not registered, and can be restored: ${name} (${countOf(backupCount, 'backup')})\n`,
    )
    return `${table === '' ? none : table}${lost.join('')}`
  })
}

const pageLength = 1000

function backupsOf({ catalog }: OpenVault, databaseId: string): readonly StoredBackup[] {
  const all: StoredBackup[] = []
  for (let offset = 0; ; offset += pageLength) {
    const query = { databaseId, sort: 'takenAt', descending: true, offset, limit: pageLength } as const
    const { rows } = catalog.backups.page(query)
    all.push(...rows)
    if (rows.length < pageLength) return all
  }
}

/** `list`: the databases; `list DATABASE`: its backups, newest first. */
export function listCommand(
  terminal: Terminal,
  called: string | undefined,
  options: GlobalOptions,
): Promise<ExitStatus> {
  return withSession(terminal, async (session) => {
    const vault = await openCommandVault(session, { ...options, isLooking: true }, 'databases.list')
    if (called === undefined) {
      await listDatabases(session, vault, options)
      return exitStatus.done
    }
    const { databaseId, database } = databaseCalled(terminal, vault, called)
    const backups = backupsOf(vault, databaseId)
    const json = { backups: backups.map((backup) => jsonBackup(backup, backup.lastValidation)) }
    answer(session, options, json, () => backupsTable(backups) || `${database} has no backup.\n`)
    return exitStatus.done
  })
}
