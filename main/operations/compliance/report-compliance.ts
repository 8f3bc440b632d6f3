import type { AuditReport } from '../../../shared/domain/audit/audit-report.ts'
import type { ComplianceReport } from '../../../shared/domain/compliance/compliance-report.ts'
import { judgeCompliance, type AuditEvidence } from '../../../shared/domain/compliance/judge-compliance.ts'
import { faultOf } from '../../../shared/domain/fault.ts'
import { faultText } from '../../../shared/domain/faults/fault-text.ts'
import { verifyAudit } from '../audit/verify-audit.ts'
import type { OperationsContext } from '../operations-context.ts'
import { gatherCompliance } from './gather-compliance.ts'

function evidenceFrom({ verdict, isKeyed, entries, checkedAt, findings }: AuditReport): AuditEvidence {
  const [first] = findings
  if (verdict === 'tampered') {
    const detail =
      first === undefined ? 'it is not as it was written' : `the first place is entry ${first.seq}`
    return { state: 'broken', detail, checkedAt }
  }
  if (verdict === 'empty') return { state: 'not_known', detail: 'it has no entries' }
  if (!isKeyed) return { state: 'not_known', detail: 'the vault has no key that would prove its entries' }
  return { state: 'whole', entries, checkedAt }
}

async function auditEvidence(context: OperationsContext): Promise<AuditEvidence> {
  try {
    return evidenceFrom(await verifyAudit(context))
  } catch (error) {
    const fault = faultOf(error)
    if (fault === undefined) throw error
    return { state: 'not_known', detail: faultText(fault).message.replace(/\.$/, '') }
  }
}

/**
 * What the open vault owes and keeps now; its audit log is looked through for it. Throws what keeps the vault from being used, and rejects where
 * its policies can’t be read.
 */
export async function reportCompliance(context: OperationsContext): Promise<ComplianceReport> {
  const vault = context.session.reachable()
  return judgeCompliance(await gatherCompliance(context, vault, await auditEvidence(context)))
}
