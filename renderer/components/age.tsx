import { formatAge, formatMoment, formatShortAge } from '../../shared/domain/words/format-moment.ts'
import { Unknown } from './unknown.tsx'
import { useNow } from './use-now.ts'

interface AgeProps {
  /** UTC, ISO 8601; null: not known. */
  readonly at: string | null | undefined
  /** `12 min` instead of `12 minutes ago`: for a table's cell. */
  readonly short?: boolean
  /** Why it is not known, if it is not. */
  readonly unknown?: string
}

/** A moment as an age; the exact moment on hover, and in the copied text of a selection by its `datetime`. */
export function Age({ at, short = false, unknown = 'Not known' }: AgeProps) {
  const nowMs = useNow()
  if (at === null || at === undefined) return <Unknown why={unknown} />
  return (
    <time className="num" dateTime={at} title={formatMoment(at)}>
      {short ? formatShortAge(at, nowMs) : formatAge(at, nowMs)}
    </time>
  )
}
