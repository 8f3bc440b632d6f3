import { type KeyboardEvent, type MouseEvent, useCallback, useEffect, useRef } from 'react'

import { moveByKey } from './grid-keys.ts'
import type { DataGridProps } from './grid-props.ts'

/** What a row of the grid is pressed, chosen and typed at with. The handlers stay the same, so that rows need no redraw. */
export function useGridEvents<Row>(props: DataGridProps<Row>) {
  const latest = useRef(props)
  useEffect(() => {
    latest.current = props
  })
  const open = useCallback((index: number) => {
    const row = latest.current.rowAt(index)
    if (row !== undefined) latest.current.onOpen(row, index)
  }, [])
  const onPress = useCallback(
    (index: number, event: MouseEvent) => {
      // A link or button in the row does its own work, and a marked text is being copied.
      if ((event.target as Element).closest('a, button') !== null || String(getSelection()) !== '') return
      latest.current.onAt(index)
      open(index)
    },
    [open],
  )
  const onChoose = useCallback((index: number, isRange: boolean) => {
    // The range runs from where the cursor was: choose first, then move it.
    latest.current.choice?.onChoose(index, isRange)
    latest.current.onAt(index)
  }, [])
  const onKeyDown = useCallback(
    (event: KeyboardEvent) => {
      if (event.target !== event.currentTarget || event.ctrlKey || event.metaKey || event.altKey) return
      const { at, count, choice, onAt } = latest.current
      const to = moveByKey(event.key, at, count)
      if (to !== undefined) onAt(to)
      else if (event.key === 'Enter') open(at)
      else if (event.key === ' ' && choice !== undefined) choice.onChoose(at, event.shiftKey)
      else return
      event.preventDefault()
    },
    [open],
  )
  return { onPress, onChoose, onKeyDown }
}
