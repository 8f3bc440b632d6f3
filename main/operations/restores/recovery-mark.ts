import type { DatabaseRecord } from '../../../shared/domain/database-record.ts'
import { faultOf } from '../../../shared/domain/fault.ts'
import { takeInRegistrations } from '../catalog/sync-catalog.ts'
import { keepRegistration } from '../databases/change-database.ts'
import { findRegistered } from '../databases/find-database.ts'
import type { OperationsContext } from '../operations-context.ts'
import { instantOf } from '../world.ts'

/** The registration as the vault has it now, null where it ended: another program may have changed it, or its policy, meanwhile. */
async function asRegisteredNow(
  context: OperationsContext,
  { id }: DatabaseRecord,
): Promise<DatabaseRecord | null> {
  const { access, catalog } = context.session.reachable()
  await takeInRegistrations(context.world.ports, access, catalog)
  return catalog.databases.get(id)
}

/**
 * Marks a database as under recovery; false when it was already, or the vault has no room for the mark: a full vault must not keep
 * anybody from a restore. Throws the other faults of writing a vault.
 */
export async function beginRecovery(context: OperationsContext, record: DatabaseRecord): Promise<boolean> {
  if (record.recoveryStartedAt !== undefined) return false
  const { clock, logger } = context.world.ports
  try {
    const now = await asRegisteredNow(context, record)
    if (now === null || now.recoveryStartedAt !== undefined) return false
    await keepRegistration(context, { ...now, recoveryStartedAt: instantOf(clock) })
    return true
  } catch (error) {
    if (faultOf(error)?.code !== 'VAULT_FULL') throw error
    logger.warn('recovery.not_marked', { databaseId: record.id })
    return false
  }
}

/** The last step of a recovery: the database's schedules go on. One that is not under recovery is no error. Throws DATABASE_UNKNOWN. */
export async function resumeOperations(context: OperationsContext, databaseId: string): Promise<void> {
  const record = findRegistered(context.session.reachable().catalog, databaseId)
  if (record.recoveryStartedAt === undefined) return
  const now = await asRegisteredNow(context, record)
  if (now === null) return
  const { recoveryStartedAt: _, ...resumed } = now
  await keepRegistration(context, resumed)
}
