import { ranRemembered, type SlotMemory } from './slot-memory.ts'

/** Newest moments of a schedule up to and with one, newest first; milliseconds since 1970 UTC. */
export type NewestSlots = (upToMs: number, count: number) => readonly number[]

/** Runs that were due and will not be made. */
export interface MissedSlots {
  readonly slots: number
  readonly fromMs: number
  readonly toMs: number
}

/** What to do about a schedule now. */
export type SlotDecision =
  | { readonly do: 'nothing' }
  /** Run the newest slot that is due; those before it, if there are any, were missed. */
  | {
      readonly do: 'run'
      readonly slotMs: number
      readonly attempt: number
      readonly missed: MissedSlots | null
    }

/** Counting stops here: a schedule of every minute that rested for a week. */
const mostCounted = 10_000
/** A run whose program dies each time is given up after so many tries, until the next slot. */
const mostAttempts = 3

/** The moment after which slots are due. Set back, the clock shows moments again that were dealt with: what ran then does not run again. */
function floorOf(sinceMs: number, memory: SlotMemory | null, nowMs: number): number {
  const dealtMs = memory === null ? sinceMs : Date.parse(memory.dealtUpTo)
  return Math.max(sinceMs, Math.min(dealtMs, nowMs))
}

function dueSlots(
  newest: NewestSlots,
  floorMs: number,
  nowMs: number,
  ran: ReadonlySet<number>,
): readonly number[] {
  // Two first: nearly always that is all there is to know.
  for (const count of [2, mostCounted]) {
    const slots = newest(nowMs, count)
    const oldest = slots.at(-1)
    if (slots.length < count || oldest === undefined || oldest <= floorMs || count === mostCounted) {
      return slots.filter((ms) => ms > floorMs && !ran.has(ms))
    }
  }
  return []
}

/**
 * What is due of a schedule. `sinceMs`: slots up to there are none of its. A run that was begun and whose end nobody told of
 * (`memory.open`, of a program that is gone) is made again while its slot is the newest.
 */
export function decideSlot(
  sinceMs: number,
  memory: SlotMemory | null,
  newest: NewestSlots,
  nowMs: number,
): SlotDecision {
  const ran = new Set(memory?.ran.map((at) => Date.parse(at)))
  const due = dueSlots(newest, floorOf(sinceMs, memory, nowMs), nowMs, ran)
  const open = memory?.open ?? null
  const [slotMs, ...before] = due
  if (slotMs === undefined) {
    if (open === null || open.attempt >= mostAttempts) return { do: 'nothing' }
    return { do: 'run', slotMs: Date.parse(open.slotAt), attempt: open.attempt + 1, missed: null }
  }
  const missed =
    before.length === 0 ? null : { slots: before.length, fromMs: before.at(-1)!, toMs: before[0]! }
  return { do: 'run', slotMs, attempt: 1, missed }
}

/** What is remembered once a run has begun. */
export function claimedSlot(
  scheduleId: string,
  memory: SlotMemory | null,
  { slotMs, attempt }: Extract<SlotDecision, { do: 'run' }>,
  nowMs: number,
): SlotMemory {
  const slotAt = new Date(slotMs).toISOString()
  const earlier = memory?.ran.filter((at) => at !== slotAt) ?? []
  return {
    scheduleId,
    // A slot that is made again after a later moment was dealt with takes nothing back.
    dealtUpTo: new Date(
      Math.max(slotMs, Math.min(Date.parse(memory?.dealtUpTo ?? slotAt), nowMs)),
    ).toISOString(),
    ran: [...earlier, slotAt].slice(-ranRemembered),
    open: { slotAt, attempt, claimedAt: new Date(nowMs).toISOString() },
  }
}
