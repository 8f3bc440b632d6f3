import fs from 'node:fs/promises'

import { expect, type Page, test } from '@playwright/test'

import { idOf } from '../support/sample/make-records.ts'

const place = `?scenario=proved&theme=light#/objectives/${idOf(1, 1)}`
const charts = ['Achieved RPO', 'Achieved RTO', 'The year'] as const
const edgesPx = { sides: 32, aboveAndBelow: 56 }

/** What a button saves. */
async function saved(page: Page, button: string): Promise<{ readonly name: string; readonly bytes: Buffer }> {
  const [download] = await Promise.all([
    page.waitForEvent('download'),
    page.getByRole('button', { name: button }).click(),
  ])
  return { name: download.suggestedFilename(), bytes: await fs.readFile(await download.path()) }
}

/** Lines of cells; quotes as RFC 4180 has them. */
function readCsv(text: string): readonly (readonly string[])[] {
  expect(text.endsWith('\r\n')).toBe(true)
  return text
    .slice(0, -2)
    .split('\r\n')
    .map((line) =>
      [...line.matchAll(/(?:^|,)(?:"((?:[^"]|"")*)"|([^,]*))/g)].map(
        ([, quoted, plain]) => quoted?.replaceAll('""', '"') ?? plain ?? '',
      ),
    )
}

/** How many dots of a PNG have each colour that is there often. */
function coloursOf(page: Page, png: Buffer): Promise<Readonly<Record<string, number>>> {
  return page.evaluate(async (base64) => {
    const image = new Image()
    image.src = `data:image/png;base64,${base64}`
    await image.decode()
    const canvas = new OffscreenCanvas(image.width, image.height)
    const context = canvas.getContext('2d')!
    context.drawImage(image, 0, 0)
    const { data } = context.getImageData(0, 0, image.width, image.height)
    const counts: Record<string, number> = {}
    for (let n = 0; n < data.length; n += 4) {
      const colour = `${data[n]},${data[n + 1]},${data[n + 2]}`
      counts[colour] = (counts[colour] ?? 0) + 1
    }
    return Object.fromEntries(Object.entries(counts).filter(([, count]) => count > 60))
  }, png.toString('base64'))
}

test.use({ viewport: { width: 1440, height: 1200 }, colorScheme: 'light' })

test('each chart is saved as CSV with just the rows of its table', async ({ page }) => {
  await page.goto(place)
  for (const chart of charts) {
    const { name, bytes } = await saved(page, `Save ${chart} as CSV`)
    expect(name).toMatch(/^objectives-property_data-(rpo|rto|year)-\d{4}-\d\d-\d\d\.csv$/)
    const section = page.getByRole('region', { name: chart, exact: true })
    await section.getByText('Table', { exact: true }).click()
    const rows = section.getByRole('row')
    await expect(rows.first()).toBeVisible()
    const shown = await rows.evaluateAll((all) =>
      all.map((row) => [...row.querySelectorAll('th,td')].map(({ textContent }) => textContent)),
    )
    expect(shown.length, chart).toBeGreaterThan(4)
    expect(readCsv(bytes.toString('utf8')), chart).toEqual(shown)
  }
})

test('each chart is saved as a PNG of what it shows, in the colours of the theme', async ({ page }) => {
  await page.goto(place)
  await page.locator('.chart-promise line').waitFor({ state: 'attached' })
  await page.locator('.rto-measured').first().waitFor()
  for (const chart of charts) {
    const { name, bytes } = await saved(page, `Save ${chart} as PNG`)
    expect(name).toMatch(/\.png$/)
    expect(bytes.subarray(0, 8).toString('hex')).toBe('89504e470d0a1a0a')
    const svg = page
      .getByRole('region', { name: chart, exact: true })
      .locator('svg.recharts-surface, svg.objective-chart')
    const box = (await svg.first().boundingBox())!
    expect([bytes.readUInt32BE(16), bytes.readUInt32BE(20)], chart).toEqual([
      Math.ceil((box.width + edgesPx.sides) * 2),
      Math.ceil((box.height + edgesPx.aboveAndBelow) * 2),
    ])
    const colours = await coloursOf(page, bytes)
    // The page, and text or what was measured in the colours of the light theme.
    expect(colours['255,255,255'], chart).toBeGreaterThan(10_000)
    expect(Object.keys(colours), chart).toContain(
      chart === 'Achieved RTO' ? '10,110,95' : chart === 'The year' ? '179,38,30' : '23,32,30',
    )
  }
})

test('the calendar shows today where a year does not fit', async ({ page }) => {
  await page.setViewportSize({ width: 700, height: 1300 })
  await page.goto(place)
  await page.locator('.year-calendar').waitFor()
  const [day, shown] = await page.evaluate(() => {
    const days = [...document.querySelectorAll('.year-calendar > .day')]
    const edges = (element: Element): readonly [number, number] => {
      const { left, right } = element.getBoundingClientRect()
      return [left, right]
    }
    return [edges(days.at(-1)!), edges(document.querySelector('.calendar-scroll')!)]
  })
  expect(day[1]).toBeLessThanOrEqual(shown[1] + 1)
  expect(day[0]).toBeGreaterThanOrEqual(shown[0])
})
