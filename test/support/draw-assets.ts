/**
 * Draws the pictures of `assets/` from one description of the mark: `node test/support/draw-assets.ts`.
 * SVG always; PNG where a chromium is (HOLDFAST_CHROMIUM, else /usr/bin/chromium). Run by hand when the mark changes.
 */
import fs from 'node:fs'

import { chromium } from '@playwright/test'

import { tokens } from '../../renderer/styles/tokens.ts'

const assets = new URL('../../assets/', import.meta.url)
const roots = [
  'M16 2.5c-1.6 3.6 1.4 5.6 0 10.5|3',
  'M16 12.5c0 6-.4 9 0 16.5|2.6',
  'M16 13c-2 4.5-6.5 4.5-7.5 15.5|2.4',
  'M16 13c2 4.5 6.5 4.5 7.5 15.5|2.4',
  'M11.3 18.3c-3.6 1-6.6 3-8.3 7.7|2.2',
  'M20.7 18.3c3.6 1 6.6 3 8.3 7.7|2.2',
]

/** The mark in one colour; `widen` makes its lines thicker for small sizes. */
function markIn(color: string, widen = 1): string {
  const lines = roots.map((root) => {
    const [path, width] = root.split('|')
    return `<path d="${path}" stroke-width="${Number(width) * widen}"/>`
  })
  return `<g fill="none" stroke="${color}" stroke-linecap="round">${lines.join('')}</g>`
}

const svg = (inside: string, size = 32): string =>
  `<svg xmlns="http://www.w3.org/2000/svg" viewBox="0 0 ${size} ${size}">${inside}</svg>\n`

/** The badge of a state: the shape tells it without the colour. The ring around it is cut out of the mark. */
const badges = {
  proved: '',
  running:
    '<circle cx="24" cy="24" r="7" fill="none" stroke="COLOR" stroke-width="3" stroke-dasharray="30 14"/>',
  stored: '<circle cx="24" cy="24" r="6.5" fill="none" stroke="COLOR" stroke-width="3"/>',
  'at-risk': '<path d="M24 15.5 32 30.500H16Z" fill="COLOR"/>',
  failed:
    '<rect x="16.5" y="16.5" width="15" height="15" rx="2.5" fill="COLOR"/><path d="m20.5 20.5 7 7m0-7-7 7" stroke="PAPER" stroke-width="2.6" stroke-linecap="round"/>',
} as const

/** `light` is for a light bar (dark ink), `dark` for a dark bar. */
function traySvg(state: keyof typeof badges, scheme: 'light' | 'dark'): string {
  const ink = scheme === 'light' ? '#17201e' : '#f2f5f4'
  const paper = scheme === 'light' ? '#ffffff' : '#121817'
  const badge = badges[state].replaceAll('COLOR', tokens[state][scheme]).replaceAll('PAPER', paper)
  if (badge === '') return svg(markIn(ink, 1.15))
  const cut =
    '<mask id="m"><rect width="32" height="32" fill="#fff"/><circle cx="24" cy="24" r="10.5" fill="#000"/></mask>'
  return svg(`${cut}<g mask="url(#m)">${markIn(ink, 1.15)}</g>${badge}`)
}

function iconSvg(): string {
  const ground = `<rect width="512" height="512" rx="112" fill="${tokens['accent-fill'].light}"/>`
  return svg(`${ground}<g transform="translate(88 88) scale(10.5)">${markIn('#ffffff')}</g>`, 512)
}

const files = new Map<string, string>([
  ['mark.svg', svg(markIn(tokens.accent.light))],
  ['mark-dark.svg', svg(markIn(tokens.accent.dark))],
  ['icon.svg', iconSvg()],
])
const pngs: { readonly svg: string; readonly png: string; readonly size: number }[] = [
  { svg: 'icon.svg', png: 'icon.png', size: 512 },
  { svg: 'icon.svg', png: 'icon-256.png', size: 256 },
]
for (const state of Object.keys(badges) as (keyof typeof badges)[]) {
  for (const scheme of ['light', 'dark'] as const) {
    const name = `tray/tray-${state}-${scheme}`
    files.set(`${name}.svg`, traySvg(state, scheme))
    pngs.push(
      { svg: `${name}.svg`, png: `${name}.png`, size: 16 },
      { svg: `${name}.svg`, png: `${name}@2x.png`, size: 32 },
    )
  }
}

fs.mkdirSync(new URL('tray/', assets), { recursive: true })
for (const [name, text] of files) fs.writeFileSync(new URL(name, assets), text)
const browser = await chromium.launch({
  executablePath: process.env['HOLDFAST_CHROMIUM'] ?? '/usr/bin/chromium',
  args: ['--no-sandbox', '--disable-gpu', '--no-first-run', '--disable-background-networking'],
})
const page = await browser.newPage()
for (const { svg: source, png, size } of pngs) {
  await page.setViewportSize({ width: size, height: size })
  const data = Buffer.from(files.get(source) ?? '').toString('base64')
  await page.setContent(
    `<body style="margin:0"><img style="display:block" width="${size}" height="${size}" src="data:image/svg+xml;base64,${data}">`,
  )
  fs.writeFileSync(new URL(png, assets), await page.screenshot({ omitBackground: true }))
}
await browser.close()
