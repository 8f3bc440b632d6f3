import type { ActivityEntry } from '../../../shared/domain/views.ts'
import { countOf, formatCount } from '../../../shared/domain/words/format-count.ts'
import { formatMoment } from '../../../shared/domain/words/format-moment.ts'
import { listWords } from '../../../shared/domain/words/list-words.ts'
import { useNow } from '../../components/use-now.ts'
import { activityKindWords, activityResultWords } from '../../text/activity-words.ts'
import { laneHours, type LaneMark, laneMarks } from './lane-marks.ts'

const rows = { backup: 0, verify: 1, drill: 2, restore: 3 }
const rowWords = ['Backups', 'Verifications', 'Drills', 'Restores']

interface DayLaneProps {
  readonly entries: readonly ActivityEntry[]
  /** How many there were in all; more than `entries` where only the newest were sent. */
  readonly count: number
}

/** The last 24 hours as one lane: what ran when, and how it ended. */
export function DayLane({ entries, count }: DayLaneProps) {
  const nowMs = useNow()
  const marks = laneMarks(entries, nowMs)
  const failed = marks
    .filter(({ result }) => result === 'failed')
    .reduce((sum, mark) => sum + mark.entries.length, 0)
  const all = marks.reduce((sum, mark) => sum + mark.entries.length, 0)
  return (
    <section className="section" aria-label="Last 24 hours">
      <div className="section-head">
        <h2>Last 24 hours</h2>
        <span className="section-note">
          {all === 0
            ? 'Nothing ran.'
            : `${countOf(all, 'operation')}, ${failed === 0 ? 'none failed' : `${failed} failed`}. Times in UTC.${count > entries.length ? ` Only the newest ${formatCount(entries.length)} of ${formatCount(count)} are shown.` : ''}`}
        </span>
      </div>
      <div className="lane">
        <div className="lane-words soft small" aria-hidden="true">
          {rowWords.map((word) => (
            <span key={word}>{word}</span>
          ))}
        </div>
        <div className="lane-field">
          {laneHours(nowMs).map(({ place, word }) => (
            <span key={word} className="lane-hour num" style={{ left: `${place * 100}%` }}>
              <span>{word}</span>
            </span>
          ))}
          <span className="lane-now" aria-hidden="true">
            <span>now</span>
          </span>
          <ol className="lane-marks">
            {marks.map((mark) => (
              <LaneMarkShape key={mark.key} mark={mark} />
            ))}
          </ol>
        </div>
      </div>
    </section>
  )
}

function LaneMarkShape({ mark }: { readonly mark: LaneMark }) {
  const [first] = mark.entries
  const names = [...new Set(mark.entries.map(({ database }) => database ?? 'vault'))]
  const words = `${activityKindWords[mark.kind]} ${activityResultWords[mark.result].toLowerCase()}: ${listWords(names)}, ${formatMoment(first?.startedAt ?? '1970-01-01')}`
  return (
    <li
      className={`lane-mark is-${mark.result}`}
      title={words}
      style={{ left: `${mark.place * 100}%`, top: rows[mark.kind] * 22 + 5 }}
    >
      <span className="visually-hidden">{words}</span>
    </li>
  )
}
