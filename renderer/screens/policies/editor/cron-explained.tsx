import type { CronView } from '../../../../shared/domain/policies/policy-views.ts'
import { formatMoment } from '../../../../shared/domain/words/format-moment.ts'
import { formatWallTime } from '../../../text/local-moment.ts'
import { cronProblem } from './cron-problem.ts'

interface CronExplainedProps {
  readonly id: string
  readonly cron: string
  readonly timeZone: string
  /** Undefined while it is asked. */
  readonly view: CronView | undefined
}

/** A cron expression in words with its next five runs in its own zone, or why it is none. */
export function CronExplained({ id, cron, timeZone, view }: CronExplainedProps) {
  if (view === undefined)
    return (
      <p id={id} className="soft small cron-explained">
        …
      </p>
    )
  if (view.words === null) {
    return (
      <p id={id} className="is-failed small cron-explained" role="alert">
        {cronProblem(cron)}
      </p>
    )
  }
  const runs = view.nextRuns.map((at) => ({
    at,
    words: formatWallTime(Date.parse(at), timeZone).slice(0, 16),
    day: new Intl.DateTimeFormat('en-GB', { timeZone, weekday: 'short' }).format(Date.parse(at)),
  }))
  return (
    <div id={id} className="cron-explained" aria-live="polite">
      <div>{view.words}</div>
      {runs.length === 0 ? (
        <div className="is-at-risk small">No run is to come: there is no such day.</div>
      ) : (
        <ol className="cron-runs soft small num" aria-label="Next runs">
          {runs.map(({ at, words, day }) => (
            <li key={at}>
              <time dateTime={at} title={formatMoment(at)}>
                {day} {words}
              </time>
            </li>
          ))}
        </ol>
      )}
    </div>
  )
}
