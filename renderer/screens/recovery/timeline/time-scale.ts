/** The part of time that is shown, milliseconds. */
export interface TimeView {
  readonly fromMs: number
  readonly toMs: number
}

const minute = 60_000
const hour = 60 * minute
const day = 24 * hour
const shortestMs = minute

/** Room beside the first and the last moment, as a share of what is shown. */
const margin = 0.05

/** A view that shows every moment from the first to the last, with some room. One moment alone gets a day around it. */
export function viewOver(firstMs: number, lastMs: number): TimeView {
  const span = Math.max(lastMs - firstMs, day)
  const lack = span - (lastMs - firstMs)
  return { fromMs: firstMs - lack / 2 - span * margin, toMs: lastMs + lack / 2 + span * margin }
}

/** Where a moment stands in a view of a width, pixels from its left edge. */
export function placeOf(ms: number, { fromMs, toMs }: TimeView, widthPx: number): number {
  return ((ms - fromMs) / (toMs - fromMs)) * widthPx
}

/** The moment at a place of a view. */
export function momentAt(px: number, { fromMs, toMs }: TimeView, widthPx: number): number {
  return fromMs + (px / Math.max(1, widthPx)) * (toMs - fromMs)
}

/** The view zoomed by a factor (under 1: closer) around a moment, which keeps its place. Never beyond `whole`. */
export function zoomView(view: TimeView, factor: number, aroundMs: number, whole: TimeView): TimeView {
  const span = view.toMs - view.fromMs
  const next = Math.min(Math.max(span * factor, shortestMs), whole.toMs - whole.fromMs)
  const share = (aroundMs - view.fromMs) / span
  return keptWithin({ fromMs: aroundMs - share * next, toMs: aroundMs + (1 - share) * next }, whole)
}

/** The view moved so that a moment is in it. */
export function viewWith(view: TimeView, ms: number, whole: TimeView): TimeView {
  if (ms >= view.fromMs && ms <= view.toMs) return view
  const half = (view.toMs - view.fromMs) / 2
  return keptWithin({ fromMs: ms - half, toMs: ms + half }, whole)
}

function keptWithin({ fromMs, toMs }: TimeView, whole: TimeView): TimeView {
  const right = Math.max(0, whole.fromMs - fromMs)
  const left = Math.max(0, toMs - whole.toMs)
  return { fromMs: fromMs + right - left, toMs: toMs + right - left }
}

const steps = [
  minute,
  5 * minute,
  15 * minute,
  hour,
  3 * hour,
  6 * hour,
  12 * hour,
  day,
  2 * day,
  7 * day,
  14 * day,
  30 * day,
  90 * day,
  365 * day,
]

/** A line of the time axis. */
export interface TimeTick {
  readonly ms: number
  readonly label: string
}

/** The lines of the axis in local time, at least `leastPx` apart; whole hours and days begin where the clock on the wall has them. */
export function ticksOf(view: TimeView, widthPx: number, leastPx = 84): readonly TimeTick[] {
  const leastMs = ((view.toMs - view.fromMs) / Math.max(1, widthPx)) * leastPx
  const step = steps.find((one) => one >= leastMs) ?? Math.ceil(leastMs / (365 * day)) * 365 * day
  const first = new Date(view.fromMs)
  first.setHours(0, 0, 0, 0)
  const ticks: TimeTick[] = []
  for (let n = 0; ; n += 1) {
    const at = new Date(first)
    // A day may have 23 or 25 hours: days are counted by the calendar, shorter steps by the clock.
    if (step >= day) at.setDate(at.getDate() + n * Math.round(step / day))
    else at.setTime(first.getTime() + n * step)
    const ms = at.getTime()
    if (ms > view.toMs) return ticks
    if (ms >= view.fromMs) ticks.push({ ms, label: labelOf(at, step) })
  }
}

function labelOf(at: Date, step: number): string {
  const isMidnight = at.getHours() === 0 && at.getMinutes() === 0
  if (step < day && !isMidnight) {
    return at.toLocaleTimeString('en-GB', { hour: '2-digit', minute: '2-digit' })
  }
  const form = step >= 90 * day ? { year: 'numeric', month: 'short' } : { day: 'numeric', month: 'short' }
  return at.toLocaleDateString('en-GB', form as Intl.DateTimeFormatOptions)
}
