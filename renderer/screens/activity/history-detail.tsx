import { ActionIcon, Button } from '@mantine/core'
import { IconX } from '@tabler/icons-react'
import { Link } from 'wouter'

import type { ActivityEntry } from '../../../shared/domain/views.ts'
import { formatMoment } from '../../../shared/domain/words/format-moment.ts'
import { Bytes } from '../../components/bytes.tsx'
import { Copyable } from '../../components/copyable.tsx'
import { Duration } from '../../components/duration.tsx'
import { FaultNotice } from '../../components/fault-notice.tsx'
import { StateMark } from '../../components/state-mark.tsx'
import { useTakeBackups } from '../../state/use-actions.ts'
import { useVaultPermits } from '../../state/use-vault-permits.ts'
import { activityKindWords, activityResultWords } from '../../text/activity-words.ts'
import { ActButton } from '../access/act-button.tsx'
import { resultMarks } from './history-columns.tsx'

interface HistoryDetailProps {
  readonly entry: ActivityEntry
  readonly onClose: () => void
}

/** One operation in full: when, how long, what came of it, and for a failure what to do next. */
export function HistoryDetail({ entry, onClose }: HistoryDetailProps) {
  return (
    <div className="stack stack-wide">
      <header className="row spread">
        <div className="stack stack-tight">
          <span className="side-title">
            {activityKindWords[entry.kind]}
            {entry.database !== null && ` of ${entry.database}`}
          </span>
          <StateMark state={resultMarks[entry.result]} word={activityResultWords[entry.result]} />
        </div>
        <ActionIcon aria-label="Close the operation" onClick={onClose} style={{ alignSelf: 'flex-start' }}>
          <IconX size={16} />
        </ActionIcon>
      </header>
      {entry.fault !== null && <FaultNotice fault={entry.fault} />}
      <dl className="facts">
        <dt>Started</dt>
        <dd>
          <Copyable text={entry.startedAt} what="the moment">
            <span className="num">{formatMoment(entry.startedAt)}</span>
          </Copyable>
        </dd>
        {entry.slotAt !== null && (
          <>
            <dt>Scheduled for</dt>
            <dd>
              <span className="num">{formatMoment(entry.slotAt)}</span>
            </dd>
          </>
        )}
        <dt>Took</dt>
        <dd>
          <Duration ms={entry.result === 'missed' ? null : entry.durationMs} unknown="It was not made" />
        </dd>
        <dt>Bytes</dt>
        <dd>
          <Bytes bytes={entry.bytes} unknown="Nothing was stored or written" />
        </dd>
      </dl>
      <EntryActions entry={entry} />
    </div>
  )
}

function EntryActions({ entry }: { readonly entry: ActivityEntry }) {
  const backUp = useTakeBackups()
  const permits = useVaultPermits()
  const { databaseId, backupId } = entry
  return (
    <div className="row row-wrap">
      {entry.kind === 'backup' && entry.result !== 'success' && databaseId !== null && (
        <ActButton
          act="backups.start"
          loading={backUp.isPending}
          disabled={!permits.canBackUp}
          onClick={() => backUp.mutate([databaseId])}
        >
          Back up again
        </ActButton>
      )}
      {entry.kind === 'guard' && databaseId !== null && backupId !== null && (
        <Button component={Link} href={`/database/${databaseId}/guard/${backupId}`}>
          Check or roll back
        </Button>
      )}
      {backupId !== null && (
        <Button component={Link} href={`/backup/${backupId}`} variant="default">
          Backup
        </Button>
      )}
      {databaseId !== null && (
        <Button component={Link} href={`/database/${databaseId}`} variant="default">
          Database
        </Button>
      )}
    </div>
  )
}
