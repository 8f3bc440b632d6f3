import { useEffect } from 'react'
import { useLocation } from 'wouter'

import { shortcutTarget } from '../../state/shortcut-targets.ts'
import { setView, useViewStore } from '../../state/view-store.ts'
import { palette, paletteStore } from '../palette/palette-store.ts'
import { isMeantForElement, placeKeys, viewKeys } from './shortcut-keys.ts'

/** After `g`, the second key is waited for this long. */
const secondKeyMs = 900

/** Listens to the keys of the whole window while its frame is shown. */
export function useShortcuts(): void {
  const [, go] = useLocation()
  useEffect(() => {
    let goAt = 0
    const onKeyDown = (event: KeyboardEvent): void => {
      if ((event.ctrlKey || event.metaKey) && event.key.toLowerCase() === 'k') {
        event.preventDefault()
        palette.open()
        return
      }
      if (event.defaultPrevented || event.ctrlKey || event.metaKey || event.altKey) return
      const isPaletteOpen = paletteStore.getState().opened
      if (isPaletteOpen) typeAhead(event)
      if (isPaletteOpen || document.querySelector('[role=dialog]') !== null) return
      if (isMeantForElement(event.target as Element | null, event.key)) return
      const wasGo = event.timeStamp - goAt < secondKeyMs
      goAt = event.key === 'g' ? event.timeStamp : 0
      if (act(event.key, wasGo, go)) event.preventDefault()
    }
    addEventListener('keydown', onKeyDown)
    return () => removeEventListener('keydown', onKeyDown)
  }, [go])
}

/**
 * While the palette opens, the focus has not reached its field yet: what is typed then is kept for it, and must not act
 * on the view behind it.
 */
function typeAhead(event: KeyboardEvent): void {
  const isInDialog = (event.target as Element | null)?.closest('[role=dialog]') !== null
  if (isInDialog || event.key.length !== 1) return
  event.preventDefault()
  useViewStore.setState(({ paletteQuery }) => ({ paletteQuery: paletteQuery + event.key }))
}

function act(key: string, wasGo: boolean, go: (path: string) => void): boolean {
  const place = wasGo ? placeKeys.find((one) => one.key === key) : undefined
  if (place !== undefined) {
    go(place.path)
    return true
  }
  if (key === '?') {
    setView({ isShortcutHelpOpen: true })
    return true
  }
  const target = viewKeys.find((one) => one.key === key)
  const run = target && shortcutTarget(target.name)
  run?.()
  return run !== undefined
}
