import { Button } from '@mantine/core'
import { IconPrinter } from '@tabler/icons-react'
import { Link } from 'wouter'

import type { JobView } from '../../../../shared/domain/job.ts'
import type { PartialReport } from '../../../../shared/domain/partial-restore.ts'
import { countOf } from '../../../../shared/domain/words/format-count.ts'
import { formatDuration } from '../../../../shared/domain/words/format-duration.ts'
import { formatMoment } from '../../../../shared/domain/words/format-moment.ts'
import { Duration } from '../../../components/duration.tsx'
import { Notice } from '../../../components/notice.tsx'
import { Unknown } from '../../../components/unknown.tsx'
import { useBackup } from '../../../state/use-answers.ts'
import { ProofLines, type ProofLine } from '../proof/proof-lines.tsx'
import { RecoveryFrame } from '../stepper/recovery-frame.tsx'
import { StepFoot } from '../stepper/step-foot.tsx'
import { partialRecovery } from './partial-steps.ts'
import { TableCounts } from './preview-tables.tsx'

interface PartialProofProps {
  readonly job: JobView
  readonly report: PartialReport
}

/** The proof of a partial restore: what was written, what was compared, what is kept. Worth printing. */
export function PartialProof({ job, report }: PartialProofProps) {
  const { data: backup } = useBackup(job.backupId ?? '')
  return (
    <RecoveryFrame
      scenario={partialRecovery}
      at="done"
      sentence={`The chosen rows of ${job.database} are back, compared with the backup, in ${formatDuration(report.durationMs)}.`}
    >
      <div className="stack stack-wide proof">
        <Notice kind="good" title="The chosen rows are as the backup has them">
          <p>Every one of them was read back and compared before the transaction was committed.</p>
          <p className="mono">{report.target}</p>
        </Notice>
        <section className="section">
          <h2>Proof</h2>
          <ProofLines lines={proofOf(report)} />
        </section>
        <section className="section">
          <h2>Written</h2>
          <TableCounts tables={report.tables} />
        </section>
        <section className="section">
          <h2>Measured</h2>
          <dl className="facts">
            <dt>Recovery point</dt>
            <dd className="num">
              {backup === undefined ? (
                <Unknown why="The backup is not known any more" />
              ) : (
                formatMoment(backup.takenAt)
              )}
            </dd>
            <dt>Took</dt>
            <dd>
              <Duration ms={report.durationMs} />
              {job.endedAt !== undefined && (
                <span className="soft num">, ended {formatMoment(job.endedAt)}</span>
              )}
            </dd>
            <dt>Triggers</dt>
            <dd>{report.triggers === 'fire' ? 'fired' : 'stood still'}</dd>
            <dt>Pre-update backup</dt>
            <dd>
              {report.safetyBackupId === null ? (
                <Unknown why="None was taken" />
              ) : (
                <Link href={`/backup/${report.safetyBackupId}`} className="mono">
                  {report.safetyBackupId}
                </Link>
              )}
            </dd>
          </dl>
        </section>
        <StepFoot note={<span className="soft">Operations go on. Nothing is left to do here.</span>}>
          <Button variant="default" size="sm" leftSection={<IconPrinter size={15} />} onClick={() => print()}>
            Print
          </Button>
          <Button size="sm" component={Link} href={`/database/${job.databaseId}`}>
            To the database
          </Button>
        </StepFoot>
      </div>
    </RecoveryFrame>
  )
}

function proofOf(report: PartialReport): readonly ProofLine[] {
  const isFull = report.integrityCheck === 'integrity_check'
  return [
    {
      what: 'Rows',
      isShown: true,
      says: `${countOf(report.rowsCompared, 'row')} read back and equal to the backup, before the commit.`,
    },
    report.foreignKeysChecked
      ? {
          what: 'Foreign keys',
          isShown: true,
          says: 'They hold in the chosen tables and those that refer to them.',
        }
      : {
          what: 'Foreign keys',
          isShown: false,
          says: 'Not shown for all: SQLite can’t check a key that names no unique columns of its parent.',
        },
    {
      what: 'SQLite’s check',
      isShown: true,
      says: isFull
        ? 'The full integrity check of the chosen tables passed before the commit.'
        : 'The quick check of the chosen tables passed before the commit; indexes were not compared with their tables.',
    },
  ]
}
