import type { JobKind } from '../../../../shared/domain/job.ts'
import { EmptyState } from '../../../components/empty-state.tsx'
import { FaultNotice } from '../../../components/fault-notice.tsx'
import { Notice } from '../../../components/notice.tsx'
import { SkeletonLines } from '../../../components/skeleton-lines.tsx'
import { readFault } from '../../../state/read-fault.ts'
import { useJobs } from '../../../state/use-answers.ts'
import {
  useArchives,
  useArchivesCleanUp,
  useRemovedArchives,
  useTakeSystem,
} from '../../../state/use-archives.ts'
import { useVaultPermits } from '../../../state/use-vault-permits.ts'
import { JobCard } from '../../activity/job-card.tsx'
import { archivesRefusal } from '../../../text/archive-words.ts'
import { SetAsideList } from '../../backup/set-aside-list.tsx'
import { ActButton } from '../../access/act-button.tsx'
import { ArchiveLine } from './archive-line.tsx'

const kinds: ReadonlySet<JobKind> = new Set(['system_backup', 'system_verify'])
const shownJobs = 2

/** The archives of all databases together, and the ways to take, check and restore one. */
export function SystemSection() {
  const { data, error, refetch } = useArchives()
  const { data: jobs = [] } = useJobs()
  const { data: removed = [] } = useRemovedArchives()
  const { data: plan } = useArchivesCleanUp()
  const { canBackUp } = useVaultPermits()
  const take = useTakeSystem()
  const live = jobs.filter(({ kind, endedAt }) => kinds.has(kind) && endedAt === undefined)
  const lastFailed = jobs.find(({ kind }) => kinds.has(kind))
  const shown = live.length > 0 || lastFailed?.state !== 'failed' ? live : [lastFailed]
  return (
    <section className="section" aria-label="Complete system">
      <div className="section-head">
        <h2>Complete system</h2>
        <span className="section-note">All databases, policies and registrations in one archive</span>
        <ActButton
          act="archives.take"
          variant="default"
          className="push"
          disabled={!canBackUp}
          loading={take.isPending}
          onClick={() => take.mutate()}
        >
          Take one now
        </ActButton>
      </div>
      {take.error !== null && <FaultNotice fault={readFault(take.error)} />}
      {shown.slice(0, shownJobs).map((job) => (
        <JobCard key={job.id} job={job} />
      ))}
      {data === undefined && error === null && <SkeletonLines count={2} />}
      {data === undefined && error !== null && (
        <FaultNotice fault={readFault(error)} onRetry={() => void refetch()} />
      )}
      {data?.damaged.map(({ file, why }) => (
        <Notice key={file} kind="failed" title="An archive can’t be used">
          <p>
            <span className="mono">{file}</span>: {why}.
          </p>
        </Notice>
      ))}
      {data?.archives.length === 0 && (
        <EmptyState title="No archive of the complete system is stored yet">
          A policy takes one each month. With it and the key a new machine gets everything back.
        </EmptyState>
      )}
      {data !== undefined && data.archives.length > 0 && (
        <ul className="line-list" aria-label="Archives of the complete system">
          {data.archives.map((archive) => (
            <ArchiveLine key={archive.archiveId} archive={archive} plan={plan} />
          ))}
        </ul>
      )}
      {plan !== undefined && plan.refusal !== null && (
        <Notice kind="risk" title="No archive is removed">
          <p>{archivesRefusal(plan)}</p>
        </Notice>
      )}
      <SetAsideList removed={removed} what="archive" />
    </section>
  )
}
