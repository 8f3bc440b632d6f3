import { Button } from '@mantine/core'
import { useMemo } from 'react'
import { Link } from 'wouter'

import type { JobView } from '../../../../shared/domain/job.ts'
import type { RestorePlan } from '../../../../shared/domain/restore-plan.ts'
import { formatMoment } from '../../../../shared/domain/words/format-moment.ts'
import { Copyable } from '../../../components/copyable.tsx'
import { FaultNotice } from '../../../components/fault-notice.tsx'
import { SkeletonLines } from '../../../components/skeleton-lines.tsx'
import { readFault } from '../../../state/read-fault.ts'
import { useDatabase, useRestorePlan } from '../../../state/use-answers.ts'
import { useBackupRows } from '../../../state/use-paged-rows.ts'
import { useResumeOperations } from '../../../state/use-restore-actions.ts'
import { openedByWords, presentWords } from '../plan/plan-words.ts'
import { ActButton } from '../../access/act-button.tsx'

/** What is at the target of a restore of which nobody knows how far it came, as it is now; and what is kept. */
export function TargetNow({ job }: { readonly job: JobView }) {
  const question = {
    databaseId: job.databaseId,
    ...(job.backupId === undefined ? {} : { backupId: job.backupId }),
    ...(job.targetPath === undefined ? {} : { targetPath: job.targetPath }),
  }
  const { data: plan, error, isFetching, dataUpdatedAt, refetch } = useRestorePlan(question)
  return (
    <section className="section" aria-label="What is known">
      <div className="row spread">
        <h2>What is known</h2>
        <Button
          variant="subtle"
          size="compact-xs"
          className="flush-right"
          loading={isFetching}
          onClick={() => void refetch()}
        >
          Look again
        </Button>
      </div>
      {error !== null && <FaultNotice fault={readFault(error)} onRetry={() => void refetch()} />}
      {plan === undefined && error === null && <SkeletonLines count={4} />}
      {plan !== undefined && (
        <dl className="plan">
          <dt>Target</dt>
          <dd>
            <Copyable text={plan.target.path} what="the path" />
          </dd>
          <TargetFacts plan={plan} lookedAtMs={dataUpdatedAt} />
          <KeptFacts job={job} />
        </dl>
      )}
      <RestingOperations databaseId={job.databaseId} />
    </section>
  )
}

function TargetFacts({ plan, lookedAtMs }: { readonly plan: RestorePlan; readonly lookedAtMs: number }) {
  const openedBy = openedByWords(plan.target)
  return (
    <>
      <dt>Is there now</dt>
      <dd>
        {presentWords(plan.target)}
        <div className="soft small">
          Looked at {formatMoment(new Date(lookedAtMs).toISOString())}. Whether its content is the backup’s
          was not shown.
        </div>
      </dd>
      {openedBy !== null && (
        <>
          <dt>Is open</dt>
          <dd className="is-at-risk">{openedBy}</dd>
        </>
      )}
    </>
  )
}

/** The safety backup that a restore took before it replaced anything. */
function KeptFacts({ job }: { readonly job: JobView }) {
  const newestFirst = useMemo(
    () => ({ databaseId: job.databaseId, sort: 'takenAt' as const, descending: true }),
    [job.databaseId],
  )
  const rows = useBackupRows(newestFirst)
  if (rows.total === null) return null
  const newest = rows.rowAt(0)
  const since = job.startedAt ?? job.queuedAt
  const isSafety = newest !== undefined && newest.label === 'preupdate' && newest.takenAt >= since
  return (
    <>
      <dt>Is kept</dt>
      <dd>
        {isSafety ? (
          <>
            The content before the restore, in the safety backup{' '}
            <Link href={`/backup/${newest.id}`} className="mono">
              {newest.id}
            </Link>
            , taken {formatMoment(newest.takenAt)}
          </>
        ) : (
          'No safety backup was stored since the restore began. What was set aside, if anything was, is beside the target under a name with “before-restore”.'
        )}
      </dd>
    </>
  )
}

function RestingOperations({ databaseId }: { readonly databaseId: string }) {
  const { data: database } = useDatabase(databaseId)
  const resume = useResumeOperations()
  if (database?.recoveryStartedAt === undefined) return null
  return (
    <div className="step-foot">
      <p className="soft">
        Schedules of this database rest until operations are resumed. Look at the target, and check the
        application first.
      </p>
      <ActButton
        act="restore.resumeOperations"
        variant="default"
        loading={resume.isPending}
        onClick={() => resume.mutate(databaseId)}
      >
        Resume operations
      </ActButton>
    </div>
  )
}
