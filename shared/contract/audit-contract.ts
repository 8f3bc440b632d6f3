import { type } from '@orpc/contract'
import { z } from 'zod'

import { auditResults } from '../domain/audit/audit-entry.ts'
import type { AuditReport } from '../domain/audit/audit-report.ts'
import type { AuditExport, AuditPage } from '../domain/audit/audit-views.ts'
import { forOperator, forViewer } from './base.ts'
import { instantField, pathField } from './fields.ts'

const wordField = z.string().trim().max(200)

/** What was done in the vault, by whom, and what came of it. */
export const auditContract = {
  /** Entries, newest first, from before one of them (left out: from the newest). A page may be short: `before` says where to go on. */
  list: forViewer
    .input(
      z.object({
        before: z.number().int().min(1).optional(),
        limit: z.number().int().min(1).max(500).default(200),
        user: wordField.optional(),
        act: wordField.optional(),
        result: z.enum(auditResults).optional(),
        from: instantField.optional(),
        to: instantField.optional(),
        search: wordField.optional(),
      }),
    )
    .output(type<AuditPage>()),
  /** Looks through the whole log. */
  verify: forViewer.output(type<AuditReport>()),
  /** What the last look through it on this machine found; null: nobody looked. */
  verified: forViewer.output(type<AuditReport | null>()),
  /** Copies it into a folder that is not there yet or is empty, with what verifies it. */
  export: forOperator.input(z.object({ toPath: pathField })).output(type<AuditExport>()),
}
