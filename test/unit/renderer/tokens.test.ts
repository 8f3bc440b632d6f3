import { describe, expect, it } from 'vitest'

import { type TokenName, tokens } from '../../../renderer/styles/tokens.ts'

function luminance(hex: string): number {
  const [r, g, b] = [1, 3, 5].map((at) => {
    const part = Number.parseInt(hex.slice(at, at + 2), 16) / 255
    return part <= 0.04045 ? part / 12.92 : ((part + 0.055) / 1.055) ** 2.4
  }) as [number, number, number]
  return 0.2126 * r + 0.7152 * g + 0.0722 * b
}

/** The contrast of two colours as WCAG defines it, 1 to 21. */
function contrast(a: string, b: string): number {
  const [light, dark] = [luminance(a), luminance(b)].sort((x, y) => y - x) as [number, number]
  return (light + 0.05) / (dark + 0.05)
}

const grounds: readonly TokenName[] = ['page', 'rail', 'raised', 'sunken', 'hover', 'active']
const inks: readonly TokenName[] = [
  'text',
  'soft',
  'accent',
  'proved',
  'stored',
  'running',
  'at-risk',
  'failed',
]

describe.each(['light', 'dark'] as const)('the %s theme', (scheme) => {
  it.each(inks.flatMap((ink) => grounds.map((ground) => [ink, ground] as const)))(
    '%s can be read on %s',
    (ink, ground) => {
      expect(contrast(tokens[ink][scheme], tokens[ground][scheme])).toBeGreaterThanOrEqual(4.5)
    },
  )

  it.each(['proved', 'stored', 'running', 'at-risk', 'failed'] as const)(
    '%s and text can be read on its own tint',
    (state) => {
      const tint = tokens[`${state}-tint`][scheme]
      expect(contrast(tokens[state][scheme], tint)).toBeGreaterThanOrEqual(4.5)
      expect(contrast(tokens.text[scheme], tint)).toBeGreaterThanOrEqual(4.5)
    },
  )

  it('has a readable filled button', () => {
    expect(contrast(tokens['on-accent'][scheme], tokens['accent-fill'][scheme])).toBeGreaterThanOrEqual(4.5)
  })
})
