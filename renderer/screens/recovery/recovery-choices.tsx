import { Button } from '@mantine/core'
import { IconChevronRight } from '@tabler/icons-react'
import { Link } from 'wouter'

import type { DatabaseView } from '../../../shared/domain/views.ts'
import { countOf, formatCount } from '../../../shared/domain/words/format-count.ts'
import { FaultNotice } from '../../components/fault-notice.tsx'
import { PageTitle } from '../../components/page-title.tsx'
import { SkeletonLines } from '../../components/skeleton-lines.tsx'
import { StateMark } from '../../components/state-mark.tsx'
import { useNow } from '../../components/use-now.ts'
import { readFault } from '../../state/read-fault.ts'
import { useDatabases, useJobs } from '../../state/use-answers.ts'
import { useResumeOperations } from '../../state/use-restore-actions.ts'
import { hasRunPage } from '../../text/job-words.ts'
import { reasonSentence } from '../../text/state-words.ts'
import { JobCard } from '../activity/job-card.tsx'
import { byWorst } from '../overview/worst-state.ts'
import { ActButton } from '../access/act-button.tsx'
import { RecoveryTabs } from './recovery-tabs.tsx'
import { scenarios } from './scenarios.ts'
import { SystemSection } from './system/system-section.tsx'

/** Where every recovery begins: what is wrong, in words. */
export function RecoveryChoices() {
  const { data: databases, error, refetch } = useDatabases()
  const { data: jobs = [] } = useJobs()
  const restores = jobs.filter(({ kind }) => hasRunPage(kind)).slice(0, 5)
  return (
    <div className="page page-narrow">
      <PageTitle title="Recovery" sentence={databases && recoverySentence(databases)} />
      <RecoveryTabs />
      {scenarios.map(({ path, complaint, says, icon: Icon }) => (
        <Link key={path} href={path} className="big-choice">
          <Icon size={30} stroke={1.4} aria-hidden="true" />
          <span>
            <span className="big-choice-title">{complaint}</span>
            <span className="soft">{says}</span>
          </span>
          <IconChevronRight size={20} aria-hidden="true" className="push soft" />
        </Link>
      ))}
      {databases === undefined && error === null && <SkeletonLines count={3} />}
      {databases === undefined && error !== null && (
        <FaultNotice fault={readFault(error)} onRetry={() => void refetch()} />
      )}
      {databases !== undefined && <NeedsRecovery databases={databases} />}
      <SystemSection />
      {restores.length > 0 && (
        <section className="section">
          <h2>Restores</h2>
          {restores.map((job) => (
            <JobCard key={job.id} job={job} />
          ))}
        </section>
      )}
    </div>
  )
}

function recoverySentence(databases: readonly DatabaseView[]): string {
  const restorable = databases.filter(({ newestProvedAt }) => newestProvedAt !== null).length
  return `${formatCount(restorable)} of ${countOf(databases.length, 'database')} can be brought back from a proved backup.`
}

/** Databases whose file is gone, and those that are under recovery. */
function NeedsRecovery({ databases }: { readonly databases: readonly DatabaseView[] }) {
  const nowMs = useNow()
  const resume = useResumeOperations()
  const needing = databases
    .filter(({ recoveryStartedAt, sourceExists }) => recoveryStartedAt !== undefined || !sourceExists)
    .toSorted(byWorst)
    .slice(0, 12)
  if (needing.length === 0) return null
  return (
    <section className="section">
      <h2>Gone, or under recovery</h2>
      <ul className="line-list">
        {needing.map((database) => (
          <li key={database.id} className="line-item needs-line">
            <StateMark state={database.state} isBare />
            <Link href={`/database/${database.id}`} className="grid-name ellipsis">
              {database.name}
            </Link>
            <span className="soft">{reasonSentence(database.reason, nowMs)}</span>
            {database.recoveryStartedAt === undefined ? (
              <Button
                component={Link}
                href={`/recovery/complete/${database.id}`}
                variant="default"
                aria-label={`Restore ${database.name}`}
              >
                Restore
              </Button>
            ) : (
              <ActButton
                act="restore.resumeOperations"
                variant="default"
                loading={resume.isPending}
                onClick={() => resume.mutate(database.id)}
                aria-label={`Resume operations of ${database.name}`}
              >
                Resume
              </ActButton>
            )}
          </li>
        ))}
      </ul>
    </section>
  )
}
