import { Checkbox } from '@mantine/core'

import type { CleanUpPlan } from '../../../shared/domain/retention/prune-views.ts'
import { formatBytes } from '../../../shared/domain/words/format-bytes.ts'
import { countOf } from '../../../shared/domain/words/format-count.ts'
import { formatMoment } from '../../../shared/domain/words/format-moment.ts'
import {
  refusalRemedy,
  refusalWordsOf,
  removalWords,
  restWordsOf,
} from '../../../shared/domain/words/keep-words.ts'
import { Notice } from '../../components/notice.tsx'
import { TypeMark } from '../../components/type-mark.tsx'
import { canAgree, countByRule } from './clean-up-wish.ts'

/** So many are listed one by one; beyond, they are counted. */
const mostListed = 200

interface CleanUpDatabaseProps {
  readonly plan: CleanUpPlan
  readonly hasAgreed: boolean
  readonly onAgree: (hasAgreed: boolean) => void
}

/** What a clean-up would do with one database, and what stands in its way. */
export function CleanUpDatabase({ plan, hasAgreed, onAgree }: CleanUpDatabaseProps) {
  const { database, policy, removed, ending, refusal, rests } = plan
  const bytes = removed.reduce((sum, { sizeBytes }) => sum + sizeBytes, 0)
  return (
    <section className="section" aria-label={database}>
      <div className="section-head">
        <h3>{database}</h3>
        <span className="section-note">{policy?.name ?? 'no policy'}</span>
      </div>
      {rests !== null && <p className="soft">Left alone now: {restWordsOf(rests)}.</p>}
      {refusal !== null && (
        <Notice kind="risk" title="Nothing of it is set aside">
          <p>
            {countOf(removed.length, 'backup')} would go, but {refusalWordsOf(refusal)}.{' '}
            {!canAgree(plan) && refusalRemedy(refusal)}
          </p>
          {canAgree(plan) && (
            <Checkbox
              size="xs"
              label={`Agree: ${countOf(removed.length, 'backup')} of ${database} may go at once`}
              checked={hasAgreed}
              onChange={(event) => onAgree(event.currentTarget.checked)}
            />
          )}
        </Notice>
      )}
      {removed.length > 0 && (
        <details>
          <summary>
            {countOf(removed.length, 'backup')}, {formatBytes(bytes)}:{' '}
            {countByRule(plan)
              .map(([rule, count]) => `${removalWords(rule)} (${count})`)
              .join('; ')}
          </summary>
          <ol className="tl-going-list">
            {removed.slice(0, mostListed).map(({ backupId, takenAt, type, label, sizeBytes, rule }) => (
              <li key={backupId}>
                <span className="row spread">
                  <span className="row">
                    <TypeMark type={type} label={label} />
                    <span className="num">{formatMoment(takenAt)}</span>
                  </span>
                  <span className="num soft">{formatBytes(sizeBytes)}</span>
                </span>
                <span className="small soft">{removalWords(rule)}</span>
              </li>
            ))}
          </ol>
          {removed.length > mostListed && (
            <p className="small soft">{countOf(removed.length - mostListed, 'backup')} more.</p>
          )}
        </details>
      )}
      {ending.length > 0 && (
        <p className="soft">
          {countOf(ending.length, 'backup')} set aside earlier: the grace is over, and{' '}
          {ending.length === 1 ? 'it ends' : 'they end'} for good unless something keeps{' '}
          {ending.length === 1 ? 'it' : 'them'} again.
        </p>
      )}
    </section>
  )
}
