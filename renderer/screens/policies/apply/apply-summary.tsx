import type { PolicyView } from '../../../../shared/domain/policies/policy-views.ts'
import { countOf, formatCount } from '../../../../shared/domain/words/format-count.ts'
import { listWords } from '../../../../shared/domain/words/list-words.ts'
import { Notice } from '../../../components/notice.tsx'
import { retentionSentence } from '../../../text/retention-sentence.ts'
import { quoted } from '../../../text/quoted.ts'
import { PolicyWhen } from '../policy-when.tsx'
import type { ApplyPlan } from './apply-plan.ts'

const mostWords = 6

function changeWords({ changed, alreadyCount, before }: ApplyPlan): string {
  const had = before.map(
    ({ policy, count }) =>
      `${formatCount(count)} ${count === 1 ? 'has' : 'have'} ${policy === null ? 'none' : quoted(policy)} now`,
  )
  const change =
    changed.length === 0
      ? 'No database changes'
      : `${countOf(changed.length, 'database')} ${changed.length === 1 ? 'changes' : 'change'}: ${listWords(had, mostWords)}`
  const same =
    alreadyCount === 0
      ? ''
      : ` ${formatCount(alreadyCount)} ${alreadyCount === 1 ? 'has' : 'have'} it already.`
  return `${change}.${same}`
}

interface ApplySummaryProps {
  readonly plan: ApplyPlan
  /** Null: their policy is taken away. */
  readonly policy: PolicyView | null
}

/** What giving databases a policy comes to: what is taken and kept from then on, how many change, what they had. */
export function ApplySummary({ plan, policy }: ApplySummaryProps) {
  return (
    <div className="stack">
      {policy === null ? (
        <p>
          Nothing is taken of them by itself any more, and nothing of theirs is cleaned up. Their backups
          stay.
        </p>
      ) : (
        <>
          <PolicyWhen policy={policy} />
          <p>
            {retentionSentence(policy.retention)}{' '}
            <span className="soft">What it does not keep is removed by a clean-up of expired backups.</span>
          </p>
          {!policy.isEnabled && (
            <p className="is-at-risk">The policy is off: it starts nothing until it is on.</p>
          )}
        </>
      )}
      <p aria-live="polite">
        <strong>{changeWords(plan)}</strong>
      </p>
      {plan.less.length > 0 && (
        <Notice kind="risk" title="It keeps less than before">
          {plan.less.map(({ policy: earlier, count, what }) => (
            <p key={earlier}>
              {countOf(count, 'database')} with {quoted(earlier)}: {listWords(what, mostWords)}.
            </p>
          ))}
        </Notice>
      )}
    </div>
  )
}
