import { acceptedBy, type AuditFilter, type AuditPage } from '../../../shared/domain/audit/audit-views.ts'
import { listEntries } from '../../engine/engine.ts'
import type { OperationsContext } from '../operations-context.ts'

/**
 * Entries of the open vault's audit log, newest first, from before one of them (null: from the newest). A page may have fewer than `limit`, or
 * none, though there are older ones: `before` says where to go on. Throws what keeps the vault from being used.
 */
export async function listAudit(
  context: OperationsContext,
  filter: AuditFilter,
  before: number | null,
  limit: number,
): Promise<AuditPage> {
  const { folder } = context.session.reachable().access
  return listEntries(context.world.ports, folder, { before, limit, accepts: acceptedBy(filter) })
}
