/** A part of each day in which warnings wait. It may go over midnight. */
export interface QuietHours {
  /** `HH:MM`, 24 hours; the first minute that is quiet. */
  readonly from: string
  /** The first minute that is not. */
  readonly to: string
  /** Of the IANA database. */
  readonly timeZone: string
}

const timePattern = /^([01]\d|2[0-3]):[0-5]\d$/

const formats = new Map<string, Intl.DateTimeFormat>()

/** Made once: making one takes longer than all else here, and ten thousand alerts ask. Throws where the zone is not known. */
function formatOf(timeZone: string): Intl.DateTimeFormat {
  const known = formats.get(timeZone)
  if (known !== undefined) return known
  const parts = { hour: '2-digit', minute: '2-digit' } as const
  const made = new Intl.DateTimeFormat('en-GB', { timeZone, hourCycle: 'h23', ...parts })
  formats.set(timeZone, made)
  return made
}

/** Why such hours can't be used, in words; null: they can. */
export function quietHoursProblem({ from, to, timeZone }: QuietHours): string | null {
  if (!timePattern.test(from) || !timePattern.test(to)) return 'quiet hours: a time is not written as 22:00'
  if (from === to) return 'quiet hours: they end when they begin'
  try {
    formatOf(timeZone)
    return null
  } catch {
    return `quiet hours: the time zone ${timeZone} is not known`
  }
}

/** Whether a moment (milliseconds since 1970 UTC) lies in the quiet hours. */
export function isQuietAt({ from, to, timeZone }: QuietHours, atMs: number): boolean {
  const now = formatOf(timeZone).format(atMs)
  return from < to ? from <= now && now < to : from <= now || now < to
}

const minutesOfDay = 24 * 60
const msPerMinute = 60_000

function minuteOf(time: string): number {
  return Number(time.slice(0, 2)) * 60 + Number(time.slice(3))
}

/** How long it still is quiet, milliseconds; 0: it is not. */
export function quietForMs(hours: QuietHours, atMs: number): number {
  if (!isQuietAt(hours, atMs)) return 0
  const { to, timeZone } = hours
  const restOf = (ms: number): number =>
    (minuteOf(to) - minuteOf(formatOf(timeZone).format(ms)) + minutesOfDay) % minutesOfDay
  const endMs = Math.floor(atMs / msPerMinute + restOf(atMs)) * msPerMinute
  // Where clocks are set in between it ends an hour sooner or later than the minutes say.
  const off = restOf(endMs)
  return endMs + (off > minutesOfDay / 2 ? off - minutesOfDay : off) * msPerMinute - atMs
}
