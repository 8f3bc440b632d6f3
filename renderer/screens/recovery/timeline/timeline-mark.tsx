import type { RecoveryPoint } from '../../../../shared/domain/recovery-point.ts'
import type { MarkLook, TimelineMark } from './timeline-marks.ts'

const shapes: Readonly<Record<RecoveryPoint['type'], string>> = {
  full: 'M-4.500-4.500h9v9h-9z',
  differential: 'M0-5.800 5.800 0 0 5.800-5.800 0z',
  incremental: 'M-4.500 0a4.500 4.500 0 1 0 9 0a4.500 4.500 0 1 0-9 0z',
  schema: 'M-5-3.500h10v7h-10z',
}

/** The shape of a point by its type; filled: proved, hollow: stored, struck through: failed, dashed and crossed: broken. */
export function PointShape({
  type,
  look,
}: {
  readonly type: RecoveryPoint['type']
  readonly look: MarkLook
}) {
  return (
    <g className={`mark mark-${look}`}>
      <path d={shapes[type]} className="mark-shape" />
      {look === 'failed' && <path d="M-7 7 7-7" className="mark-cross" />}
      {look === 'broken' && (
        <path d="M-6.500-6.500 6.500 6.500M6.500-6.500-6.500 6.500" className="mark-cross" />
      )}
    </g>
  )
}

/** A mark at its place; of several points their number stands above it. */
export function PlacedMark({ mark, y }: { readonly mark: TimelineMark; readonly y: number }) {
  return (
    <g transform={`translate(${mark.x} ${y})`}>
      <PointShape type={mark.type} look={mark.look} />
      {mark.count > 1 && (
        <text y={-9} textAnchor="middle" className="mark-count">
          {mark.count}
        </text>
      )}
    </g>
  )
}

interface LegendMarkProps {
  readonly type: RecoveryPoint['type']
  readonly look: MarkLook
  readonly word: string
}

/** A shape with its word, for the line below the chart. */
export function LegendMark({ type, look, word }: LegendMarkProps) {
  return (
    <span className="state">
      <svg width="16" height="16" viewBox="-8 -8 16 16" aria-hidden="true">
        <PointShape type={type} look={look} />
      </svg>
      {word}
    </span>
  )
}
