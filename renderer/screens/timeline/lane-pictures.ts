import type { TimelineLane } from '../../../shared/domain/timeline.ts'
import { drawLane, type Chart } from './draw-lane.ts'
import { laneHeight } from './lane-geometry.ts'
import { leftOf, stretchOf, type PictureRange } from './picture-range.ts'
import type { LaneInSight } from './lane-in-sight.ts'

/** What one lane's picture was drawn of. */
interface Drawn {
  readonly canvas: HTMLCanvasElement
  readonly lane: TimelineLane
  readonly picture: PictureRange
  readonly look: string
}

/** In one picture lanes are drawn anew for so long; the others wait for the next, and are shown as they were. */
const budgetMs = 6

/**
 * The lanes as they were drawn last, each on a canvas of its own: a picture that moves is put together of them. Drawing hundreds of marks takes
 * some milliseconds a lane where the processor draws; putting one down takes a tenth of one.
 */
export class LanePictures {
  readonly #drawn = new Map<string, Drawn>()
  readonly #spare: HTMLCanvasElement[] = []

  /**
   * Puts the lanes down, each at its height. `chart` is that of what is in sight; `look` names everything but the lane itself that a lane's
   * picture depends on. True: every lane is as it should be; false: some are as they were, and the next call draws more of them.
   */
  paint(
    chart: Chart,
    lanes: readonly LaneInSight[],
    { look, scale, scrollPx }: { readonly look: string; readonly scale: number; readonly scrollPx: number },
  ): boolean {
    this.#forget(lanes)
    const endMs = performance.now() + budgetMs
    let isWhole = true
    for (const one of lanes) {
      const known = this.#drawn.get(one.lane.databaseId)
      const isKnown =
        known !== undefined && known.lane === one.lane && known.picture === one.picture && known.look === look
      // One that was never drawn can't be shown as it was.
      const mayDraw = known === undefined || performance.now() < endMs
      const drawn = isKnown || !mayDraw ? known : this.#draw(chart, one, look, scale)
      if (!isKnown && !mayDraw) isWhole = false
      put(chart, drawn, one.index * laneHeight - scrollPx, scale)
    }
    return isWhole
  }

  #forget(lanes: readonly LaneInSight[]): void {
    const inSight = new Set(lanes.map(({ lane }) => lane.databaseId))
    for (const [id, { canvas }] of this.#drawn) {
      if (inSight.has(id)) continue
      this.#drawn.delete(id)
      this.#spare.push(canvas)
    }
  }

  #draw(chart: Chart, one: LaneInSight, look: string, scale: number): Drawn {
    const { lane, placed, picture, askedFromMs } = one
    const canvas =
      this.#drawn.get(lane.databaseId)?.canvas ?? this.#spare.pop() ?? document.createElement('canvas')
    const [width, height] = [Math.round(picture.widthPx * scale), Math.round(laneHeight * scale)]
    const ctx = canvas.getContext('2d')
    // Trap: setting a size, even the same, clears the canvas and costs time.
    if (canvas.width !== width) canvas.width = width
    if (canvas.height !== height) canvas.height = height
    if (ctx !== null) {
      ctx.setTransform(scale, 0, 0, scale, 0, 0)
      ctx.clearRect(0, 0, picture.widthPx, laneHeight)
      ctx.font = chart.ctx.font
      drawLane(
        { ...chart, ctx, range: picture.range, widthPx: picture.widthPx },
        lane,
        placed,
        askedFromMs,
        0,
      )
    }
    const drawn = { canvas, lane, picture, look }
    this.#drawn.set(lane.databaseId, drawn)
    return drawn
  }
}

/** Whole pixels of the screen, where nothing is stretched: what is sharp stays so. */
function put(chart: Chart, { canvas, picture }: Drawn, topPx: number, scale: number): void {
  const { ctx, range, widthPx } = chart
  const left = Math.round(leftOf(picture, range, widthPx) * scale) / scale
  const stretch = stretchOf(picture, range, widthPx)
  const width = Math.abs(stretch - 1) < 1e-6 ? canvas.width / scale : picture.widthPx * stretch
  ctx.drawImage(canvas, left, topPx, width, canvas.height / scale)
}
