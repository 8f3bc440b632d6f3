import { IconChevronLeft } from '@tabler/icons-react'
import { Link } from 'wouter'

import type { DatabaseView } from '../../../shared/domain/views.ts'
import { EmptyState } from '../../components/empty-state.tsx'
import { FaultNotice } from '../../components/fault-notice.tsx'
import { PageTitle } from '../../components/page-title.tsx'
import { SkeletonLines } from '../../components/skeleton-lines.tsx'
import { StateMark } from '../../components/state-mark.tsx'
import { useNow } from '../../components/use-now.ts'
import { readFault } from '../../state/read-fault.ts'
import { useDatabase } from '../../state/use-answers.ts'
import { reasonSentence } from '../../text/state-words.ts'
import { HistoryList } from '../activity/history-list.tsx'
import { BackupList } from '../backup/backup-list.tsx'
import { DatabaseActions } from './database-actions.tsx'
import { DatabaseFigures } from './database-figures.tsx'
import { SetAsideBackups } from './set-aside-backups.tsx'
import { DatabaseJobs } from './database-jobs.tsx'

interface DatabaseScreenProps {
  readonly databaseId: string
  readonly tab: string
}

/** One database: its sentence, its numbers, its backups, its history. */
export function DatabaseScreen({ databaseId, tab }: DatabaseScreenProps) {
  const { data: database, error, refetch } = useDatabase(databaseId)
  if (database === undefined) {
    return (
      <div className="page">
        <PageTitle title="Database" />
        {error === null ? (
          <SkeletonLines />
        ) : (
          <FaultNotice fault={readFault(error)} onRetry={() => void refetch()} />
        )}
      </div>
    )
  }
  return <LoadedDatabase database={database} tab={tab} />
}

function LoadedDatabase({ database, tab }: { readonly database: DatabaseView; readonly tab: string }) {
  const nowMs = useNow()
  return (
    <div className="page page-fixed">
      <Link href="/inventory" className="page-back" style={{ marginBottom: -8 }}>
        <IconChevronLeft size={14} aria-hidden="true" />
        Inventory
      </Link>
      <PageTitle
        title={database.name}
        sentence={
          <>
            <StateMark state={database.state} />
            <span>{reasonSentence(database.reason, nowMs)}</span>
          </>
        }
        actions={<DatabaseActions database={database} />}
      />
      <DatabaseFigures database={database} />
      <DatabaseJobs databaseId={database.id} />
      <nav className="tabs" aria-label="Database">
        <Link
          href={`/database/${database.id}`}
          className="tab"
          {...(tab === 'backups' ? { 'aria-current': 'page' as const } : {})}
        >
          Backups
        </Link>
        <Link
          href={`/database/${database.id}/history`}
          className="tab"
          {...(tab === 'history' ? { 'aria-current': 'page' as const } : {})}
        >
          History
        </Link>
      </nav>
      {tab === 'history' ? (
        <HistoryList databaseId={database.id} />
      ) : (
        <>
          <BackupList
            databaseId={database.id}
            empty={
              <EmptyState title="No backup has been taken yet">
                Until the first backup is proved, a loss of this file is final. Press b to take it.
              </EmptyState>
            }
          />
          <SetAsideBackups databaseId={database.id} />
        </>
      )}
    </div>
  )
}
