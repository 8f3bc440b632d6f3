import type { TimeRange } from './time-range.ts'

/** The part of time that lanes are drawn in, wider than what is in sight, so that moving a little draws nothing anew. */
export interface PictureRange {
  readonly range: TimeRange
  readonly widthPx: number
}

/** Drawn on each side beyond what is in sight, of its width. */
const beyondShare = 0.4
/** A picture is stretched so far while zooming, then drawn anew. */
const mostStretched = 1.7

/** The picture for a range in sight, as sharp as can be. */
export function pictureFor({ fromMs, toMs }: TimeRange, widthPx: number): PictureRange {
  const beyondMs = (toMs - fromMs) * beyondShare
  return {
    range: { fromMs: fromMs - beyondMs, toMs: toMs + beyondMs },
    widthPx: widthPx * (1 + 2 * beyondShare),
  }
}

/** Pixels in sight for each of the picture's. */
export function stretchOf({ range, widthPx }: PictureRange, view: TimeRange, viewPx: number): number {
  // Before it is laid out, a chart has no width.
  if (widthPx === 0 || viewPx === 0) return 1
  return ((range.toMs - range.fromMs) / widthPx) * (viewPx / (view.toMs - view.fromMs))
}

/** Where the picture's left edge is in sight, pixels. */
export function leftOf({ range }: PictureRange, view: TimeRange, viewPx: number): number {
  return ((range.fromMs - view.fromMs) / (view.toMs - view.fromMs)) * viewPx
}

/** Whether a picture shows the range as one made for it would. Rounding aside: a range that is moved is worked out anew. */
export function isSharp(picture: PictureRange, view: TimeRange, viewPx: number): boolean {
  return Math.abs(stretchOf(picture, view, viewPx) - 1) < 1e-6 && covers(picture, view, viewPx)
}

/** Whether a picture can stand for the range while that moves. */
export function canStandFor(picture: PictureRange, view: TimeRange, viewPx: number): boolean {
  const stretch = stretchOf(picture, view, viewPx)
  return stretch < mostStretched && stretch > 1 / mostStretched && covers(picture, view, viewPx)
}

function covers({ range, widthPx }: PictureRange, view: TimeRange, viewPx: number): boolean {
  const isOfWidth = Math.abs(widthPx - viewPx * (1 + 2 * beyondShare)) < 1
  return isOfWidth && range.fromMs <= view.fromMs && range.toMs >= view.toMs
}
