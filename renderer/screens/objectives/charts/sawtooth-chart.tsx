import { memo, useMemo, useRef } from 'react'
import {
  CartesianGrid,
  Line,
  LineChart,
  ReferenceArea,
  ReferenceDot,
  ReferenceLine,
  Tooltip,
  XAxis,
  YAxis,
} from 'recharts'

import type { ObjectiveDetail } from '../../../../shared/domain/objectives/objective-views.ts'
import { formatMoment } from '../../../../shared/domain/words/format-moment.ts'
import { achievedRpoText } from '../../../../shared/domain/words/objective-words.ts'
import { promisedTime } from '../../../text/objective-words.ts'
import { timeTicks } from '../../timeline/time-ticks.ts'
import { useBox } from '../../timeline/use-box.ts'
import { type SawPoint, sawPoints } from '../sawtooth-points.ts'
import { ageTicks, tickWord } from './age-scale.ts'
import { hatchPath } from './hatch.ts'

const heightPx = 260
const margin = { top: 24, right: 64, bottom: 0, left: 0 }
const axisPx = 56
/** The words of a band that is narrower stand over it. */
const leastWordPx = 90

interface BandProps {
  readonly x?: number
  readonly y?: number
  readonly width?: number
  readonly height?: number
}

/** A span of time that is not as the others: hatched, with its words. */
function bandOf(words: string, kind: string) {
  return function Band({ x = 0, y = 0, width = 0, height = 0 }: BandProps) {
    return (
      <g className={`chart-band ${kind}`}>
        <rect x={x} y={y} width={width} height={height} />
        <path d={hatchPath(x, y, width, height, 7)} />
        {width >= leastWordPx ? (
          <text x={x + 6} y={y + 14}>
            {words}
          </text>
        ) : (
          <text x={x + width / 2} y={y - 6} textAnchor="middle">
            {words}
          </text>
        )}
      </g>
    )
  }
}

const notRegistered = bandOf('not registered yet', 'is-unknown')
const nothingProved = bandOf('nothing proved', 'is-unproved')
const nothingRan = bandOf('nothing ran', 'is-off')

interface TooltipContent {
  readonly active?: boolean
  readonly payload?: readonly { readonly payload?: SawPoint }[]
}

function PointWords({ active, payload }: TooltipContent) {
  const point = payload?.[0]?.payload
  if (active !== true || point === undefined) return null
  return (
    <div className="chart-tip">
      <div className="num">{formatMoment(new Date(point.ms).toISOString())}</div>
      <div>
        {point.age === null
          ? 'Nothing was proved'
          : `The newest proved state was ${achievedRpoText(point.age)} old`}
      </div>
    </div>
  )
}

/** The achieved RPO through time: it rises as the newest proved state grows older, and drops when a newer one is proved. */
export const SawtoothChart = memo(function SawtoothChart({ detail }: { readonly detail: ObjectiveDetail }) {
  const place = useRef<HTMLDivElement>(null)
  const { width } = useBox(place)
  return (
    <div ref={place} className="chart-place" style={{ height: heightPx }}>
      {width > 0 && <Saw detail={detail} widthPx={width} />}
    </div>
  )
})

function Saw({ detail, widthPx }: { readonly detail: ObjectiveDetail; readonly widthPx: number }) {
  const { fromMs, toMs, teeth, row } = detail
  const { rpo } = row.promised
  const rpoMs = rpo.kind === 'promised' ? rpo.ms : null
  const points = useMemo(() => sawPoints(teeth, rpoMs), [teeth, rpoMs])
  const oldestMs = points.reduce((most, { age }) => Math.max(most, age ?? 0), (rpoMs ?? 0) * 1.1)
  const ages = ageTicks(Math.max(oldestMs, 60_000))
  const mostMs = ages.at(-1)!
  const times = useMemo(
    () => timeTicks({ fromMs, toMs }, widthPx - axisPx - margin.right, 84),
    [fromMs, toMs, widthPx],
  )
  const words = new Map(times.map(({ ms, word }) => [ms, word]))
  const last = points.at(-1)
  const firstKnownMs = teeth[0]?.fromMs ?? toMs
  return (
    <LineChart
      width={widthPx}
      height={heightPx}
      data={points}
      margin={margin}
      title="Age of the newest proved state"
    >
      <CartesianGrid vertical={false} />
      <XAxis
        dataKey="ms"
        type="number"
        domain={[fromMs, toMs]}
        allowDataOverflow
        ticks={times.map(({ ms }) => ms)}
        tickFormatter={(ms: number) => words.get(ms) ?? ''}
        interval={0}
        tickSize={4}
      />
      <YAxis
        domain={[0, mostMs]}
        allowDataOverflow
        ticks={[...ages]}
        tickFormatter={tickWord}
        width={axisPx}
        tickLine={false}
      />
      {firstKnownMs > fromMs && (
        <ReferenceArea x1={fromMs} x2={firstKnownMs} y1={0} y2={mostMs} shape={notRegistered} />
      )}
      {detail.nothingRan.map(({ fromMs: x1, toMs: x2 }) => (
        <ReferenceArea key={x1} x1={x1} x2={x2} y1={0} y2={mostMs} shape={nothingRan} />
      ))}
      {teeth
        .filter(({ stateAtMs }) => stateAtMs === null)
        .map(({ fromMs: x1, toMs: x2 }) => (
          <ReferenceArea key={x1} x1={x1} x2={x2} y1={0} y2={mostMs} shape={nothingProved} />
        ))}
      {rpoMs !== null && (
        <ReferenceLine
          y={rpoMs}
          className="chart-promise"
          label={{
            value: `promised ${promisedTime(rpoMs)}`,
            position: 'insideBottomLeft',
            offset: 5,
            className: 'chart-promise-word',
          }}
        />
      )}
      <Line
        dataKey="age"
        className="chart-saw"
        type="linear"
        dot={false}
        activeDot={false}
        isAnimationActive={false}
      />
      <Line
        dataKey="over"
        className="chart-over"
        type="linear"
        dot={false}
        activeDot={false}
        isAnimationActive={false}
      />
      {last?.age != null && (
        <ReferenceDot
          x={last.ms}
          y={last.age}
          r={4}
          className={last.over === null ? 'chart-now' : 'chart-now is-over'}
          label={{
            value: achievedRpoText(last.age),
            position: 'right',
            offset: 8,
            className: 'chart-now-word',
          }}
        />
      )}
      <Tooltip content={<PointWords />} isAnimationActive={false} cursor={{ className: 'chart-cursor' }} />
    </LineChart>
  )
}
