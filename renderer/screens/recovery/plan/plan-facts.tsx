import type { RestoreMethod, RestorePlan } from '../../../../shared/domain/restore-plan.ts'
import { formatBytes } from '../../../../shared/domain/words/format-bytes.ts'
import { countOf } from '../../../../shared/domain/words/format-count.ts'
import { formatDuration, formatSpan } from '../../../../shared/domain/words/format-duration.ts'
import { formatMoment } from '../../../../shared/domain/words/format-moment.ts'
import { Copyable } from '../../../components/copyable.tsx'
import { lastPart } from '../../../text/path-words.ts'
import { distanceWords } from '../../../text/point-words.ts'
import { presentWords } from './plan-words.ts'

interface PlanFactsProps {
  readonly plan: RestorePlan
  readonly method: RestoreMethod
}

/** The five answers of a plan, each in one line: what is read, written, replaced, lost, and what stays safe. */
export function PlanFacts({ plan, method }: PlanFactsProps) {
  const point = plan.chain.at(-1)
  const { target } = plan
  return (
    <dl className="plan">
      {plan.askedFor !== null && (
        <>
          <dt>Asked for</dt>
          <dd className="num">{formatMoment(plan.askedFor.at)}</dd>
          <dt>Achieved</dt>
          <dd>
            {point !== undefined && (
              <strong className="num">The state as observed at {formatMoment(point.takenAt)}</strong>
            )}
            <div className="soft small">{distanceWords(plan.askedFor.distanceMs)}</div>
          </dd>
        </>
      )}
      <dt>Is read</dt>
      <dd>
        {countOf(plan.chain.length, 'backup')}, {formatBytes(plan.bytesToRead)}
        {point !== undefined && <span className="soft">, taken {formatMoment(point.takenAt)}</span>}
      </dd>
      <dt>Is written</dt>
      <dd>
        {formatBytes(plan.bytesToWrite)} to <Copyable text={target.path} what="the path" />
        <div className="soft small">{formatBytes(plan.freeBytes)} free there</div>
      </dd>
      <dt>Is replaced</dt>
      <dd>
        {presentWords(target)}
        {target.exists && method === 'swap' && target.sidecars.length > 0 && (
          <div className="soft small">
            Together with <span className="mono">{target.sidecars.map(lastPart).join(', ')}</span> beside it
          </div>
        )}
      </dd>
      <dt>Is lost</dt>
      <dd>
        {target.exists || method !== 'new_file'
          ? `What was changed since the recovery point: ${formatSpan(plan.lossMs)}.`
          : `The recovery point is ${formatSpan(plan.lossMs)} old; nothing that exists is lost.`}
      </dd>
      <dt>Stays safe</dt>
      <dd>{safetyWords(plan)}</dd>
      <dt>Takes</dt>
      <dd>
        {plan.expectedMs === null ? (
          <span className="soft">Not known: no restore or verification was measured yet.</span>
        ) : (
          <>
            about {formatDuration(plan.expectedMs)}{' '}
            <span className="soft">(estimated from measured speed)</span>
          </>
        )}
      </dd>
    </dl>
  )
}

function safetyWords(plan: RestorePlan): string {
  if (!plan.target.exists) return 'Every backup, and every other file.'
  return plan.takesSafetyBackup
    ? 'The present content: a safety backup of it is taken first. Until the new content is proved, the file is untouched.'
    : 'The present file is set aside as it is: it can not be read well enough for a safety backup. Until the new content is proved, it is untouched.'
}
