import { useCallback, useEffect, useState } from 'react'

import { askedRange, readRange, type TimeRange } from './time-range.ts'

/** How long the range rests before it is asked for: a turn of the wheel passes through many. */
const restMs = 90
const addressRestMs = 400

/** The range in sight, the one that is asked for, and how it is moved. */
export interface MovedRange {
  readonly range: TimeRange
  readonly asked: TimeRange
  readonly move: (change: (range: TimeRange) => TimeRange) => void
}

/** Keeps the range in the address, so that Back and a copied link lead to it. `begin` is where nothing else is said. */
export function useTimelineRange(query: string, databaseId: string | null, begin: TimeRange): MovedRange {
  const [range, setRange] = useState(() => rangeIn(query) ?? begin)
  const [asked, setAsked] = useState(() => askedRange(range))
  const [followed, setFollowed] = useState(query)
  if (query !== followed) {
    setFollowed(query)
    const found = rangeIn(query)
    if (found !== null) setRange(found)
  }
  useEffect(() => {
    const timer = setTimeout(() => {
      const next = askedRange(range)
      setAsked((now) => (now.fromMs === next.fromMs && now.toMs === next.toMs ? now : next))
    }, restMs)
    return () => clearTimeout(timer)
  }, [range])
  useEffect(() => {
    const timer = setTimeout(() => {
      const parts = new URLSearchParams(databaseId === null ? {} : { database: databaseId })
      parts.set('from', new Date(range.fromMs).toISOString())
      parts.set('to', new Date(range.toMs).toISOString())
      const address = `#/timeline?${parts.toString()}`
      if (!location.hash.startsWith('#/timeline') || location.hash === address) return
      history.replaceState(null, '', address)
      // Told at once: a router that finds it later would lead back to a range that was left since.
      dispatchEvent(new HashChangeEvent('hashchange'))
    }, addressRestMs)
    return () => clearTimeout(timer)
  }, [range, databaseId])
  const move = useCallback((change: (range: TimeRange) => TimeRange) => setRange((now) => change(now)), [])
  return { range, asked, move }
}

function rangeIn(query: string): TimeRange | null {
  const parts = new URLSearchParams(query)
  return readRange(parts.get('from'), parts.get('to'))
}
