import type { RpoTooth } from '../../../shared/domain/objectives/achieved-rpo.ts'
import { formatDuration } from '../../../shared/domain/words/format-duration.ts'
import { formatMoment } from '../../../shared/domain/words/format-moment.ts'
import type { ObjectiveDetail } from '../../../shared/domain/objectives/objective-views.ts'
import {
  achievedRpoText,
  rtoUnknownWords,
  scenarioNames,
  scenarioWords,
} from '../../../shared/domain/words/objective-words.ts'
import { promisedText, promisedWhy } from '../../text/objective-words.ts'
import type { ChartTable } from './chart-table.ts'

/** A corner of the saw. */
export interface SawPoint {
  readonly ms: number
  /** Null: nothing was proved. Milliseconds. */
  readonly age: number | null
  /** The same where it is older than promised, so that this is drawn as a line of its own. */
  readonly over: number | null
}

/** The corners of the teeth; where one grows older than promised it has a corner more. */
export function sawPoints(teeth: readonly RpoTooth[], rpoMs: number | null): readonly SawPoint[] {
  return teeth.flatMap(({ fromMs, toMs, stateAtMs }): readonly SawPoint[] => {
    if (stateAtMs === null) {
      return [fromMs, toMs].map((ms) => ({ ms, age: null, over: null }))
    }
    const overAtMs = rpoMs === null ? Infinity : stateAtMs + rpoMs
    const pointAt = (ms: number): SawPoint => {
      const age = Math.max(0, ms - stateAtMs)
      return { ms, age, over: ms >= overAtMs ? age : null }
    }
    const corner = overAtMs > fromMs && overAtMs < toMs ? [pointAt(overAtMs)] : []
    return [pointAt(fromMs), ...corner, pointAt(toMs)]
  })
}

function moment(ms: number): string {
  return formatMoment(new Date(ms).toISOString())
}

/** The table behind the saw: a row for each tooth, the newest first. */
export function sawTable({ teeth, row }: Pick<ObjectiveDetail, 'teeth' | 'row'>): ChartTable {
  const { rpo } = row.promised
  const rpoMs = rpo.kind === 'promised' ? rpo.ms : null
  return {
    columns: [
      { title: 'From' },
      { title: 'To' },
      { title: 'Newest proved state' },
      { title: 'Age at its end', isNumber: true },
      { title: 'Seconds', isNumber: true },
      { title: 'Promised', isNumber: true },
      { title: 'Within' },
    ],
    rows: teeth.toReversed().map(({ fromMs, toMs, stateAtMs }) => {
      const ageMs = stateAtMs === null ? null : Math.max(0, toMs - stateAtMs)
      const isWithin = rpoMs === null ? '—' : ageMs !== null && ageMs <= rpoMs ? 'yes' : 'no'
      return {
        key: String(fromMs),
        cells: [
          moment(fromMs),
          moment(toMs),
          stateAtMs === null ? 'none' : moment(stateAtMs),
          ageMs === null ? '—' : achievedRpoText(ageMs),
          ageMs === null ? '' : String(Math.round(ageMs / 1000)),
          promisedText(rpo),
          isWithin,
        ],
      }
    }),
  }
}

/** The table behind the bars of the RTO: what is promised and achieved of each scenario, then every measurement. */
export function rtoTable({
  row,
  rto,
  measured,
}: Pick<ObjectiveDetail, 'row' | 'rto' | 'measured'>): ChartTable {
  const seconds = (ms: number): string => (ms / 1000).toFixed(3)
  const promised = scenarioNames.map((scenario) => {
    const one = row.promised.rto[scenario]
    const time = one.kind === 'promised' ? seconds(one.ms) : ''
    return {
      key: `promised ${scenario}`,
      cells: [scenarioWords[scenario], 'promised', promisedText(one), time, '', promisedWhy(one)],
    }
  })
  const achieved = scenarioNames.map((scenario) => {
    const one = rto[scenario]
    const what =
      one.kind === 'measured' ? 'newest measured' : one.kind === 'estimated' ? 'estimated' : 'not known'
    const cells =
      one.kind === 'not_known'
        ? ['—', '', '', rtoUnknownWords[one.because]]
        : [
            formatDuration(one.durationMs),
            seconds(one.durationMs),
            one.kind === 'measured' ? moment(one.atMs) : '',
            one.kind === 'measured' ? scenarioWords[one.scenario] : `from ${one.fromCount} measured`,
          ]
    return { key: `achieved ${scenario}`, cells: [scenarioWords[scenario], what, ...cells] }
  })
  const each = measured.map(({ scenario, atMs, durationMs }, n) => ({
    key: `${atMs} ${n}`,
    cells: [
      scenarioWords[scenario],
      'measured',
      formatDuration(durationMs),
      seconds(durationMs),
      moment(atMs),
      '',
    ],
  }))
  return {
    columns: [
      { title: 'Scenario' },
      { title: 'What' },
      { title: 'Time', isNumber: true },
      { title: 'Seconds', isNumber: true },
      { title: 'When' },
      { title: 'Why' },
    ],
    rows: [...promised, ...achieved, ...each],
  }
}
