import { memo, useLayoutEffect, useMemo, useRef, useState } from 'react'

import {
  nothingThatDay,
  type ObjectiveCalendar,
} from '../../../../shared/domain/objectives/objective-views.ts'
import { dayWords, type GridDay, gridDays } from './calendar-days.ts'

const cellPx = 17
const pitchPx = 19
const leftPx = 34
const topPx = 18
const legendPx = 26
const weekdays = ['Mon', '', 'Wed', '', 'Fri', '', 'Sun']

const monthForm = new Intl.DateTimeFormat('en-GB', { month: 'short', timeZone: 'UTC' })

/** The words over the weeks in which a month begins. */
function monthsOf(days: readonly GridDay[]): readonly { readonly week: number; readonly word: string }[] {
  return days
    .filter(({ day, week }) => day.endsWith('-01') && week < 52)
    .map(({ day, week }) => ({ week, word: monthForm.format(Date.parse(day)) }))
}

/** What a day's cell says by its shape and sign, whatever its colour. */
function kindOf(day: GridDay): string {
  const { failures, missed, inconclusive, backups, unchanged, drills, isBeforeRegistration } = day
  if (failures > 0) return 'is-failed'
  if (missed > 0) return 'is-missed'
  if (inconclusive > 0) return 'is-inconclusive'
  if (backups > 0) return 'is-stored'
  if (unchanged > 0) return 'is-unchanged'
  if (drills > 0) return 'is-drilled'
  return isBeforeRegistration ? 'is-before' : 'is-empty'
}

function signOf({ failures, missed, inconclusive, backups, unchanged }: GridDay): string {
  if (failures > 0) return '✕'
  if (inconclusive > 0) return '?'
  if (backups > 0) return backups > 9 ? '9+' : String(backups)
  if (missed > 0) return '–'
  return unchanged > 0 ? '=' : ''
}

interface CellProps {
  readonly day: GridDay
  readonly x: number
  readonly y: number
  readonly words: string
  readonly isAt: boolean
}

function Cell({ day, x, y, words, isAt }: CellProps) {
  const sign = signOf(day)
  return (
    <g className={`day ${kindOf(day)}`}>
      <title>{words}</title>
      <rect className="day-cell" x={x + 0.5} y={y + 0.5} width={cellPx - 1} height={cellPx - 1} />
      {sign !== '' && (
        <text x={x + cellPx / 2} y={y + 12.5} textAnchor="middle">
          {sign}
        </text>
      )}
      {day.drills > 0 && (
        <path
          className="day-drill"
          d={`M${x + cellPx} ${y}L${x + cellPx} ${y + 7}L${x + cellPx - 7} ${y}Z`}
        />
      )}
      {isAt && <rect className="day-at" x={x - 1} y={y - 1} width={cellPx + 2} height={cellPx + 2} />}
    </g>
  )
}

/** The same signs as in the days, with their words. */
function Legend({ y }: { readonly y: number }) {
  const none = { day: '', week: 0, weekday: 0, isBeforeRegistration: false, ...nothingThatDay }
  const entries = [
    { words: 'backups that day', day: { ...none, backups: 2 } },
    { words: 'nothing changed', day: { ...none, unchanged: 1 } },
    { words: 'drill passed', day: { ...none, drills: 1 } },
    { words: 'drill inconclusive', day: { ...none, inconclusive: 1 } },
    { words: 'failure', day: { ...none, failures: 1 } },
    { words: 'run missed', day: { ...none, missed: 1 } },
    { words: 'nothing', day: none },
  ]
  return (
    <g className="day-legend">
      {entries.map(({ words, day }, n) => (
        <g key={words} transform={`translate(${leftPx + n * 138} ${y})`}>
          <Cell day={day} x={0} y={0} words={words} isAt={false} />
          <text x={cellPx + 6} y={12.5}>
            {words}
          </text>
        </g>
      ))}
    </g>
  )
}

/** A year of days; a slider goes from one to the next by the arrow keys, and what a day holds is said under the grid. */
export const YearCalendar = memo(function YearCalendar({
  calendar,
}: {
  readonly calendar: ObjectiveCalendar
}) {
  const days = useMemo(() => gridDays(calendar), [calendar])
  const [at, setAt] = useState<number | null>(null)
  const weeks = (days.at(-1)?.week ?? 0) + 1
  const gridPx = topPx + 7 * pitchPx
  const chosen = at === null ? undefined : days[at]
  const place = useRef<HTMLDivElement>(null)
  // Where a year does not fit, today is what is looked for.
  useLayoutEffect(() => {
    const scrolled = place.current
    if (scrolled !== null) scrolled.scrollLeft = scrolled.scrollWidth
  }, [])
  return (
    <div className="calendar">
      <div className="calendar-scroll" ref={place}>
        <svg
          className="objective-chart year-calendar"
          width={leftPx + weeks * pitchPx + 2}
          height={gridPx + legendPx}
          aria-hidden="true"
        >
          {monthsOf(days).map(({ week, word }) => (
            <text key={week} className="day-word" x={leftPx + week * pitchPx} y={11}>
              {word}
            </text>
          ))}
          {weekdays.map((word, n) =>
            word === '' ? null : (
              <text key={word} className="day-word" x={0} y={topPx + n * pitchPx + 12.5}>
                {word}
              </text>
            ),
          )}
          {days.map((day, n) => (
            <Cell
              key={day.day}
              day={day}
              x={leftPx + day.week * pitchPx}
              y={topPx + day.weekday * pitchPx}
              words={dayWords(day)}
              isAt={n === at}
            />
          ))}
          <Legend y={gridPx + 6} />
        </svg>
        <input
          type="range"
          className="calendar-day no-print"
          style={{ marginLeft: leftPx, width: weeks * pitchPx }}
          aria-label="Day of the year"
          min={0}
          max={days.length - 1}
          value={at ?? days.length - 1}
          aria-valuetext={dayWords(chosen ?? days.at(-1)!)}
          onFocus={() => setAt((now) => now ?? days.length - 1)}
          onChange={(event) => setAt(Number(event.currentTarget.value))}
        />
      </div>
      <output className="small calendar-words">{chosen === undefined ? '' : dayWords(chosen)}</output>
    </div>
  )
})
