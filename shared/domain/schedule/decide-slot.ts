import { ranRemembered, type MissedReason, type MissedRuns, type SlotMemory } from './slot-memory.ts'

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
  /** The clock was set back: what is remembered has to begin at this moment again, so that later slots are due when they come. */
  | { readonly do: 'rewind'; readonly toMs: number }
  /** The run that was begun died with its program so often that it is not made again: to be said, for its slot may be the last for months. */
  | { readonly do: 'give_up' }
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
/** Clocks of two machines differ a little; one that is wrong differs by more. */
const usualSkewMs = 5 * 60_000

function dueSlots(
  newest: NewestSlots,
  floorMs: number,
  nowMs: number,
  memory: SlotMemory | null,
): readonly number[] {
  const [first] = newest(nowMs, 1)
  if (first === undefined || first <= floorMs) return []
  const ran = new Set(memory?.ran.map((at) => Date.parse(at)))
  // Few first: nearly always that is all there is to know, and each costs the search of a calendar.
  for (let count = 2; ; count *= 4) {
    const slots = newest(nowMs, count)
    const oldest = slots.at(-1)
    if (slots.length < count || oldest === undefined || oldest <= floorMs || count >= mostCounted) {
      return slots.filter((ms) => ms > floorMs && !ran.has(ms))
    }
  }
}

/**
 * What is due of a schedule. `sinceMs`: slots up to there are none of its; where that is still to come, the clock was ahead when it was
 * said, and the schedule begins now. A run that was begun and whose end nobody told of
 * (`memory.open`, of a program that is gone) is made again while its slot is the newest.
 */
export function decideSlot(
  sinceMs: number,
  memory: SlotMemory | null,
  newest: NewestSlots,
  nowMs: number,
): SlotDecision {
  const dealtMs = memory === null ? sinceMs : Date.parse(memory.dealtUpTo)
  const wasAhead = sinceMs > nowMs + usualSkewMs
  if (memory === null ? wasAhead : nowMs < dealtMs) return { do: 'rewind', toMs: nowMs }
  const due = dueSlots(newest, wasAhead ? dealtMs : Math.max(sinceMs, dealtMs), nowMs, memory)
  const open = memory?.open ?? null
  const [slotMs, ...before] = due
  if (slotMs === undefined) {
    if (open === null) return { do: 'nothing' }
    if (open.attempt >= mostAttempts) return { do: 'give_up' }
    return { do: 'run', slotMs: Date.parse(open.slotAt), attempt: open.attempt + 1, missed: null }
  }
  const missed =
    before.length === 0 ? null : { slots: before.length, fromMs: before.at(-1)!, toMs: before[0]! }
  return { do: 'run', slotMs, attempt: 1, missed }
}

/** What is remembered of a schedule that begins at a moment. */
export function begunSlot(scheduleId: string, atMs: number): SlotMemory {
  return { scheduleId, dealtUpTo: new Date(atMs).toISOString(), ran: [], open: null, missed: [] }
}

/** What is remembered where the clock was set back to a moment. */
export function rewoundSlot(memory: SlotMemory, toMs: number): SlotMemory {
  return { ...memory, dealtUpTo: new Date(toMs).toISOString() }
}

/** The run that was begun and did not end, as one that was missed; none where there is none. */
export function interruptedRun({ open }: Pick<SlotMemory, 'open'>): readonly MissedRuns[] {
  return open === null ? [] : [{ slots: 1, from: open.slotAt, to: open.slotAt, reason: 'interrupted' }]
}

/** What a run that begins leaves undone for good: an earlier one that died, and those that were not begun at all. */
function missedBy(
  memory: SlotMemory | null,
  { slotMs, missed }: Extract<SlotDecision, { do: 'run' }>,
  reason: MissedReason,
): readonly MissedRuns[] {
  const died = memory?.open?.slotAt
  const isGivenUp = died !== undefined && Date.parse(died) !== slotMs
  const interrupted = isGivenUp ? interruptedRun(memory!) : []
  if (missed === null) return [...(memory?.missed ?? []), ...interrupted]
  const [from, to] = [missed.fromMs, missed.toMs].map((ms) => new Date(ms).toISOString()) as [string, string]
  return [...(memory?.missed ?? []), ...interrupted, { slots: missed.slots, from, to, reason }]
}

/** What is remembered once a run has begun. `reason`: why those before it were not. */
export function claimedSlot(
  scheduleId: string,
  memory: SlotMemory | null,
  decision: Extract<SlotDecision, { do: 'run' }>,
  reason: MissedReason,
  nowMs: number,
): SlotMemory {
  const { slotMs, attempt } = decision
  const slotAt = new Date(slotMs).toISOString()
  const earlier = memory?.ran.filter((at) => at !== slotAt) ?? []
  // A slot that is made again after a later moment was dealt with takes nothing back.
  const dealtMs = memory === null ? slotMs : Math.max(slotMs, Date.parse(memory.dealtUpTo))
  return {
    scheduleId,
    dealtUpTo: new Date(dealtMs).toISOString(),
    ran: [...earlier, slotAt].slice(-ranRemembered),
    open: { slotAt, attempt, claimedAt: new Date(nowMs).toISOString() },
    missed: missedBy(memory, decision, reason),
  }
}

/** What is remembered once a run has ended and the history says everything. */
export function endedSlot(memory: SlotMemory): SlotMemory {
  return { ...memory, open: null, missed: [] }
}
