import { type } from '@orpc/contract'

import type { ComplianceReport } from '../domain/compliance/compliance-report.ts'
import { forViewer } from './base.ts'

/** What the vault owes, and whether it keeps it. */
export const complianceContract = {
  /** Judged now, with the audit log looked through. */
  report: forViewer.output(type<ComplianceReport>()),
}
