import { reportCompliance } from '../operations/compliance/report-compliance.ts'
import { guarded } from './guarded.ts'
import type { ApiSurroundings } from './host-doors.ts'

/** Answers `compliance`: what the vault owes, and whether it keeps it. */
export function complianceApi({ operations }: ApiSurroundings) {
  return { report: guarded.compliance.report.handler(() => reportCompliance(operations)) }
}
