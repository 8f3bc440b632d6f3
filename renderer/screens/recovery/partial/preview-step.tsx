import { Button, TextInput } from '@mantine/core'
import { useMemo } from 'react'
import { useLocation } from 'wouter'

import type { PartialPreview } from '../../../../shared/domain/partial-restore.ts'
import { formatMoment } from '../../../../shared/domain/words/format-moment.ts'
import { Copyable } from '../../../components/copyable.tsx'
import { FaultNotice } from '../../../components/fault-notice.tsx'
import { Notice } from '../../../components/notice.tsx'
import { SkeletonLines } from '../../../components/skeleton-lines.tsx'
import type { PartialQuestion } from '../../../state/query-keys.ts'
import { readFault } from '../../../state/read-fault.ts'
import { usePartialPreview, useStartPartial } from '../../../state/use-content.ts'
import { StepFoot } from '../stepper/step-foot.tsx'
import { PartialConflicts } from './partial-conflicts.tsx'
import {
  mayBringBack,
  type PartialChoice,
  type PartialEvent,
  selectionsOf,
  touchedRows,
} from './partial-steps.ts'
import { PreviewTables } from './preview-tables.tsx'
import { LookAgainHead } from '../plan/look-again-head.tsx'
import { ActButton } from '../../access/act-button.tsx'

interface PreviewStepProps {
  readonly choice: PartialChoice
  readonly tell: (event: PartialEvent) => void
  readonly onBack: () => void
}

/** What bringing the rows back would do, what stands in the way, and the start of it. */
export function PreviewStep({ choice, tell, onBack }: PreviewStepProps) {
  const { databaseId, backupId, tables, triggers } = choice
  const question = useMemo(
    (): PartialQuestion => ({
      databaseId,
      backupId,
      selections: selectionsOf(tables) ?? [],
      ...(triggers === null ? {} : { triggers }),
    }),
    [databaseId, backupId, tables, triggers],
  )
  const { data: preview, error, isFetching, refetch } = usePartialPreview(question)
  if (error !== null) {
    return (
      <FaultNotice
        fault={readFault(error)}
        onRetry={() => void refetch()}
        actions={
          <Button variant="default" onClick={onBack}>
            Choose other rows
          </Button>
        }
      />
    )
  }
  if (preview === undefined) {
    return (
      <section className="section">
        <p className="soft">Comparing the backup with the live database. Nothing is changed by looking.</p>
        <SkeletonLines />
      </section>
    )
  }
  return (
    <LoadedPreview
      choice={choice}
      question={question}
      preview={preview}
      isFetching={isFetching}
      tell={tell}
      onBack={onBack}
      onAgain={() => void refetch()}
    />
  )
}

interface LoadedPreviewProps extends PreviewStepProps {
  readonly question: PartialQuestion
  readonly preview: PartialPreview
  readonly isFetching: boolean
  readonly onAgain: () => void
}

function LoadedPreview({ choice, question, preview, isFetching, tell, onBack, onAgain }: LoadedPreviewProps) {
  const [, go] = useLocation()
  const start = useStartPartial()
  const isReady = mayBringBack(preview, choice.typedName) && !isFetching
  const submit = (): void =>
    start.mutate(
      { ...question, mark: preview.mark, confirmName: choice.typedName },
      // The run has a place of its own: Back must not lead to a preview that was carried out.
      { onSuccess: (jobId) => go(`/recovery/job/${jobId}`, { replace: true }) },
    )
  return (
    <form
      className="stack stack-wide"
      onSubmit={(event) => {
        event.preventDefault()
        if (isReady) submit()
      }}
    >
      <LookAgainHead title="The preview" isFetching={isFetching} onAgain={onAgain} />
      <PreviewFacts preview={preview} />
      <PartialConflicts
        conflicts={preview.conflicts}
        triggers={choice.triggers}
        onTriggers={(triggers) => tell({ kind: 'triggers_chosen', triggers })}
      />
      <PreviewTables preview={preview} />
      {touchedRows(preview) === 0 && preview.isPossible && (
        <Notice kind="plain" title="Nothing would change">
          <p>The chosen rows are in the live database as the backup has them.</p>
        </Notice>
      )}
      {preview.isPossible && (
        <TextInput
          label={
            <>
              Type <span className="mono">{preview.database}</span> to bring these rows back into it
            </>
          }
          value={choice.typedName}
          onChange={(event) => tell({ kind: 'name_typed', name: event.currentTarget.value })}
          autoComplete="off"
          spellCheck={false}
          maw={420}
        />
      )}
      {start.error !== null && <FaultNotice fault={readFault(start.error)} onRetry={onAgain} />}
      <StepFoot
        note={
          <span className="soft">
            A pre-update backup is taken first, then all is done in one transaction. Cancelling rolls it back.
          </span>
        }
        onBack={onBack}
      >
        <ActButton
          act="partial.start"
          type="submit"
          size="sm"
          color="red"
          disabled={!isReady}
          loading={start.isPending}
        >
          Bring back
        </ActButton>
      </StepFoot>
    </form>
  )
}

function PreviewFacts({ preview }: { readonly preview: PartialPreview }) {
  return (
    <dl className="plan">
      <dt>From</dt>
      <dd>
        The state as observed at <strong className="num">{formatMoment(preview.takenAt)}</strong>
      </dd>
      <dt>Into</dt>
      <dd>
        <Copyable text={preview.target} what="the path" />
      </dd>
      <dt>Is kept</dt>
      <dd>Every other row and table, with its newer values; and all that is now, in a pre-update backup.</dd>
    </dl>
  )
}
