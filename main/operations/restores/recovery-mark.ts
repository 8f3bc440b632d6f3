import type { DatabaseRecord } from '../../../shared/domain/database-record.ts'
import { keepRegistration } from '../databases/change-database.ts'
import { findRegistered } from '../databases/find-database.ts'
import type { OperationsContext } from '../operations-context.ts'
import { instantOf } from '../world.ts'

/** Marks a database as under recovery; false when it was already. */
export async function beginRecovery(context: OperationsContext, record: DatabaseRecord): Promise<boolean> {
  if (record.recoveryStartedAt !== undefined) return false
  await keepRegistration(context, { ...record, recoveryStartedAt: instantOf(context.world.ports.clock) })
  return true
}

/** The last step of a recovery: the database's schedules go on. One that is not under recovery is no error. Throws DATABASE_UNKNOWN. */
export async function resumeOperations(context: OperationsContext, databaseId: string): Promise<void> {
  const record = findRegistered(context.session.reachable().catalog, databaseId)
  if (record.recoveryStartedAt === undefined) return
  const { recoveryStartedAt: _, ...resumed } = record
  await keepRegistration(context, resumed)
}
