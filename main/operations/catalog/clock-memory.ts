import type { MarkRows } from './mark-rows.ts'

/** Where the clock is remembered; it outlives a rebuilt catalog. */
export const clockMark = 'clock'

/** A jump of the clock that was noticed. Moments are UTC, ISO 8601. */
export interface ClockJump {
  /** When the clock was looked at last before it. */
  readonly fromAt: string
  /** The first look after it. */
  readonly toAt: string
}

interface ClockMemory {
  readonly seenAt: string
  readonly jump: ClockJump | null
}

/** Looks closer together than this are one. */
const grainMs = 3_600_000
/** Further forward between two looks is worth remembering: a weekend away. */
const forwardMs = 48 * 3_600_000
/** A clock that went on so long since a jump is the clock. */
const believedAfterMs = 24 * 3_600_000

function memoryIn(marks: MarkRows): ClockMemory | null {
  const text = marks.get(clockMark)
  return text === null ? null : (JSON.parse(text) as ClockMemory)
}

function isoOf(ms: number): string {
  return new Date(ms).toISOString()
}

function lookedAt(before: ClockMemory | null, nowMs: number): ClockMemory {
  if (before === null) return { seenAt: isoOf(nowMs), jump: null }
  const gapMs = nowMs - Date.parse(before.seenAt)
  if (gapMs > forwardMs || gapMs < -grainMs) {
    return { seenAt: isoOf(nowMs), jump: { fromAt: before.seenAt, toAt: isoOf(nowMs) } }
  }
  const isBelieved = before.jump === null || nowMs - Date.parse(before.jump.toAt) >= believedAfterMs
  return { seenAt: isoOf(Math.max(nowMs, Date.parse(before.seenAt))), jump: isBelieved ? null : before.jump }
}

/** Remembers when it is, now and then: a clock that jumped is found out by it. */
export function seeClock(marks: MarkRows, nowMs: number): void {
  const before = memoryIn(marks)
  const isSame = before !== null && Math.abs(nowMs - Date.parse(before.seenAt)) < grainMs
  if (!isSame) marks.set(clockMark, JSON.stringify(lookedAt(before, nowMs)))
}

/**
 * The last jump that is not a day ago, back or further forward than `limitMs` (at least two days are one), with the moment from which
 * the clock is believed again; null: there is none. A machine that was off looks the same: nobody can tell the two apart.
 */
export function clockJump(
  marks: MarkRows,
  nowMs: number,
  limitMs: number,
): { readonly seenAt: string; readonly believedAt: string } | null {
  const { jump } = lookedAt(memoryIn(marks), nowMs)
  if (jump === null) return null
  const byMs = Date.parse(jump.toAt) - Date.parse(jump.fromAt)
  if (byMs >= 0 && byMs <= limitMs) return null
  return { seenAt: jump.fromAt, believedAt: isoOf(Date.parse(jump.toAt) + believedAfterMs) }
}
