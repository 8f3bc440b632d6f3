import { type RefObject, useLayoutEffect, useState } from 'react'

/** The inner size of an element, pixels. */
export interface Box {
  readonly width: number
  readonly height: number
}

/** An element's inner size, followed as it changes. */
export function useBox(element: RefObject<HTMLElement | null>): Box {
  const [box, setBox] = useState<Box>({ width: 0, height: 0 })
  useLayoutEffect(() => {
    const measured = element.current
    if (measured === null) return undefined
    const measure = (): void => {
      const { clientWidth: width, clientHeight: height } = measured
      setBox((now) => (now.width === width && now.height === height ? now : { width, height }))
    }
    measure()
    const observer = new ResizeObserver(measure)
    observer.observe(measured)
    return () => observer.disconnect()
  }, [element])
  return box
}
