import {
  guardCheckNames,
  nameGuardCheck,
  type GuardCheck,
  type GuardReport,
} from '../../../shared/domain/guard.ts'
import { countOf, formatCount } from '../../../shared/domain/words/format-count.ts'
import { StateMark } from '../../components/state-mark.tsx'
import { Unknown } from '../../components/unknown.tsx'

/** Each check after a change: its verdict, what was looked at, what is wrong since the backup, and what was wrong before. */
export function GuardChecks({ report }: { readonly report: GuardReport }) {
  return (
    <ol className="checks">
      {guardCheckNames.map((name) => (
        <li key={name} className="check">
          <Verdict check={report.checks[name]} />
          <div className="stack stack-tight check-text">
            <span className="check-name">
              {nameGuardCheck(name)}
              {report.checks[name].status === 'not_made' && ': not made'}
            </span>
            <span className="soft small check-detail">{report.checks[name].detail}</span>
            <Findings check={report.checks[name]} />
          </div>
        </li>
      ))}
    </ol>
  )
}

function Verdict({ check: { status } }: { readonly check: GuardCheck }) {
  if (status === 'not_made') return <Unknown why="Not made" />
  return (
    <StateMark
      state={status === 'passed' ? 'proved' : 'failed'}
      word={status === 'passed' ? 'Passed' : 'Failed'}
      isBare
    />
  )
}

/** Where there is but one, the detail has said it. */
function Findings({ check: { fresh } }: { readonly check: GuardCheck }) {
  const { listed, total } = fresh
  const shown = listed.reduce((sum, { times }) => sum + times, 0)
  if (listed.length < 2) return null
  return (
    <ul className="conflicts small">
      {listed.map(({ words, times }) => (
        <li key={words} className="is-failed">
          {words}
          {times > 1 && <span className="num"> ({formatCount(times)} times)</span>}
        </li>
      ))}
      {total > shown && <li className="soft">and {countOf(total - shown, 'more', 'more')}</li>}
    </ul>
  )
}
