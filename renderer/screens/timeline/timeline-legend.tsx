import { memo } from 'react'

import type { MarkKind } from '../../../shared/domain/timeline.ts'

const shapes: Readonly<Record<MarkKind, string>> = {
  full: 'M-4-4h8v8h-8z',
  differential: 'M0-5.200 5.200 0 0 5.200-5.200 0z',
  incremental: 'M-3.700 0a3.700 3.700 0 1 0 7.400 0a3.700 3.700 0 1 0-7.400 0z',
  schema: 'M-4.500-3h9v6h-9z',
  preupdate: 'M0-5 5 4-5 4z',
}

const kinds: readonly (readonly [MarkKind, string])[] = [
  ['full', 'full'],
  ['differential', 'differential'],
  ['incremental', 'incremental'],
  ['schema', 'schema'],
  ['preupdate', 'pre-update'],
]

function Sample({
  word,
  children,
  width = 16,
}: {
  readonly word: string
  readonly children: React.ReactNode
  readonly width?: number
}) {
  return (
    <span className="state">
      <svg width={width} height={16} viewBox={`${-width / 2} -8 ${width} 16`} aria-hidden="true">
        {children}
      </svg>
      {word}
    </span>
  )
}

/** What the shapes, lines and fillings mean. */
export const TimelineLegend = memo(function TimelineLegend() {
  return (
    <div className="row row-wrap soft small tl-legend">
      {kinds.map(([kind, word]) => (
        <Sample key={kind} word={word}>
          <path d={shapes[kind]} className={kind === 'schema' ? 'tl-hollow' : 'tl-filled'} />
        </Sample>
      ))}
      <Sample word="not proved">
        <path d={shapes.full} className="tl-hollow is-stored" />
      </Sample>
      <Sample word="failed">
        <path d={shapes.full} className="tl-hollow is-failed" />
        <path d="M-6 6 6-6" className="tl-hollow is-failed" />
      </Sample>
      <Sample word="planned">
        <path d={shapes.full} className="tl-planned" />
      </Sample>
      <Sample word="goes next">
        <rect x={-7} y={-7} width={14} height={14} rx={3} className="tl-goes" />
        <path d={shapes.full} className="tl-filled" />
      </Sample>
      <Sample word="pinned">
        <path d="M-2 6V-6L5-3-2 0" className="tl-kept" />
      </Sample>
      <Sample word="held">
        <path d="M-5-1H5V6H-5zM-3-1V-3a3 3 0 0 1 6 0V-1" className="tl-kept" />
      </Sample>
      <Sample word="life" width={30}>
        <path d="M-14 0H14M14-3V3" className="tl-life" />
      </Sample>
      <Sample word="estimated" width={30}>
        <path d="M-14 0H14" className="tl-life" strokeDasharray="3 3" />
        <path d="M14-3V3" className="tl-life" />
      </Sample>
      <Sample word="restorable" width={26}>
        <rect x={-13} y={-2} width={26} height={4} className="tl-restorable" />
      </Sample>
      <Sample word="only an earlier state" width={26}>
        <path d="M-13 3-7-3M-8 3-2-3M-3 3 3-3M2 3 8-3M7 3 13-3" className="tl-gap" />
      </Sample>
    </div>
  )
})
