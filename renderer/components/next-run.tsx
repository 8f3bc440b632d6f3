import { formatAge, formatMoment, formatShortAge } from '../../shared/domain/words/format-moment.ts'
import { Unknown } from './unknown.tsx'
import { useNow } from './use-now.ts'

interface NextRunProps {
  /** UTC, ISO 8601; null: none is to come. */
  readonly at: string | null
  readonly short?: boolean
  /** Why none is to come. */
  readonly none?: string
}

/** When something runs next: `in 3 h`, the exact moment on hover; `due` where it should have begun. */
export function NextRun({ at, short = false, none = 'No run is to come' }: NextRunProps) {
  const nowMs = useNow()
  if (at === null) return <Unknown why={none} />
  const isDue = Date.parse(at) <= nowMs
  return (
    <time className="num" dateTime={at} title={formatMoment(at)}>
      {isDue ? 'due' : short ? formatShortAge(at, nowMs) : formatAge(at, nowMs)}
    </time>
  )
}
