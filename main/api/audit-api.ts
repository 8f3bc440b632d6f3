import { exportAudit } from '../operations/audit/export-audit.ts'
import { listAudit } from '../operations/audit/list-audit.ts'
import { lastAuditReport, verifyAudit } from '../operations/audit/verify-audit.ts'
import { guarded } from './guarded.ts'
import type { ApiSurroundings } from './host-doors.ts'

/** Answers `audit`: what was done, by whom, and whether the log of it is whole. */
export function auditApi({ operations }: ApiSurroundings) {
  const { audit } = guarded
  return {
    list: audit.list.handler(({ input: { before, limit, ...filter } }) =>
      listAudit(operations, filter, before ?? null, limit),
    ),
    verify: audit.verify.handler(() => verifyAudit(operations)),
    verified: audit.verified.handler(() => lastAuditReport(operations)),
    export: audit.export.handler(({ input }) => exportAudit(operations, input.toPath)),
  }
}
