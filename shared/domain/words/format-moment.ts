import { formatSpan } from './format-duration.ts'

/** A moment as a person reads and copies it, always UTC: `2026-11-23 20:44:25 UTC`. */
export function formatMoment(moment: string): string {
  return `${new Date(moment).toISOString().slice(0, 19).replace('T', ' ')} UTC`
}

/** How long ago a moment was, in words: `just now`, `12 minutes ago`, `45 days ago`. A moment to come: `in 3 hours`. */
export function formatAge(moment: string, nowMs: number): string {
  const spanMs = nowMs - new Date(moment).getTime()
  if (Math.abs(spanMs) < 60_000) return 'just now'
  return spanMs > 0 ? `${formatSpan(spanMs)} ago` : `in ${formatSpan(-spanMs)}`
}

/** The age in a table's cell: `now`, `12 min`, `3 h`, `45 d`. A moment to come: `in 3 h`. */
export function formatShortAge(moment: string, nowMs: number): string {
  const spanMs = nowMs - new Date(moment).getTime()
  const span = Math.abs(spanMs)
  if (span < 60_000) return 'now'
  const minutes = Math.floor(span / 60_000)
  const short =
    minutes < 60
      ? `${minutes} min`
      : minutes < 48 * 60
        ? `${Math.floor(minutes / 60)} h`
        : `${Math.floor(minutes / 1440)} d`
  return spanMs > 0 ? short : `in ${short}`
}
