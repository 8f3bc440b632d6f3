import { useReducedMotion } from '@mantine/hooks'
import { useEffect, useRef, useState } from 'react'

const fadeMs = 180
/** What is left to be seen of what the next clean-up removes. */
const faded = 0.16

/** From 1 to almost nothing, and back; at once where motion is unwelcome. */
export function useFading(isFaded: boolean): number {
  const isStill = useReducedMotion()
  const goal = isFaded ? faded : 1
  const [alpha, setAlpha] = useState(goal)
  const from = useRef(alpha)
  useEffect(() => {
    if (isStill) return undefined
    const begin = from.current
    let frame = 0
    let startedAt: number | null = null
    const step = (at: number): void => {
      startedAt ??= at
      const share = Math.min(1, (at - startedAt) / fadeMs)
      from.current = begin + (goal - begin) * share
      setAlpha(from.current)
      if (share < 1) frame = requestAnimationFrame(step)
    }
    if (begin !== goal) frame = requestAnimationFrame(step)
    return () => cancelAnimationFrame(frame)
  }, [goal, isStill])
  return isStill ? goal : alpha
}
