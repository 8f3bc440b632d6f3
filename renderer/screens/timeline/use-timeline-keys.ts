import { useEffect, useRef } from 'react'

/** What a key does on the timeline; each says whether it did anything. */
export type TimelineKey = (event: KeyboardEvent) => boolean

const meantForElement =
  'input:not([type=checkbox]), textarea, select, [contenteditable=true], [role=dialog], [role=menu], [role=listbox], [role=grid], [role=radiogroup]'

/** Listens to the keys of the whole window while the timeline is shown, but for those that an element of its own takes. */
export function useTimelineKeys(onKey: TimelineKey): void {
  const latest = useRef(onKey)
  useEffect(() => {
    latest.current = onKey
  })
  useEffect(() => {
    const listener = (event: KeyboardEvent): void => {
      if (event.defaultPrevented || event.ctrlKey || event.metaKey || event.altKey) return
      const target = event.target instanceof Element ? event.target : null
      if (target?.closest(meantForElement) || document.querySelector('[role=dialog]') !== null) return
      if (latest.current(event)) event.preventDefault()
    }
    addEventListener('keydown', listener)
    return () => removeEventListener('keydown', listener)
  }, [])
}
