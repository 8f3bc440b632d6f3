import { memo, useLayoutEffect, useRef, useState } from 'react'

import { useChartColors } from './chart-colors.ts'
import { drawChart, type ChartInput } from './draw-chart.ts'
import { LanePictures } from './lane-pictures.ts'
import { rangeWords } from './time-ticks.ts'

/** The picture of the lanes, as sharp as the screen. Drawn anew with every change; what it shows is in the lanes and the table, too. */
export const LaneCanvas = memo(function LaneCanvas({ input }: { readonly input: ChartInput }) {
  const canvas = useRef<HTMLCanvasElement>(null)
  const colors = useChartColors()
  const [pictures] = useState(() => new LanePictures())
  useLayoutEffect(() => {
    const element = canvas.current
    const ctx = element?.getContext('2d')
    if (element === null || ctx === null || ctx === undefined || input.widthPx === 0) return undefined
    const scale = Math.max(1, devicePixelRatio)
    const [width, height] = [Math.round(input.widthPx * scale), Math.round(input.heightPx * scale)]
    // Trap: setting a size, even the same, clears the canvas and costs a frame's time.
    if (element.width !== width) element.width = width
    if (element.height !== height) element.height = height
    // What is not drawn in one picture’s time is drawn in the next one’s, beside whatever moves.
    let next = 0
    const draw = (): void => {
      if (!drawChart(ctx, colors, scale, input, pictures)) next = requestAnimationFrame(draw)
    }
    draw()
    return () => cancelAnimationFrame(next)
  }, [input, colors, pictures])
  return (
    <canvas
      ref={canvas}
      style={{ width: input.widthPx, height: input.heightPx }}
      aria-label={`Backups of the databases listed, from ${rangeWords(input.range)}. The table says the same in words.`}
      // A canvas is no img element, and is one to those who listen.
      // oxlint-disable-next-line jsx-a11y/prefer-tag-over-role
      role="img"
    />
  )
})
