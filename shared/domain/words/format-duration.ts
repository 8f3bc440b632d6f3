const second = 1000
const minute = 60 * second
const hour = 60 * minute
const day = 24 * hour

const twoDigits = (value: number): string => value.toString().padStart(2, '0')

/** How long something took, in milliseconds: `14 ms`, `0.84 s`, `12.3 s`, `3 min 05 s`, `2 h 14 min`, `3 d 4 h`. */
export function formatDuration(durationMs: number): string {
  if (durationMs < 99.5) return `${Math.max(0, Math.round(durationMs))} ms`
  if (durationMs < 9.995 * second) return `${(durationMs / second).toFixed(2)} s`
  if (durationMs < 59.95 * second) return `${(durationMs / second).toFixed(1)} s`
  const seconds = Math.round(durationMs / second)
  if (seconds < 3600) return `${Math.floor(seconds / 60)} min ${twoDigits(seconds % 60)} s`
  const minutes = Math.round(durationMs / minute)
  if (minutes < 48 * 60) return `${Math.floor(minutes / 60)} h ${twoDigits(minutes % 60)} min`
  const hours = Math.round(durationMs / hour)
  return `${Math.floor(hours / 24)} d ${hours % 24} h`
}

/** A span of time in words, rounded down to its largest unit: `12 minutes`, `1 hour`, `45 days`. Under a minute: `less than a minute`. */
export function formatSpan(spanMs: number): string {
  if (spanMs < minute) return 'less than a minute'
  const [size, word] = spanMs < hour ? [minute, 'minute'] : spanMs < 2 * day ? [hour, 'hour'] : [day, 'day']
  const count = Math.floor(spanMs / size)
  return `${count} ${word}${count === 1 ? '' : 's'}`
}
