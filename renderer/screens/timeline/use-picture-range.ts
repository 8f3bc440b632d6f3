import { useEffect, useState } from 'react'

import { canStandFor, isSharp, pictureFor, type PictureRange } from './picture-range.ts'
import type { TimeRange } from './time-range.ts'

/** How long the range rests before a stretched picture is drawn anew. */
const restMs = 80

/** The picture that stands for what is in sight: the last one while the range moves, as far as it goes, and a sharp one when it rests. */
export function usePictureRange(view: TimeRange, viewPx: number): PictureRange {
  const [kept, setKept] = useState(() => pictureFor(view, viewPx))
  const picture = canStandFor(kept, view, viewPx) ? kept : pictureFor(view, viewPx)
  if (picture !== kept) setKept(picture)
  const isRedrawn = !isSharp(picture, view, viewPx)
  useEffect(() => {
    if (!isRedrawn) return undefined
    const timer = setTimeout(() => setKept(pictureFor(view, viewPx)), restMs)
    return () => clearTimeout(timer)
  }, [isRedrawn, view, viewPx])
  return picture
}
