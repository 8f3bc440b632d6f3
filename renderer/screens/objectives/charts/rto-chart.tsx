import { memo, useMemo, useRef } from 'react'
import { Bar, BarChart, type BarShapeProps, XAxis, YAxis } from 'recharts'

import { measures, type AchievedRto } from '../../../../shared/domain/objectives/achieved-rto.ts'
import type { PromisedScenario } from '../../../../shared/domain/objectives/objective.ts'
import { keepsRto, type ObjectiveDetail } from '../../../../shared/domain/objectives/objective-views.ts'
import { formatDuration } from '../../../../shared/domain/words/format-duration.ts'
import { scenarioNames, scenarioWords } from '../../../../shared/domain/words/objective-words.ts'
import { promisedTime } from '../../../text/objective-words.ts'
import { useBox } from '../../timeline/use-box.ts'
import { durationScale, type DurationScale, markWord, placeOf } from './duration-scale.ts'
import { hatchPath } from './hatch.ts'

const rowPx = 62
const axisPx = 30
const wordsPx = 130
const barPx = 16
const margin = { top: 4, right: 90, bottom: 0, left: 0 }

interface ScenarioBar {
  readonly word: string
  readonly scenario: PromisedScenario
  readonly promisedMs: number | null
  readonly achieved: AchievedRto
  readonly keeps: boolean | null
  readonly dots: readonly number[]
  /** Where the bar ends on the scale, 0 to 1. */
  readonly place: number
}

function timesIn({ row, rto, measured }: ObjectiveDetail): readonly number[] {
  return [
    ...measured.map(({ durationMs }) => durationMs),
    ...scenarioNames.flatMap((scenario) => {
      const promised = row.promised.rto[scenario]
      const achieved = rto[scenario]
      return [
        promised.kind === 'promised' ? promised.ms : 0,
        achieved.kind === 'not_known' ? 0 : achieved.durationMs,
      ]
    }),
  ]
}

function barsOf(detail: ObjectiveDetail, scale: DurationScale): readonly ScenarioBar[] {
  return scenarioNames.map((scenario) => {
    const promised = detail.row.promised.rto[scenario]
    const achieved = detail.rto[scenario]
    return {
      word: scenarioWords[scenario],
      scenario,
      promisedMs: promised.kind === 'promised' ? promised.ms : null,
      achieved,
      keeps: keepsRto(promised, achieved),
      dots: detail.measured
        .filter((one) => measures(scenario, one.scenario))
        .map(({ durationMs }) => durationMs),
      place: achieved.kind === 'not_known' ? 0 : placeOf(scale, achieved.durationMs),
    }
  })
}

function labelOf({ achieved }: ScenarioBar): string {
  if (achieved.kind === 'not_known') return 'not measured, not known'
  const time = formatDuration(achieved.durationMs)
  return achieved.kind === 'estimated' ? `${time} estimated` : time
}

/** Measured: filled. Estimated: hatched. Promised: a dashed line with its time. Each measurement: a dot under the bar. */
function shapeIn(scale: DurationScale) {
  return function Shape({ payload, background }: BarShapeProps) {
    const bar = payload as ScenarioBar
    const [x, y, width] = [background?.x ?? 0, background?.y ?? 0, background?.width ?? 0]
    const top = y + 12
    const end = x + Math.max(1, bar.place * width)
    const promisedX = bar.promisedMs === null ? null : x + placeOf(scale, bar.promisedMs) * width
    const kind = bar.keeps === false ? 'is-broken' : ''
    // Two words on one line would lie on each other where bar and promise end close together.
    const isClose = promisedX !== null && promisedX > end && promisedX - end < 110
    return (
      <g className={`rto-row ${kind}`}>
        {bar.achieved.kind === 'measured' && (
          <rect className="rto-measured" x={x} y={top} width={end - x} height={barPx} />
        )}
        {bar.achieved.kind === 'estimated' && (
          <g className="rto-estimated">
            <rect x={x} y={top} width={end - x} height={barPx} />
            <path d={hatchPath(x, top, end - x, barPx, 5)} />
          </g>
        )}
        {bar.dots.map((ms, n) => (
          <circle
            key={n}
            className="rto-dot"
            cx={x + placeOf(scale, ms) * width}
            cy={top + barPx + 9}
            r={3}
          />
        ))}
        <text className="rto-time" x={(isClose ? promisedX : end) + 8} y={top + 12}>
          {bar.keeps === false ? `▲ ${labelOf(bar)}` : labelOf(bar)}
        </text>
        {promisedX !== null && (
          <g className="rto-promised">
            <line x1={promisedX} x2={promisedX} y1={top - 8} y2={top + barPx + 16} />
            <text x={promisedX + 8} y={top + barPx + 13}>
              promised {promisedTime(bar.promisedMs!)}
            </text>
          </g>
        )}
      </g>
    )
  }
}

/** The achieved RTO by scenario, beside what is promised, on a scale that each step makes ten times longer. */
export const RtoChart = memo(function RtoChart({ detail }: { readonly detail: ObjectiveDetail }) {
  const place = useRef<HTMLDivElement>(null)
  const { width } = useBox(place)
  const height = scenarioNames.length * rowPx + axisPx + margin.top
  return (
    <div ref={place} className="chart-place" style={{ height }}>
      {width > 0 && <Bars detail={detail} widthPx={width} heightPx={height} />}
    </div>
  )
})

function Bars({
  detail,
  widthPx,
  heightPx,
}: {
  readonly detail: ObjectiveDetail
  readonly widthPx: number
  readonly heightPx: number
}) {
  const scale = useMemo(() => durationScale(timesIn(detail)), [detail])
  const bars = useMemo(() => barsOf(detail, scale), [detail, scale])
  const shape = useMemo(() => shapeIn(scale), [scale])
  const words = new Map(scale.ticks.map((ms) => [placeOf(scale, ms), markWord(ms)]))
  return (
    <BarChart
      width={widthPx}
      height={heightPx}
      data={bars}
      layout="vertical"
      margin={margin}
      title="Time of a restore, measured beside promised"
    >
      <XAxis
        type="number"
        domain={[0, 1]}
        ticks={[...words.keys()]}
        tickFormatter={(at: number) => words.get(at) ?? ''}
        height={axisPx}
        interval={0}
      />
      <YAxis type="category" dataKey="word" width={wordsPx} tickLine={false} axisLine={false} interval={0} />
      {/* A bar of no length is a shape, too: it has a promise. */}
      <Bar dataKey="place" shape={shape} minPointSize={1} isAnimationActive={false} />
    </BarChart>
  )
}
