import { Button } from '@mantine/core'
import { useMemo, useState } from 'react'

import type { StoredBackup } from '../../../../shared/domain/protection.ts'
import { formatSpan } from '../../../../shared/domain/words/format-duration.ts'
import { formatMoment } from '../../../../shared/domain/words/format-moment.ts'
import { EmptyState } from '../../../components/empty-state.tsx'
import { FaultNotice } from '../../../components/fault-notice.tsx'
import { DataGrid } from '../../../components/grid/data-grid.tsx'
import { Notice } from '../../../components/notice.tsx'
import { SkeletonLines } from '../../../components/skeleton-lines.tsx'
import { useNow } from '../../../components/use-now.ts'
import { readFault } from '../../../state/read-fault.ts'
import { useShortcutTargets } from '../../../state/shortcut-targets.ts'
import { useBackupRows } from '../../../state/use-paged-rows.ts'
import { backupColumns } from '../../backup/backup-columns.tsx'
import { heightOf } from './grid-height.ts'
import { StepFoot } from '../stepper/step-foot.tsx'
import { backupState } from '../../backup/backup-state.ts'

interface WhenStepProps {
  readonly databaseId: string
  readonly chosenId: string
  readonly onChoose: (backupId: string) => void
  readonly onBack: () => void
}

const columns = backupColumns(false).map((column) => ({ ...column, isSortable: false }))

/** To which recovery point: the newest that is not known to be damaged stands ready. */
export function WhenStep({ databaseId, chosenId, onChoose, onBack }: WhenStepProps) {
  const question = useMemo(() => ({ databaseId, sort: 'takenAt' as const, descending: true }), [databaseId])
  const rows = useBackupRows(question)
  const [at, setAt] = useState<number | null>(null)
  const total = rows.total ?? 0
  const here = at ?? firstSound(rows.rowAt, total, chosenId)
  const backup = rows.rowAt(here)
  useShortcutTargets({
    next: () => setAt(Math.min(total - 1, here + 1)),
    previous: () => setAt(Math.max(0, here - 1)),
    open: () => backup && onChoose(backup.id),
  })
  if (rows.total === null) {
    return rows.error === null ? (
      <SkeletonLines />
    ) : (
      <FaultNotice fault={readFault(rows.error)} onRetry={rows.retry} />
    )
  }
  if (total === 0) {
    return (
      <EmptyState
        title="This database has no backup"
        actions={
          <Button variant="default" onClick={onBack}>
            Choose another database
          </Button>
        }
      >
        Nothing in this vault can bring it back.
      </EmptyState>
    )
  }
  return (
    <section className="section recovery-grid" style={heightOf(total)}>
      <h2>To which recovery point?</h2>
      <DataGrid
        label="Recovery points"
        columns={columns}
        count={total}
        rowAt={rows.rowAt}
        keyOf={(one) => one.id}
        nameOf={(one) => one.file}
        at={here}
        onAt={setAt}
        onOpen={(_one, index) => setAt(index)}
        onLook={rows.look}
      />
      {backup !== undefined && (
        <ChosenPoint backup={backup} onBack={onBack} onChoose={() => onChoose(backup.id)} />
      )}
    </section>
  )
}

function firstSound(
  rowAt: (index: number) => StoredBackup | undefined,
  total: number,
  chosenId: string,
): number {
  const loaded = Array.from({ length: Math.min(total, 200) }, (_, index) => rowAt(index))
  const chosen = loaded.findIndex((one) => one?.id === chosenId)
  if (chosen >= 0) return chosen
  return Math.max(
    0,
    loaded.findIndex((one) => one !== undefined && one.lastValidation.status !== 'failed'),
  )
}

interface ChosenPointProps {
  readonly backup: StoredBackup
  readonly onBack: () => void
  readonly onChoose: () => void
}

function ChosenPoint({ backup, onBack, onChoose }: ChosenPointProps) {
  const nowMs = useNow()
  const lost = formatSpan(nowMs - new Date(backup.takenAt).getTime())
  const state = backupState(backup)
  return (
    <>
      {state === 'failed' && (
        <Notice kind="failed" title="This backup failed its validation">
          <p>A restore of it is refused where its pages are damaged. Choose another point if there is one.</p>
        </Notice>
      )}
      {state === 'stored' && (
        <Notice kind="risk" title="This backup has not been proved">
          <p>It is proved while it is rebuilt, before anything is replaced.</p>
        </Notice>
      )}
      <StepFoot
        note={
          <>
            Back to <strong className="num">{formatMoment(backup.takenAt)}</strong>: what was changed since (
            <strong>{lost}</strong>) is not in it.
          </>
        }
        onBack={onBack}
      >
        <Button size="sm" onClick={onChoose}>
          Continue
        </Button>
      </StepFoot>
    </>
  )
}
