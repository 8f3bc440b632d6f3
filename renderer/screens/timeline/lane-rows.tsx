import { memo } from 'react'
import { Link } from 'wouter'

import type { LaneHead, TimelineLane } from '../../../shared/domain/timeline.ts'
import type { DatabaseView } from '../../../shared/domain/views.ts'
import { countOf, formatCount } from '../../../shared/domain/words/format-count.ts'
import { StateMark } from '../../components/state-mark.tsx'
import { refusalWordsOf } from '../../../shared/domain/words/keep-words.ts'
import { laneHeight } from './lane-geometry.ts'

interface LaneRowProps {
  readonly index: number
  readonly head: LaneHead
  readonly state: DatabaseView['state'] | undefined
  readonly lane: TimelineLane | undefined
  readonly isAt: boolean
  readonly onAt: (index: number) => void
}

function inSightWords(head: LaneHead, lane: TimelineLane | undefined): string {
  if (head.backupCount === 0) return 'no backup yet'
  if (lane === undefined) return countOf(head.backupCount, 'backup')
  const { count } = lane
  return count === head.backupCount
    ? countOf(count, 'backup')
    : `${formatCount(count)} of ${countOf(head.backupCount, 'backup')}`
}

/** The name of a lane and what is said of it, beside its drawing. */
export const LaneRow = memo(function LaneRow({ index, head, state, lane, isAt, onAt }: LaneRowProps) {
  const going = lane?.goesNext.count ?? 0
  const refusal = lane?.refusal ?? null
  return (
    <li
      className={`tl-lane ${isAt ? 'is-at' : ''}`}
      style={{ transform: `translateY(${index * laneHeight}px)` }}
      {...(isAt ? { 'aria-current': 'true' as const } : {})}
    >
      <span className="row tl-lane-name">
        {state !== undefined && <StateMark state={state} isBare size={14} />}
        <Link
          href={`/database/${head.databaseId}`}
          className="ellipsis"
          title={head.database}
          onFocus={() => !isAt && onAt(index)}
        >
          {head.database}
        </Link>
      </span>
      <span className="small soft ellipsis" title={policyWords(head)}>
        {policyWords(head)}
      </span>
      <span className="small soft ellipsis num">
        {inSightWords(head, lane)}
        {going > 0 && (
          <strong className="tl-going">
            , {formatCount(going)} {going === 1 ? 'goes' : 'go'} next
          </strong>
        )}
        {refusal !== null && (
          <strong className="tl-going" title={`Nothing is cleaned up: ${refusalWordsOf(refusal)}`}>
            , clean-up refused
          </strong>
        )}
      </span>
    </li>
  )
})

function policyWords({ policy, isRegistered }: LaneHead): string {
  if (!isRegistered) return 'not registered: all are kept'
  return policy ?? 'no policy: all are kept'
}
