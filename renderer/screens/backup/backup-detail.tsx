import { ActionIcon, Button } from '@mantine/core'
import { IconX } from '@tabler/icons-react'
import type { ReactNode } from 'react'
import { Link } from 'wouter'

import type { StoredBackup } from '../../../shared/domain/protection.ts'
import { formatMoment } from '../../../shared/domain/words/format-moment.ts'
import { Age } from '../../components/age.tsx'
import { ChecksList } from '../../components/checks-list.tsx'
import { StateMark } from '../../components/state-mark.tsx'
import { TypeMark } from '../../components/type-mark.tsx'
import { useVerifyBackups } from '../../state/use-actions.ts'
import { useBackup } from '../../state/use-answers.ts'
import { useKeepMarks } from '../../state/use-retention.ts'
import { useVaultPermits } from '../../state/use-vault-permits.ts'
import { ActButton } from '../access/act-button.tsx'
import { BackupFacts } from './backup-facts.tsx'
import { BackupFiles } from './backup-files.tsx'
import { KeptSection } from './kept-section.tsx'
import { marksOf } from './marks-of.ts'
import { backupState } from './backup-state.ts'

interface BackupDetailProps {
  readonly backup: StoredBackup
  /** Left out where the detail is a page of its own. */
  readonly onClose?: () => void
  /** What is to be known first where it is shown. */
  readonly children?: ReactNode
}

/** One backup: what it is worth, how that is known, what can be done with it, and every fact of it. */
export function BackupDetail({ backup: given, onClose, children }: BackupDetailProps) {
  const { data } = useBackup(given.id)
  const backup = data ?? given
  const { data: kept } = useKeepMarks(backup.databaseId)
  const verify = useVerifyBackups()
  const permits = useVaultPermits()
  return (
    <div className="stack stack-wide">
      {onClose !== undefined && (
        <header className="row spread">
          <div className="stack stack-tight">
            <Link href={`/backup/${backup.id}`} className="side-title">
              {formatMoment(backup.takenAt)}
            </Link>
            <span className="row soft">
              {backup.database}
              <TypeMark type={backup.type} label={backup.label} />
            </span>
          </div>
          <ActionIcon aria-label="Close the backup" onClick={onClose} style={{ alignSelf: 'flex-start' }}>
            <IconX size={16} />
          </ActionIcon>
        </header>
      )}
      <div className="row row-wrap">
        <Button
          component={Link}
          href={`/recovery/complete/${backup.databaseId}/${backup.id}`}
          disabled={!permits.canRead}
        >
          Restore
        </Button>
        <ActButton
          act="backups.verify"
          variant="default"
          loading={verify.isPending}
          disabled={!permits.canRead}
          onClick={() => verify.mutate([backup.id])}
        >
          Verify
        </ActButton>
        {backup.type !== 'schema' && (
          <>
            <Button
              component={Link}
              href={`/look/${backup.id}`}
              variant="default"
              disabled={!permits.canRead}
            >
              Look inside
            </Button>
            <Button
              component={Link}
              href={`/compare/${backup.id}`}
              variant="default"
              disabled={!permits.canRead}
            >
              Compare
            </Button>
          </>
        )}
      </div>
      {children}
      <section className="section">
        <div className="section-head">
          <h2>Validation</h2>
          <StateMark state={backupState(backup)} size={14} />
          <span className="section-note">
            <Age at={backup.lastValidation.checkedAt} />
          </span>
        </div>
        <ChecksList validation={backup.lastValidation} />
      </section>
      <KeptSection
        id={backup.id}
        keeps="this backup and what it needs"
        marks={kept && marksOf(kept.marks, backup)}
      />
      <BackupFacts backup={backup} />
      <BackupFiles backup={backup} />
    </div>
  )
}
