import type { MarkFact } from './mark-words.ts'

/** What a pointer or the cursor is on, in words, beside it. */
export interface TooltipContent {
  readonly x: number
  readonly y: number
  readonly title: string
  readonly facts: readonly MarkFact[]
}

interface MarkTooltipProps {
  readonly content: TooltipContent
  readonly widthPx: number
  readonly heightPx: number
}

const tooltipWidth = 290
const tooltipHeight = 170

/** The exact words of a mark. */
export function MarkTooltip({ content: { x, y, title, facts }, widthPx, heightPx }: MarkTooltipProps) {
  const left = Math.max(4, Math.min(widthPx - tooltipWidth - 4, x + 14))
  const isBelow = y + tooltipHeight < heightPx
  return (
    <div
      className="tl-tooltip"
      role="tooltip"
      style={{ left, width: tooltipWidth, ...(isBelow ? { top: y + 14 } : { bottom: heightPx - y + 12 }) }}
    >
      <div className="tl-tooltip-title">{title}</div>
      <dl className="facts">
        {facts.map(({ word, value }) => (
          <div key={word + value} className="facts-pair">
            <dt>{word}</dt>
            <dd className="num-wrap">{value}</dd>
          </div>
        ))}
      </dl>
    </div>
  )
}
