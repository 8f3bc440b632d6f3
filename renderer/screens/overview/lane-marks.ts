import type { ActivityEntry } from '../../../shared/domain/views.ts'

/** What the lane shows: a day. */
export const laneSpanMs = 24 * 3_600_000

/** One mark on the lane: operations of one kind and result that fall on the same place. */
export interface LaneMark {
  readonly key: string
  /** 0: a day ago; 1: now. */
  readonly place: number
  readonly kind: 'backup' | 'verify' | 'drill' | 'restore'
  readonly result: ActivityEntry['result']
  readonly entries: readonly ActivityEntry[]
}

/** The lane is cut into this many places: half an hour each, wide enough for a mark. */
const places = 96

function isOnLane(kind: ActivityEntry['kind']): kind is LaneMark['kind'] {
  return kind === 'backup' || kind === 'verify' || kind === 'drill' || kind === 'restore'
}

/** The marks of the last 24 hours, oldest first; what falls together is one mark. */
export function laneMarks(entries: readonly ActivityEntry[], nowMs: number): readonly LaneMark[] {
  const marks = new Map<string, LaneMark>()
  for (const entry of entries) {
    // `nowMs` moves every 15 seconds: what began after it belongs to now, and is not left out.
    const place = Math.min(1, 1 - (nowMs - new Date(entry.startedAt).getTime()) / laneSpanMs)
    if (!isOnLane(entry.kind) || place < 0) continue
    const slot = Math.min(places - 1, Math.floor(place * places))
    const key = `${slot}-${entry.kind}-${entry.result}`
    const known = marks.get(key)
    marks.set(key, {
      key,
      place: (slot + 0.5) / places,
      kind: entry.kind,
      result: entry.result,
      entries: [...(known?.entries ?? []), entry],
    })
  }
  return [...marks.values()].sort((a, b) => a.place - b.place)
}

/** The full hours of the lane, every four: their place and their word in UTC. */
export function laneHours(nowMs: number): readonly { readonly place: number; readonly word: string }[] {
  const hour = 3_600_000
  const last = Math.floor(nowMs / (4 * hour)) * 4 * hour
  return Array.from({ length: 6 }, (_, n) => last - n * 4 * hour)
    .map((at) => ({
      place: 1 - (nowMs - at) / laneSpanMs,
      word: new Date(at).toISOString().slice(11, 16),
    }))
    .filter(({ place }) => place > 0.01 && place < 0.955)
    .toReversed()
}
