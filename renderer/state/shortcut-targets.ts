import { useEffect, useRef } from 'react'
import { create } from 'zustand'

/** What the keys do in the view that is shown; a key without a target does nothing. */
export interface ShortcutTargets {
  readonly backUp?: (() => void) | undefined
  readonly verify?: (() => void) | undefined
  readonly restore?: (() => void) | undefined
  readonly search?: (() => void) | undefined
  readonly next?: (() => void) | undefined
  readonly previous?: (() => void) | undefined
  readonly open?: (() => void) | undefined
  readonly toggle?: (() => void) | undefined
}

export type ShortcutName = keyof ShortcutTargets

const useTargetStore = create<{ readonly layers: readonly { readonly current: ShortcutTargets }[] }>(() => ({
  layers: [],
}))

/** Makes these the targets of the keys while the calling view is shown. A view inside another may add its own. */
export function useShortcutTargets(targets: ShortcutTargets): void {
  const latest = useRef(targets)
  useEffect(() => {
    latest.current = targets
  })
  useEffect(() => {
    useTargetStore.setState(({ layers }) => ({ layers: [...layers, latest] }))
    return () =>
      useTargetStore.setState(({ layers }) => ({ layers: layers.filter((layer) => layer !== latest) }))
  }, [])
}

/** What a key does now: the newest view that has a target for it decides. */
export function shortcutTarget(name: ShortcutName): (() => void) | undefined {
  const layer = useTargetStore.getState().layers.findLast(({ current }) => current[name] !== undefined)
  return layer?.current[name]
}
