import { Button } from '@mantine/core'
import { IconArrowLeft, IconArrowRight } from '@tabler/icons-react'

import type { Fault } from '../../../../shared/domain/fault.ts'
import { knownUntil, type PointChoice, type RecoveryPoint } from '../../../../shared/domain/recovery-point.ts'
import { countOf } from '../../../../shared/domain/words/format-count.ts'
import { formatSpan } from '../../../../shared/domain/words/format-duration.ts'
import { formatMoment } from '../../../../shared/domain/words/format-moment.ts'
import { FaultNotice } from '../../../components/fault-notice.tsx'
import { StateMark } from '../../../components/state-mark.tsx'
import { TypeMark } from '../../../components/type-mark.tsx'
import { distanceWords, pointStateWord } from '../../../text/point-words.ts'

interface PointAnswerProps {
  readonly choice: PointChoice | undefined
  /** What the wish was refused with; undefined: it was not. */
  readonly refusal: Fault | null | undefined
  readonly nowMs: number
}

/** What a wish leads to: which point, how far before it, and what would be lost. */
export function PointAnswer({ choice, refusal, nowMs }: PointAnswerProps) {
  if (refusal !== undefined) return <FaultNotice fault={refusal} />
  if (choice === undefined) return <div className="skeleton" style={{ width: '60%', height: 14 }} />
  const { point, distanceMs } = choice
  return (
    <dl className="plan">
      <dt>Brings back</dt>
      <dd>
        <strong className="num">The state as observed at {formatMoment(point.takenAt)}</strong>
        <div className="row soft small">
          <StateMark state={point.state} word={pointStateWord(point)} size={14} />
          <TypeMark type={point.type} label={point.label} />
          <span>reads {countOf(point.chainLength, 'backup')}</span>
        </div>
      </dd>
      <dt>Distance</dt>
      <dd>
        {distanceWords(distanceMs)}
        {point.unchangedUntil !== null && (
          <div className="soft small">
            The database was looked at again until {formatMoment(knownUntil(point))} and had not changed.
          </div>
        )}
      </dd>
      <dt>Is lost</dt>
      <dd>
        What was changed since then: up to {formatSpan(nowMs - Date.parse(knownUntil(point)))} of changes.
      </dd>
      {point.state === 'failed' && (
        <>
          <dt>Check</dt>
          <dd className="is-failed">
            A check of this backup failed. A restore is refused where its pages are damaged.
          </dd>
        </>
      )}
    </dl>
  )
}

interface NearPointsProps {
  readonly before: RecoveryPoint | undefined
  readonly after: RecoveryPoint | undefined
  readonly onWish: (ms: number) => void
}

/** The nearest whole points on either side of the wish. */
export function NearPoints({ before, after, onWish }: NearPointsProps) {
  return (
    <div className="row row-wrap">
      <Button
        variant="default"
        leftSection={<IconArrowLeft size={14} />}
        disabled={before === undefined}
        onClick={() => before && onWish(Date.parse(before.takenAt))}
      >
        {before === undefined ? 'No whole point before' : `Point before: ${formatMoment(before.takenAt)}`}
      </Button>
      <Button
        variant="default"
        rightSection={<IconArrowRight size={14} />}
        disabled={after === undefined}
        onClick={() => after && onWish(Date.parse(after.takenAt))}
      >
        {after === undefined ? 'No whole point after' : `Point after: ${formatMoment(after.takenAt)}`}
      </Button>
    </div>
  )
}
