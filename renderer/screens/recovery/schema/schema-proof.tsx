import { Button } from '@mantine/core'
import { Link } from 'wouter'

import type { JobView } from '../../../../shared/domain/job.ts'
import type { SchemaCopyReport } from '../../../../shared/domain/partial-restore.ts'
import { countOf } from '../../../../shared/domain/words/format-count.ts'
import { formatDuration } from '../../../../shared/domain/words/format-duration.ts'
import { Copyable } from '../../../components/copyable.tsx'
import { Duration } from '../../../components/duration.tsx'
import { Notice } from '../../../components/notice.tsx'
import { RecoveryFrame } from '../stepper/recovery-frame.tsx'
import { StepFoot } from '../stepper/step-foot.tsx'
import { schemaRecovery } from './schema-steps.ts'

interface SchemaProofProps {
  readonly job: JobView
  readonly report: SchemaCopyReport
}

/** What an empty copy holds, and what was left out, with the reasons. */
export function SchemaProof({ job, report }: SchemaProofProps) {
  const { leftOut } = report
  const isWhole = leftOut.length === 0
  return (
    <RecoveryFrame
      scenario={schemaRecovery}
      at="done"
      sentence={`The empty copy of ${job.database} was made in ${formatDuration(report.durationMs)}.`}
    >
      <div className="stack stack-wide proof">
        <Notice
          kind={isWhole ? 'good' : 'risk'}
          title={
            isWhole
              ? 'The copy has every object of the backup’s schema'
              : `The copy has all of the schema but ${countOf(leftOut.length, 'object')}`
          }
        >
          <p>
            {countOf(report.objects, 'object')} made and read back, each with the statement that the backup
            has.
          </p>
          <p>It has no rows.</p>
        </Notice>
        {!isWhole && (
          <section className="section">
            <h2>Left out</h2>
            <dl className="facts">
              {leftOut.map(({ name, because }) => (
                <div key={name} className="facts-pair">
                  <dt className="mono">{name}</dt>
                  <dd>{because}</dd>
                </div>
              ))}
            </dl>
          </section>
        )}
        <section className="section">
          <h2>Measured</h2>
          <dl className="facts">
            <dt>File</dt>
            <dd>
              <Copyable text={report.target} what="the path" />
            </dd>
            <dt>Took</dt>
            <dd>
              <Duration ms={report.durationMs} />
            </dd>
          </dl>
        </section>
        <StepFoot note={<span className="soft">Nothing is left to do here.</span>}>
          <Button size="sm" component={Link} href={`/database/${job.databaseId}`}>
            To the database
          </Button>
        </StepFoot>
      </div>
    </RecoveryFrame>
  )
}
