import { act, renderHook } from '@testing-library/react'
import * as fc from 'fast-check'
import { afterEach, beforeEach, describe, expect, it, vi } from 'vitest'

import {
  canStandFor,
  isSharp,
  leftOf,
  pictureFor,
  stretchOf,
} from '../../../renderer/screens/timeline/picture-range.ts'
import {
  dayMs,
  panRange,
  placeIn,
  zoomRange,
  type TimeRange,
} from '../../../renderer/screens/timeline/time-range.ts'
import { usePictureRange } from '../../../renderer/screens/timeline/use-picture-range.ts'

const start = Date.UTC(2026, 0, 1)
const month: TimeRange = { fromMs: start, toMs: start + 30 * dayMs }
const moved = fc.record({
  pan: fc.double({ min: -1, max: 1, noNaN: true }),
  zoom: fc.double({ min: 0.3, max: 3, noNaN: true }),
})

function after({ pan, zoom }: { readonly pan: number; readonly zoom: number }): TimeRange {
  return zoomRange(panRange(month, pan), zoom, month.fromMs)
}

describe('the picture of a range', () => {
  it('puts each moment where the range in sight has it, however it has moved since', () => {
    const picture = pictureFor(month, 1000)
    fc.assert(
      fc.property(moved, fc.integer({ min: -40, max: 70 }), (move, day) => {
        const [view, ms] = [after(move), start + day * dayMs]
        const x = placeIn(picture.range, picture.widthPx, ms)
        const inSight = leftOf(picture, view, 1000) + x * stretchOf(picture, view, 1000)
        expect(inSight).toBeCloseTo(placeIn(view, 1000, ms), 4)
      }),
    )
  })

  it('stands for no range that it does not cover', () => {
    const picture = pictureFor(month, 1000)
    fc.assert(
      fc.property(moved, (move) => {
        const view = after(move)
        if (!canStandFor(picture, view, 1000)) return
        expect(picture.range.fromMs).toBeLessThanOrEqual(view.fromMs)
        expect(picture.range.toMs).toBeGreaterThanOrEqual(view.toMs)
      }),
    )
    expect(canStandFor(picture, panRange(month, 0.3), 1000)).toBe(true)
    expect(canStandFor(picture, panRange(month, 0.5), 1000)).toBe(false)
    expect(canStandFor(picture, month, 900)).toBe(false)
  })

  it('is sharp where it is moved, and not where it is stretched', () => {
    const picture = pictureFor(month, 1000)
    expect(isSharp(picture, panRange(month, -0.2), 1000)).toBe(true)
    expect(isSharp(picture, zoomRange(month, 0.9, start + 9 * dayMs), 1000)).toBe(false)
  })
})

describe('a timeline that moves', () => {
  beforeEach(() => void vi.useFakeTimers())
  afterEach(() => void vi.useRealTimers())

  it('keeps its picture while it is panned and zoomed a little, and draws a sharp one when it rests', () => {
    const { result, rerender } = renderHook(({ view }) => usePictureRange(view, 1000), {
      initialProps: { view: month },
    })
    const first = result.current
    rerender({ view: panRange(month, 0.1) })
    expect(result.current).toBe(first)
    act(() => void vi.advanceTimersByTime(1000))
    expect(result.current).toBe(first)
    const closer = zoomRange(month, 0.8, start + 15 * dayMs)
    rerender({ view: closer })
    expect(result.current).toBe(first)
    act(() => void vi.advanceTimersByTime(1000))
    expect(result.current).toEqual(pictureFor(closer, 1000))
    rerender({ view: panRange(closer, 3) })
    expect(result.current).toEqual(pictureFor(panRange(closer, 3), 1000))
  })

  it('is drawn before it has a width', () => {
    const { result } = renderHook(() => usePictureRange(month, 0))
    expect(result.current.widthPx).toBe(0)
  })
})
