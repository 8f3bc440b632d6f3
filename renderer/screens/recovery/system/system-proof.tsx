import { Button } from '@mantine/core'
import { Link } from 'wouter'

import type { JobView } from '../../../../shared/domain/job.ts'
import type { RestoredDatabase, SystemRestoreReport } from '../../../../shared/domain/system-archive.ts'
import { formatBytes } from '../../../../shared/domain/words/format-bytes.ts'
import { countOf } from '../../../../shared/domain/words/format-count.ts'
import { formatDuration } from '../../../../shared/domain/words/format-duration.ts'
import { listWords } from '../../../../shared/domain/words/list-words.ts'
import { Notice } from '../../../components/notice.tsx'
import { StateMark } from '../../../components/state-mark.tsx'
import { RecoveryFrame } from '../stepper/recovery-frame.tsx'
import { StepFoot } from '../stepper/step-foot.tsx'
import { systemRecovery } from './system-scenario.ts'

interface SystemProofProps {
  readonly job: JobView
  readonly report: SystemRestoreReport
}

/** What became of every database of an archive. */
export function SystemProof({ job, report }: SystemProofProps) {
  const { databases, registrations, policies } = report
  const back = databases.filter(({ why }) => why === null)
  const isWhole = back.length === databases.length
  const brought = [...registrations, ...policies]
  return (
    <RecoveryFrame
      scenario={systemRecovery}
      at="done"
      sentence={`${back.length} of ${countOf(databases.length, 'database')} restored in ${formatDuration(report.durationMs)}.`}
    >
      <div className="stack stack-wide proof">
        <Notice
          kind={isWhole ? 'good' : 'risk'}
          title={
            isWhole
              ? 'Every database is back and was proved'
              : `${countOf(databases.length - back.length, 'database')} could not be brought back`
          }
        >
          <p>Each file at its target was read back and compared with the root it was taken with.</p>
          {!isWhole && <p>The others are back. What stands in the way is beside each.</p>}
        </Notice>
        <ul className="line-list" aria-label="Databases of the archive">
          {databases.map((one) => (
            <RestoredLine key={one.databaseId} restored={one} />
          ))}
        </ul>
        {brought.length > 0 && <p className="soft">Brought into the vault: {listWords(brought, 8)}.</p>}
        <StepFoot note={<span className="soft">Schedules go on. Nothing is left to do here.</span>}>
          {!isWhole && (
            <Button size="sm" variant="default" component={Link} href={systemRecovery.again(job)}>
              Plan it again
            </Button>
          )}
          <Button size="sm" component={Link} href="/inventory">
            To the databases
          </Button>
        </StepFoot>
      </div>
    </RecoveryFrame>
  )
}

function RestoredLine({ restored }: { readonly restored: RestoredDatabase }) {
  const { database, target, root, bytes, why, safetyBackupId, setAside } = restored
  return (
    <li className="line-item needs-line archive-line">
      <StateMark
        state={why === null ? 'proved' : 'failed'}
        word={why === null ? 'Proved' : 'Not restored'}
        isBare
      />
      <span className="grid-name ellipsis">{database}</span>
      <span className="stack stack-tight">
        <span className="mono small">{target}</span>
        <span className="soft small">
          {why ?? `Root ${root?.slice(0, 16) ?? 'not known'}`}
          {setAside !== null && `; what was there was set aside: ${setAside}`}
        </span>
      </span>
      <span className="stack stack-tight archive-end">
        {why === null && <span className="num soft">{formatBytes(bytes)}</span>}
        {safetyBackupId !== null && (
          <Link
            href={`/backup/${safetyBackupId}`}
            className="small"
            aria-label={`Safety backup of ${database}`}
          >
            Safety backup
          </Link>
        )}
      </span>
    </li>
  )
}
