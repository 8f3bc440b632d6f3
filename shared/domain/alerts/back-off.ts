const second = 1000
const minute = 60 * second
const hour = 60 * minute

/** The waits of a message that could not be delivered; the last one repeats. */
const waitsMs = [
  5 * second,
  30 * second,
  2 * minute,
  10 * minute,
  30 * minute,
  hour,
  2 * hour,
  4 * hour,
] as const

/** No answer of a server makes a message wait longer. */
const longestAskedForMs = 24 * hour

/** A number from 0 to below 1 that is always the same for one text and spread evenly over many (FNV-1a, 32 bits, mixed once more). */
function spread(text: string): number {
  let hash = 0x811c9dc5
  for (let at = 0; at < text.length; at += 1) hash = Math.imul(hash ^ text.charCodeAt(at), 0x01000193)
  hash = Math.imul(hash ^ (hash >>> 16), 0x85ebca6b)
  return ((hash ^ (hash >>> 13)) >>> 0) / 2 ** 32
}

/**
 * How long to wait after so many tries (from 1), milliseconds. Up to a fifth more or less than the plain wait, by the message's id: messages
 * that failed together are not tried together again, and the same message waits the same after a restart.
 */
export function backOffMs(tries: number, messageId: string): number {
  const plain = waitsMs[Math.min(Math.max(tries, 1), waitsMs.length) - 1] ?? 4 * hour
  return Math.round(plain * (0.8 + 0.4 * spread(`${messageId} ${tries}`)))
}

/**
 * How long a `Retry-After` header asks to wait, milliseconds, at most a day: seconds, or a date. Null: it is not there or says nothing that
 * can be understood.
 */
export function retryAfterMs(header: string | undefined, nowMs: number): number | null {
  const text = header?.trim() ?? ''
  if (/^\d+$/.test(text)) return Math.min(Number(text) * second, longestAskedForMs)
  // Only the dates that HTTP knows: `Date.parse` alone takes nearly anything for one.
  if (!/^[A-Z][a-z]{2,8},? .*\d{2}:\d{2}:\d{2}/.test(text)) return null
  // The oldest of its forms does not name the zone that it means.
  const at = Date.parse(text.endsWith('GMT') ? text : `${text} GMT`)
  return Number.isNaN(at) ? null : Math.min(Math.max(at - nowMs, 0), longestAskedForMs)
}
