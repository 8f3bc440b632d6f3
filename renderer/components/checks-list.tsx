import { checkNames, type LatestValidation } from '../../shared/domain/validation.ts'
import { nameCheck } from '../../shared/domain/words/name-check.ts'
import { Duration } from './duration.tsx'
import { StateMark } from './state-mark.tsx'
import { Unknown } from './unknown.tsx'

/** The five checks in the order they are made, each with its verdict, what was looked at, and its time. */
export function ChecksList({ validation }: { readonly validation: LatestValidation }) {
  return (
    <ol className="checks">
      {checkNames.map((name) => {
        const { status, detail, durationMs } = validation.checks[name]
        return (
          <li key={name} className="check">
            {status === 'not_applicable' || status === 'not_known' ? (
              <Unknown why={status === 'not_known' ? 'Not known' : 'Not shown'} />
            ) : (
              <StateMark
                state={status === 'passed' ? 'proved' : 'failed'}
                word={status === 'passed' ? 'Passed' : 'Failed'}
                isBare
              />
            )}
            <div className="stack stack-tight check-text">
              <span className="check-name">
                {nameCheck(name)}
                {status === 'not_applicable' && ': not shown'}
              </span>
              {detail !== '' && <span className="soft small check-detail">{detail}</span>}
            </div>
            <span className="soft small">
              <Duration ms={status === 'not_known' ? null : durationMs} />
            </span>
          </li>
        )
      })}
    </ol>
  )
}
