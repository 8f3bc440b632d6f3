import { Button } from '@mantine/core'
import { useState } from 'react'

import type { AuditReport } from '../../../../shared/domain/audit/audit-report.ts'
import { auditRemarks, findingText } from '../../../../shared/domain/audit/audit-words.ts'
import { countOf } from '../../../../shared/domain/words/format-count.ts'
import type { ProtectionState } from '../../../../shared/domain/protection.ts'
import { Age } from '../../../components/age.tsx'
import { Copyable } from '../../../components/copyable.tsx'
import { FaultNotice } from '../../../components/fault-notice.tsx'
import { SkeletonLines } from '../../../components/skeleton-lines.tsx'
import { StateMark } from '../../../components/state-mark.tsx'
import { readFault } from '../../../state/read-fault.ts'
import { useAuditVerdict, useVerifyAudit } from '../../../state/use-audit.ts'
import { ExportAudit } from './export-audit.tsx'

const marks: Readonly<Record<AuditReport['verdict'], readonly [ProtectionState, string]>> = {
  whole: ['proved', 'whole'],
  tampered: ['failed', 'changed'],
  empty: ['stored', 'empty'],
}

/** What the last look through the whole log found, with buttons that look again and take the log out. */
export function AuditVerdict() {
  const [isExporting, setIsExporting] = useState(false)
  const { data: report, error, refetch } = useAuditVerdict()
  const verify = useVerifyAudit()
  return (
    <section className="audit-verdict" aria-label="Verification">
      {error !== null && <FaultNotice fault={readFault(error)} onRetry={() => void refetch()} />}
      {report === undefined && error === null && <SkeletonLines count={2} />}
      {report !== undefined && (
        <div className="row row-wrap">
          {report !== null && <StateMark state={marks[report.verdict][0]} word={marks[report.verdict][1]} />}
          {report !== null && (
            <span className="soft">
              verified <Age at={report.checkedAt} />
            </span>
          )}
          <Button variant="default" loading={verify.isPending} onClick={() => verify.mutate()}>
            {report === null ? 'Verify the log' : 'Verify again'}
          </Button>
          <Button variant="default" aria-expanded={isExporting} onClick={() => setIsExporting(!isExporting)}>
            Export
          </Button>
        </div>
      )}
      {verify.error !== null && <FaultNotice fault={readFault(verify.error)} />}
      {report !== undefined && report !== null && <ReportLines report={report} />}
      {isExporting && <ExportAudit />}
    </section>
  )
}

function ReportLines({ report }: { readonly report: AuditReport }) {
  const { findings, findingCount, entries, marks: compared, checkpoints, fingerprint } = report
  return (
    <>
      {findings.length > 0 && (
        <ul className="audit-findings">
          {findings.slice(0, 10).map((finding) => (
            <li key={`${finding.kind} ${finding.seq} ${finding.lastSeq}`} className="is-failed">
              {findingText(finding)}
            </li>
          ))}
          {findingCount > 10 && <li className="soft">and {findingCount - 10} more</li>}
        </ul>
      )}
      {auditRemarks(report).map((line) => (
        <p key={line} className="soft">
          {line}
        </p>
      ))}
      {entries > 0 && (
        <p className="soft small">
          Compared with {countOf(compared.manifests, 'backup')} and{' '}
          {compared.machine === 0 ? 'nothing that' : 'what'} this machine remembers;{' '}
          {countOf(checkpoints, 'signed checkpoint')}.
          {fingerprint !== null && (
            <>
              {' '}
              The log began with the key{' '}
              <Copyable text={fingerprint} what="the fingerprint">
                <code title={fingerprint}>{fingerprint.slice(0, 16)}…</code>
              </Copyable>
            </>
          )}
        </p>
      )}
    </>
  )
}
