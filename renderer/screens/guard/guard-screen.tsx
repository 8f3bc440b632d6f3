import { Button } from '@mantine/core'
import { Link } from 'wouter'

import { EmptyState } from '../../components/empty-state.tsx'
import { FaultNotice } from '../../components/fault-notice.tsx'
import { SkeletonLines } from '../../components/skeleton-lines.tsx'
import { readFault } from '../../state/read-fault.ts'
import { useBackup, useDatabase } from '../../state/use-answers.ts'
import { BeginGuard } from './begin-guard.tsx'
import { GuardFrame } from './guard-frame.tsx'
import { GuardedChange } from './guarded-change.tsx'

interface GuardScreenProps {
  readonly databaseId: string
  /** The backup it began with; empty: it has not begun. */
  readonly backupId: string
  /** The job that takes that backup; empty: there is none. */
  readonly jobId: string
}

/** A change under a pre-update backup, from the backup to keeping it or rolling back. */
export function GuardScreen({ databaseId, backupId, jobId }: GuardScreenProps) {
  const database = useDatabase(databaseId)
  const backup = useBackup(backupId)
  const error = database.error ?? backup.error
  const isReady = database.data !== undefined && (backupId === '' || backup.data !== undefined)
  if (!isReady) {
    return (
      <GuardFrame
        databaseId={databaseId}
        name={database.data?.name ?? ''}
        at={backupId === '' ? 0 : 1}
        sentence="A pre-update backup first; then the change, a check, and a way back."
      >
        {error === null ? <SkeletonLines /> : <FaultNotice fault={readFault(error)} />}
      </GuardFrame>
    )
  }
  if (backup.data === undefined) return <BeginGuard key={jobId} database={database.data} jobId={jobId} />
  if (backup.data.databaseId !== databaseId) {
    return (
      <GuardFrame
        databaseId={databaseId}
        name={database.data.name}
        at={0}
        sentence="This address names a backup of another database."
      >
        <EmptyState
          title={`That backup is of ${backup.data.database}`}
          actions={
            <Button component={Link} href={`/database/${databaseId}/guard`}>
              Begin with a backup of {database.data.name}
            </Button>
          }
        />
      </GuardFrame>
    )
  }
  return <GuardedChange key={backupId} database={database.data} backup={backup.data} />
}
