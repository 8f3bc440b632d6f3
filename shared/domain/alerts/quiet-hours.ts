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

function formatOf(timeZone: string): Intl.DateTimeFormat {
  return new Intl.DateTimeFormat('en-GB', { timeZone, hourCycle: 'h23', hour: '2-digit', minute: '2-digit' })
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
