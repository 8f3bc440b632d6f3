import type { AuditReport } from '../../../../shared/domain/audit/audit-report.ts'
import { verdictText } from '../../../../shared/domain/audit/audit-words.ts'
import { PageTitle } from '../../../components/page-title.tsx'
import { useAuditVerdict } from '../../../state/use-audit.ts'
import { ComplianceTabs } from '../compliance-tabs.tsx'
import { AuditList } from './audit-list.tsx'
import { AuditVerdict } from './audit-verdict.tsx'

function sentenceOf(report: AuditReport | null | undefined): string | undefined {
  if (report === undefined) return undefined
  return report === null ? 'Nobody has verified the audit log on this machine yet.' : verdictText(report)
}

/** What was done in the vault, by whom, what came of it, and whether the log of it is as it was written. */
export function AuditScreen() {
  const verdict = useAuditVerdict()
  return (
    <div className="page page-fixed">
      <PageTitle title="Compliance" sentence={sentenceOf(verdict.data)} />
      <ComplianceTabs />
      <AuditVerdict />
      <AuditList />
    </div>
  )
}
