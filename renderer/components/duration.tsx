import { countOf } from '../../shared/domain/words/format-count.ts'
import { formatDuration } from '../../shared/domain/words/format-duration.ts'
import { Unknown } from './unknown.tsx'

/** How long something took; exact milliseconds on hover. */
export function Duration({
  ms,
  unknown = 'Not known',
}: {
  readonly ms: number | null
  readonly unknown?: string
}) {
  if (ms === null) return <Unknown why={unknown} />
  return (
    <span className="num" title={countOf(ms, 'millisecond')}>
      {ms === 0 ? '< 1 ms' : formatDuration(ms)}
    </span>
  )
}
