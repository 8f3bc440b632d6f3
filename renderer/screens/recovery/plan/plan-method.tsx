import { Radio } from '@mantine/core'

import type { RestoreMethod, RestorePlan } from '../../../../shared/domain/restore-plan.ts'
import { methodHindrance, methodSays, methodTitles } from './plan-words.ts'
import { methodsOf } from './confirm-plan.ts'

interface PlanMethodProps {
  readonly plan: RestorePlan
  readonly method: RestoreMethod
  readonly onMethod: (method: RestoreMethod) => void
}

/** How the target is replaced; a way that can't be gone now says why. */
export function PlanMethod({ plan, method, onMethod }: PlanMethodProps) {
  const offers = methodsOf(plan)
  if (offers.length === 0) return null
  return (
    <Radio.Group
      label={<span className="radio-title">How is it replaced?</span>}
      value={method}
      onChange={onMethod}
    >
      <div className="stack" style={{ marginTop: 8, gap: 8 }}>
        {offers.map((offer) => (
          <Radio.Card
            key={offer.method}
            value={offer.method}
            className="choice-card"
            disabled={offer.why !== null}
            aria-label={methodTitles[offer.method]}
          >
            <Radio.Indicator size="xs" disabled={offer.why !== null} />
            <span>
              <span className="choice-title">{methodTitles[offer.method]}</span>
              <span className="choice-line soft">{methodSays[offer.method]}</span>
              {offer.why !== null && (
                <span className="choice-line is-at-risk">{methodHindrance[offer.why]}</span>
              )}
            </span>
          </Radio.Card>
        ))}
      </div>
    </Radio.Group>
  )
}
