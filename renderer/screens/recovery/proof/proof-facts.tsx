import { Link } from 'wouter'

import type { JobView } from '../../../../shared/domain/job.ts'
import type { StoredBackup } from '../../../../shared/domain/protection.ts'
import { formatMoment } from '../../../../shared/domain/words/format-moment.ts'
import { formatDuration } from '../../../../shared/domain/words/format-duration.ts'
import { Bytes } from '../../../components/bytes.tsx'
import { Copyable } from '../../../components/copyable.tsx'
import { Duration } from '../../../components/duration.tsx'
import { Unknown } from '../../../components/unknown.tsx'
import { jobDurationMs } from '../../../text/job-words.ts'
import type { ProofVerdict } from './judge-proof.ts'
import { verdictWords } from './proof-words.ts'
import type { Restored } from './restored.ts'

interface ProofFactsProps {
  readonly job: JobView
  readonly restored: Restored
  readonly backup: StoredBackup | undefined
  readonly verdict: ProofVerdict
}

const rootsLook: Readonly<Record<ProofVerdict, string>> = {
  equal: 'is-proved',
  equal_with_defects: 'is-proved',
  not_shown: 'is-at-risk',
  differs: 'is-failed',
}

/** What was measured and what is kept, as a report would have it. */
export function ProofFacts({ job, restored, backup, verdict }: ProofFactsProps) {
  const wholeMs = jobDurationMs(job)
  return (
    <section className="section">
      <h2>Measured</h2>
      <dl className="facts">
        <dt>Database</dt>
        <dd>{job.database}</dd>
        <dt>Recovery point</dt>
        <dd className="num">{backup === undefined ? 'as of its backup' : formatMoment(backup.takenAt)}</dd>
        <dt>Restored</dt>
        <dd>
          <Bytes bytes={restored.bytes} /> in <Duration ms={restored.durationMs} />
          {job.endedAt !== undefined && <span className="soft num">, ended {formatMoment(job.endedAt)}</span>}
          {wholeMs !== null && (
            <div className="soft small">The whole job, with its start, took {formatDuration(wholeMs)}.</div>
          )}
        </dd>
        <dt>Root of the restored content</dt>
        <dd>
          {restored.root === '' ? (
            <Unknown why="Not taken: the file was written to again before it was read back" />
          ) : (
            <Copyable text={restored.root} what="the root" />
          )}
        </dd>
        {backup !== undefined && (
          <>
            <dt>Root of the backup</dt>
            <dd>
              <span className="mono">{backup.root}</span>
              <div className={rootsLook[verdict]}>{verdictWords[verdict].roots}</div>
            </dd>
          </>
        )}
        <dt>Safety backup</dt>
        <dd>
          {restored.safetyBackupId === null ? (
            <span className="soft">none: there was nothing readable to keep</span>
          ) : (
            <Link href={`/backup/${restored.safetyBackupId}`} className="mono">
              {restored.safetyBackupId}
            </Link>
          )}
        </dd>
        {restored.setAside !== null && (
          <>
            <dt>Set aside</dt>
            <dd>
              <Copyable text={restored.setAside} what="the path" />
            </dd>
          </>
        )}
      </dl>
    </section>
  )
}
