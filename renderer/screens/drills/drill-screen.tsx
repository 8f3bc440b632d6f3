import { Button } from '@mantine/core'
import { IconChevronLeft, IconPrinter } from '@tabler/icons-react'
import { Link } from 'wouter'

import type { ConcludedDrill, DrillRecord } from '../../../shared/domain/drills/drill-record.ts'
import type { DrillView } from '../../../shared/domain/drills/drill-views.ts'
import { formatDuration } from '../../../shared/domain/words/format-duration.ts'
import { formatMoment } from '../../../shared/domain/words/format-moment.ts'
import { Age } from '../../components/age.tsx'
import { Copyable } from '../../components/copyable.tsx'
import { Duration } from '../../components/duration.tsx'
import { EmptyState } from '../../components/empty-state.tsx'
import { FaultNotice } from '../../components/fault-notice.tsx'
import { Notice } from '../../components/notice.tsx'
import { PageTitle } from '../../components/page-title.tsx'
import { SkeletonLines } from '../../components/skeleton-lines.tsx'
import { readFault } from '../../state/read-fault.ts'
import { useDrill, useDrillBackup } from '../../state/use-drills.ts'
import { useVaultPermits } from '../../state/use-vault-permits.ts'
import { ActButton } from '../access/act-button.tsx'
import { AssertionOutcomes } from './assertion-outcomes.tsx'
import { DetectionPanel } from './detection-panel.tsx'
import { DrillJobs } from './drill-jobs.tsx'
import { DrillLevels } from './drill-levels.tsx'
import { VerdictMark } from './verdict-mark.tsx'

/** The newest drill of a backup with its evidence: a page worth printing, with an address of its own. */
export function DrillScreen({ backupId }: { readonly backupId: string }) {
  const { data: view, error, refetch } = useDrill(backupId)
  if (view === undefined) {
    return (
      <div className="page page-narrow">
        <PageTitle title="Drill" />
        {error === null ? (
          <SkeletonLines />
        ) : (
          <FaultNotice fault={readFault(error)} onRetry={() => void refetch()} />
        )}
      </div>
    )
  }
  return <LoadedDrill view={view} />
}

function LoadedDrill({ view }: { readonly view: DrillView }) {
  const { backup, record, isDamaged } = view
  return (
    <div className="page page-narrow">
      <Link href={`/recovery/drills/${backup.databaseId}`} className="page-back no-print">
        <IconChevronLeft size={14} aria-hidden="true" />
        Drills of {backup.database}
      </Link>
      <PageTitle
        title={`Drill of ${backup.database}`}
        sentence={record === null ? undefined : <Sentence record={record} />}
        actions={<DrillActions backupId={backup.id} isDrilled={record !== null} />}
      />
      <DrillJobs databaseId={backup.databaseId} />
      {isDamaged && (
        <Notice kind="risk" title="The evidence of its last drill can’t be read">
          <p>What it came to is not known. Drill it again.</p>
        </Notice>
      )}
      {record === null && !isDamaged && (
        <EmptyState title="This backup was never drilled">
          Until it is, nothing has shown that it can be brought back by itself.
        </EmptyState>
      )}
      {record?.concluded?.verdict === 'failed' && <StillRed concluded={record.concluded} />}
      {record !== null && <Evidence view={view} record={record} />}
      <DetectionPanel backup={backup} />
    </div>
  )
}

function Sentence({ record }: { readonly record: DrillRecord }) {
  const { verdict, restoreMs, drilledAt } = record
  return (
    <>
      <VerdictMark verdict={verdict} />
      <span>
        {restoreMs === null ? 'It was not restored' : `Restored in ${formatDuration(restoreMs)}`},{' '}
        <Age at={drilledAt} />.
      </span>
    </>
  )
}

/** The drill on this page found nothing out, and one before it did. */
function StillRed({ concluded: { drilledAt, reason } }: { readonly concluded: ConcludedDrill }) {
  return (
    <Notice kind="failed" title="An earlier drill of it failed, and that still holds">
      <p>
        At {formatMoment(drilledAt)} it could not be brought back as it was
        {reason === null ? '.' : `: ${reason.level}, ${reason.detail.replace(/\.$/, '')}.`} The last drill
        came to no verdict. Drill it again.
      </p>
    </Notice>
  )
}

function DrillActions({ backupId, isDrilled }: { readonly backupId: string; readonly isDrilled: boolean }) {
  const drill = useDrillBackup()
  const { canRead } = useVaultPermits()
  return (
    <>
      {isDrilled && (
        <Button variant="default" leftSection={<IconPrinter size={15} />} onClick={() => print()}>
          Print
        </Button>
      )}
      <ActButton
        act="drills.startOne"
        loading={drill.isPending}
        disabled={!canRead}
        onClick={() => drill.mutate(backupId)}
      >
        {isDrilled ? 'Drill again' : 'Drill now'}
      </ActButton>
    </>
  )
}

interface EvidenceProps {
  readonly view: DrillView
  readonly record: DrillRecord
}

function Evidence({ view: { backup }, record }: EvidenceProps) {
  return (
    <>
      <section className="section" aria-label="Evidence">
        <h2>Evidence</h2>
        <DrillLevels levels={record.levels} />
      </section>
      <AssertionOutcomes outcomes={record.assertions} databaseId={backup.databaseId} />
      <section className="section" aria-label="Facts">
        <h2>Facts</h2>
        <dl className="facts">
          <dt>Backup</dt>
          <dd>
            <Link href={`/backup/${backup.id}`} className="mono">
              {backup.file}
            </Link>
          </dd>
          <dt>Taken</dt>
          <dd className="num">{formatMoment(backup.takenAt)}</dd>
          <dt>Drilled</dt>
          <dd>
            <Copyable text={record.drilledAt} what="the moment">
              <span className="num">{formatMoment(record.drilledAt)}</span>
            </Copyable>
          </dd>
          <dt>By</dt>
          <dd>{record.by}</dd>
          <dt>Measured restore</dt>
          <dd>
            <Duration ms={record.restoreMs} unknown="It was not restored" />
          </dd>
          <dt>Whole drill</dt>
          <dd>
            <Duration ms={record.durationMs} />
          </dd>
          <dt>Root</dt>
          <dd>
            <Copyable text={backup.root} what="the root" />
          </dd>
        </dl>
      </section>
    </>
  )
}
