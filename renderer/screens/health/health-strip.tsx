// Times, not tables, are drawn: the role says what the drawing is.
/* oxlint-disable jsx-a11y/prefer-tag-over-role */
import { useElementSize } from '@mantine/hooks'
import { useId } from 'react'

import { formatDuration } from '../../../shared/domain/words/format-duration.ts'
import { formatMoment } from '../../../shared/domain/words/format-moment.ts'
import type { HealthPeriod } from './health-periods.ts'

/** The word of each state of a period. */
export const periodWords: Readonly<Record<HealthPeriod['state'], string>> = {
  HEALTHY: 'Healthy',
  DEGRADED: 'Degraded',
  not_watched: 'Not watched',
}

const tall = 26
/** Healthy time stands low, degraded time high: told apart without the colour. */
const bars = {
  HEALTHY: { y: 14, height: 12, className: 'is-healthy' },
  DEGRADED: { y: 2, height: 24, className: 'is-degraded' },
} as const

interface HealthStripProps {
  readonly periods: readonly HealthPeriod[]
  readonly fromMs: number
  readonly toMs: number
}

function wordsOf({ state, fromMs, toMs }: HealthPeriod): string {
  const from = formatMoment(new Date(fromMs).toISOString())
  return `${periodWords[state]} from ${from}, for ${formatDuration(toMs - fromMs)}`
}

/** How the vault was through time, in one lane. */
export function HealthStrip({ periods, fromMs, toMs }: HealthStripProps) {
  const { ref, width } = useElementSize()
  const pattern = useId()
  const wide = Math.max(1, width)
  const xOf = (ms: number): number => ((ms - fromMs) / (toMs - fromMs)) * wide
  const ticks = [0, 0.25, 0.5, 0.75, 1]
  return (
    <div ref={ref}>
      <svg
        className="health-strip"
        role="img"
        aria-label="Health through time; the table below says the same"
      >
        <defs>
          <pattern
            id={pattern}
            width="6"
            height="6"
            patternUnits="userSpaceOnUse"
            patternTransform="rotate(45)"
          >
            <line className="hatch" x1="0" y1="0" x2="0" y2="6" strokeWidth="1" />
          </pattern>
        </defs>
        {periods.map((period) => {
          const bar = period.state === 'not_watched' ? null : bars[period.state]
          // The shortest period is still a line that is seen.
          const span = Math.max(1.5, xOf(period.toMs) - xOf(period.fromMs))
          const x = Math.min(xOf(period.fromMs), wide - span)
          return (
            <rect
              key={period.fromMs}
              x={x}
              y={bar?.y ?? 2}
              width={span}
              height={bar?.height ?? tall - 2}
              {...(bar === null ? { fill: `url(#${pattern})` } : {})}
              className={bar?.className ?? 'is-gap'}
            >
              <title>{wordsOf(period)}</title>
            </rect>
          )
        })}
        {ticks.map((share) => (
          <text
            key={share}
            x={share * wide}
            y={40}
            textAnchor={share === 0 ? 'start' : share === 1 ? 'end' : 'middle'}
          >
            {share === 1 ? 'now' : dayWords(fromMs + share * (toMs - fromMs), toMs - fromMs)}
          </text>
        ))}
      </svg>
      <p className="health-key">
        <span>
          <svg width="12" height="12" aria-hidden="true" className="health-swatch">
            <rect y="6" width="12" height="6" style={{ fill: 'var(--hf-proved)' }} />
          </svg>
          Healthy
        </span>
        <span>
          <svg width="12" height="12" aria-hidden="true">
            <rect width="12" height="12" style={{ fill: 'var(--hf-failed)' }} />
          </svg>
          Degraded
        </span>
        <span>
          <svg width="12" height="12" aria-hidden="true">
            <rect
              width="12"
              height="12"
              fill={`url(#${pattern})`}
              style={{ stroke: 'var(--hf-line-strong)' }}
            />
          </svg>
          Not watched: no program was running, or the machine was off
        </span>
      </p>
    </div>
  )
}

const dayMs = 86_400_000

/** A tick of a strip: its hour where the strip is short, its day otherwise. */
function dayWords(ms: number, spanMs: number): string {
  const options: Intl.DateTimeFormatOptions =
    spanMs <= 2 * dayMs
      ? { hour: '2-digit', minute: '2-digit', hour12: false }
      : { day: 'numeric', month: 'short' }
  return new Intl.DateTimeFormat('en-GB', options).format(ms)
}
