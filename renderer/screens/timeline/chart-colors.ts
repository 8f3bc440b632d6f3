import { useEffect, useState } from 'react'

import type { TokenName } from '../../styles/tokens.ts'

/** What a canvas is drawn with: the same tokens as the style sheets. */
export type ChartColors = Readonly<Record<TokenName, string>> & { readonly font: string }

const names: readonly TokenName[] = [
  'page',
  'rail',
  'raised',
  'sunken',
  'hover',
  'active',
  'line',
  'line-strong',
  'text',
  'soft',
  'accent',
  'accent-fill',
  'on-accent',
  'proved',
  'stored',
  'running',
  'at-risk',
  'failed',
  'proved-tint',
  'stored-tint',
  'running-tint',
  'at-risk-tint',
  'failed-tint',
]

function readColors(): ChartColors {
  const style = getComputedStyle(document.documentElement)
  const colors = Object.fromEntries(
    names.map((name) => [name, style.getPropertyValue(`--hf-${name}`).trim()]),
  )
  return { ...(colors as Record<TokenName, string>), font: getComputedStyle(document.body).fontFamily }
}

/** The colours of the theme that is shown, and of the other one as soon as it is. */
export function useChartColors(): ChartColors {
  const [colors, setColors] = useState(readColors)
  useEffect(() => {
    const root = document.documentElement
    const observer = new MutationObserver(() => setColors(readColors()))
    observer.observe(root, { attributes: true, attributeFilter: ['data-mantine-color-scheme'] })
    // The style sheet with the tokens may come after the first drawing.
    const frame = requestAnimationFrame(() => setColors(readColors()))
    return () => {
      observer.disconnect()
      cancelAnimationFrame(frame)
    }
  }, [])
  return colors
}
