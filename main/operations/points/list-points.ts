import { brokenLinkOf } from '../../../shared/domain/chain.ts'
import type { StoredBackup } from '../../../shared/domain/protection.ts'
import type { RecoveryPoint } from '../../../shared/domain/recovery-point.ts'
import { findDatabase } from '../databases/find-database.ts'
import type { OperationsContext } from '../operations-context.ts'
import type { OpenVault } from '../vaults/vault-session.ts'

const pageLength = 1000

/** Every backup of a database, newest first, read as it is asked for. */
export function* backupsNewestFirst({ catalog }: OpenVault, databaseId: string): Generator<StoredBackup> {
  for (let offset = 0; ; offset += pageLength) {
    const query = { databaseId, sort: 'takenAt', descending: true, offset, limit: pageLength } as const
    const { rows } = catalog.backups.page(query)
    yield* rows
    if (rows.length < pageLength) return
  }
}

function stateOf(backup: StoredBackup, isBroken: boolean): RecoveryPoint['state'] {
  const { status, checks } = backup.lastValidation
  if (isBroken || status === 'failed') return 'failed'
  return checks.checksum_match.status === 'passed' ? 'proved' : 'stored'
}

/** A backup as the point that it is. */
export function pointOf(
  vault: OpenVault,
  backup: StoredBackup,
  unchangedUntil: string | null,
): RecoveryPoint {
  const broken = brokenLinkOf(backup, (id) => vault.catalog.backups.get(id))
  const { id: backupId, takenAt, type, label, file, needs, sourceBytes } = backup
  return {
    backupId,
    takenAt,
    unchangedUntil,
    type,
    label,
    file,
    chainLength: needs.length + 1,
    newestNeededId: needs.at(-1)?.id ?? null,
    state: stateOf(backup, broken !== null),
    broken,
    sourceBytes,
  }
}

/**
 * Every moment that a database can be brought back to, oldest first, with those whose chain is broken. Schema backups hold no
 * rows and are no points. Throws DATABASE_UNKNOWN.
 */
export function listPoints(context: OperationsContext, called: string): readonly RecoveryPoint[] {
  const vault = context.session.known()
  const { databaseId } = findDatabase(vault.catalog, called)
  const unchanged = vault.catalog.history.unchangedUntil(databaseId)
  return [...backupsNewestFirst(vault, databaseId)]
    .filter((backup) => backup.type !== 'schema')
    .map((backup) => pointOf(vault, backup, unchanged.get(backup.id) ?? null))
    .toReversed()
}
