import { drillLevelWords, type LevelOutcome, type LevelStatus } from '../../../shared/domain/drills/drill.ts'
import type { ProtectionState } from '../../../shared/domain/protection.ts'
import { Duration } from '../../components/duration.tsx'
import { StateMark } from '../../components/state-mark.tsx'
import { Unknown } from '../../components/unknown.tsx'
import { levelStatusWords } from '../../text/drill-words.ts'

const states: Readonly<Partial<Record<LevelStatus, ProtectionState>>> = {
  passed: 'proved',
  failed: 'failed',
  inconclusive: 'at_risk',
}

function LevelMark({ status }: Pick<LevelOutcome, 'status'>) {
  const state = states[status]
  if (state === undefined) return <Unknown why={levelStatusWords[status]} />
  return <StateMark state={state} word={levelStatusWords[status]} isBare />
}

/** What a drill shows, level by level: what was looked at, how it ended, in what time. */
export function DrillLevels({ levels }: { readonly levels: readonly LevelOutcome[] }) {
  return (
    <ol className="checks" aria-label="Levels">
      {levels.map(({ level, status, detail, durationMs }) => (
        <li key={level} className="check">
          <LevelMark status={status} />
          <div className="stack stack-tight check-text">
            <span className="check-name">
              <strong>{level}</strong> {drillLevelWords[level]}
              {status !== 'passed' && (
                <strong
                  className={
                    status === 'failed' ? 'is-failed' : status === 'inconclusive' ? 'is-at-risk' : 'soft'
                  }
                >
                  {': '}
                  {levelStatusWords[status].toLowerCase()}
                </strong>
              )}
            </span>
            {status !== 'not_made' && <span className="soft small check-detail">{detail}</span>}
          </div>
          <span className="soft small">
            {status === 'not_made' || status === 'not_applicable' ? null : <Duration ms={durationMs} />}
          </span>
        </li>
      ))}
    </ol>
  )
}
