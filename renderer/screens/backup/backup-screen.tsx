import { IconChevronLeft } from '@tabler/icons-react'
import { Link } from 'wouter'

import { formatMoment } from '../../../shared/domain/words/format-moment.ts'
import { FaultNotice } from '../../components/fault-notice.tsx'
import { PageTitle } from '../../components/page-title.tsx'
import { SkeletonLines } from '../../components/skeleton-lines.tsx'
import { StateMark } from '../../components/state-mark.tsx'
import { TypeMark } from '../../components/type-mark.tsx'
import { readFault } from '../../state/read-fault.ts'
import { useBackup } from '../../state/use-answers.ts'
import { BackupDetail } from './backup-detail.tsx'
import { backupState } from './backup-state.ts'

/** The page of one backup: what a link from a log, a notice or a report leads to. */
export function BackupScreen({ backupId }: { readonly backupId: string }) {
  const { data: backup, error, refetch } = useBackup(backupId)
  if (backup === undefined) {
    return (
      <div className="page page-narrow">
        <PageTitle title="Backup" />
        {error === null ? (
          <SkeletonLines />
        ) : (
          <FaultNotice fault={readFault(error)} onRetry={() => void refetch()} />
        )}
      </div>
    )
  }
  return (
    <div className="page page-narrow">
      <Link href={`/database/${backup.databaseId}`} className="page-back">
        <IconChevronLeft size={14} aria-hidden="true" />
        {backup.database}
      </Link>
      <PageTitle
        title={formatMoment(backup.takenAt)}
        sentence={
          <>
            <StateMark state={backupState(backup)} />
            <TypeMark type={backup.type} label={backup.label} />
            <span>backup of {backup.database}</span>
          </>
        }
      />
      <BackupDetail backup={backup} />
    </div>
  )
}
