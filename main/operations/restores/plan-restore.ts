import path from 'node:path'

import { FaultError } from '../../../shared/domain/fault.ts'
import type { StoredBackup } from '../../../shared/domain/protection.ts'
import type { RestorePlan } from '../../../shared/domain/restore-plan.ts'
import { inspectTarget, planRestore as planInEngine } from '../../engine/engine.ts'
import { findBackup } from '../backups/find-backup.ts'
import { findDatabase } from '../databases/find-database.ts'
import type { OperationsContext } from '../operations-context.ts'
import type { OpenVault } from '../vaults/vault-session.ts'
import { brokenFault, choosePoint } from '../points/choose-point.ts'
import { listPoints } from '../points/list-points.ts'
import { chooseBackup } from './choose-backup.ts'
import { clockWarnings } from './clock-warnings.ts'
import { verdictWarnings } from './verdict-warnings.ts'

/** Which restore. */
export interface RestoreWish {
  /** Name, id or path; also of a database whose registration is gone. */
  readonly database: string
  /** Left out: the newest that is not known to be damaged. */
  readonly backup?: StoredBackup | undefined
  /** Instead of a backup: the newest point not after this moment, UTC. */
  readonly at?: string | undefined
  /** Left out: the database's own path. */
  readonly targetPath?: string | undefined
}

/** A plan with the backup it is about, whose newest validation the administrator should see. */
export interface PlannedRestore {
  readonly plan: RestorePlan
  readonly backup: StoredBackup
}

function bytesPerSecondOf(vault: OpenVault): number | null {
  const bytesPerMs = vault.catalog.speeds.bytesPerMs('restore')
  return bytesPerMs === null ? null : bytesPerMs * 1000
}

/** The backups that one restore reads, the full first. Throws CHAIN_BROKEN where one is gone. */
function chainOf(
  context: OperationsContext,
  vault: OpenVault,
  backup: StoredBackup,
): readonly StoredBackup[] {
  const needed = backup.needs.map(({ id, file }) => {
    const found = vault.catalog.backups.get(id)
    if (found !== null) return found
    const points = listPoints(context, backup.databaseId)
    throw new FaultError(brokenFault(points, backup, { backupId: id, file, because: 'missing' }))
  })
  return [...needed, backup]
}

/** The backup that is meant, and how far it is from the moment that was asked for. */
function chosenFor(
  context: OperationsContext,
  vault: OpenVault,
  wish: RestoreWish,
): { readonly backup: StoredBackup; readonly askedFor: RestorePlan['askedFor'] } {
  const { databaseId, database } = findDatabase(vault.catalog, wish.database)
  if (wish.at === undefined) {
    return { backup: wish.backup ?? chooseBackup(vault.catalog, databaseId, database), askedFor: null }
  }
  const { point, distanceMs } = choosePoint(context, databaseId, wish.at)
  return { backup: findBackup(vault, point.backupId), askedFor: { at: wish.at, distanceMs } }
}

/**
 * What a restore would do; changes nothing. Throws DATABASE_UNKNOWN, NO_BACKUP, NO_POINT_BEFORE, CHAIN_BROKEN, BACKUP_WITHOUT_ROWS, WRONG_USE (no target, or a backup of another database), and
 * the faults of inspecting the target.
 */
export async function planRestore(context: OperationsContext, wish: RestoreWish): Promise<PlannedRestore> {
  const vault = context.session.reachable()
  const { databaseId, database, record } = findDatabase(vault.catalog, wish.database)
  const { backup, askedFor } = chosenFor(context, vault, wish)
  if (backup.databaseId !== databaseId) {
    const detail = `the backup ${backup.file} is of ${backup.database}, not of ${database}`
    throw new FaultError({ code: 'WRONG_USE', detail })
  }
  const targetPath = wish.targetPath ?? record?.path
  if (targetPath === undefined) {
    const detail = `${database} is no longer registered, so its place is not known; name a file to restore it to`
    throw new FaultError({ code: 'WRONG_USE', detail })
  }
  const { ports } = context.world
  const plan = await planInEngine(ports, {
    databaseId,
    database,
    chain: chainOf(context, vault, backup),
    target: await inspectTarget(ports, path.resolve(targetPath)),
    vaultFolder: vault.access.folder,
    databasePath: record?.path ?? null,
    measuredBytesPerSecond: bytesPerSecondOf(vault),
    nowMs: ports.clock.now(),
  })
  if (backup.type === 'schema' && plan.target.exists) {
    throw new FaultError({ code: 'BACKUP_WITHOUT_ROWS', file: backup.file })
  }
  const warnings = [...verdictWarnings(backup), ...clockWarnings(vault.catalog, backup), ...plan.warnings]
  return { plan: { ...plan, askedFor, warnings }, backup }
}
