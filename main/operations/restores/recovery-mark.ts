import type { DatabaseRecord } from '../../../shared/domain/database-record.ts'
import { faultOf } from '../../../shared/domain/fault.ts'
import { decidingOnRegistrations } from '../../engine/engine.ts'
import { takeInRegistrations } from '../catalog/sync-catalog.ts'
import { keepRegistration } from '../databases/change-database.ts'
import { findRegistered } from '../databases/find-database.ts'
import type { OperationsContext } from '../operations-context.ts'
import { instantOf } from '../world.ts'

/**
 * Changes the registration as the vault has it now, while no other program changes it or its policy; null leaves it. Answers whether it was
 * changed: it may have ended.
 */
function changeMark(
  context: OperationsContext,
  { id }: DatabaseRecord,
  change: (now: DatabaseRecord) => DatabaseRecord | null,
): Promise<boolean> {
  const { access, catalog } = context.session.reachable()
  const { ports } = context.world
  return decidingOnRegistrations(ports, access.folder, async () => {
    await takeInRegistrations(ports, access, catalog)
    const now = catalog.databases.get(id)
    const changed = now === null ? null : change(now)
    if (changed === null) return false
    await keepRegistration(context, changed)
    return true
  })
}

/**
 * Marks a database as under recovery; false when it was already, or the vault has no room for the mark: a full vault must not keep
 * anybody from a restore. Throws VAULT_LOCKED and the other faults of writing a vault.
 */
export async function beginRecovery(context: OperationsContext, record: DatabaseRecord): Promise<boolean> {
  if (record.recoveryStartedAt !== undefined) return false
  const { clock, logger } = context.world.ports
  try {
    return await changeMark(context, record, (now) =>
      now.recoveryStartedAt === undefined ? { ...now, recoveryStartedAt: instantOf(clock) } : null,
    )
  } catch (error) {
    if (faultOf(error)?.code !== 'VAULT_FULL') throw error
    logger.warn('recovery.not_marked', { databaseId: record.id })
    return false
  }
}

/**
 * The last step of a recovery: the database's schedules go on. One that is not under recovery is no error. Throws DATABASE_UNKNOWN,
 * VAULT_LOCKED and the other faults of writing a vault.
 */
export async function resumeOperations(context: OperationsContext, databaseId: string): Promise<void> {
  const record = findRegistered(context.session.reachable().catalog, databaseId)
  if (record.recoveryStartedAt === undefined) return
  await changeMark(context, record, (now) => {
    const { recoveryStartedAt: _, ...resumed } = now
    return resumed
  })
}
