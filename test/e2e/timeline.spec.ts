import path from 'node:path'

import type { Page } from '@playwright/test'

import { expect, test } from './support/fixtures.ts'
import { prepare } from './support/prepare.ts'

/** How many pixels of the drawing are not its ground. */
function inked(page: Page): Promise<number> {
  return page.locator('.tl-field canvas').evaluate((element) => {
    const canvas = element as HTMLCanvasElement
    const { data } = canvas.getContext('2d')!.getImageData(0, 0, canvas.width, canvas.height)
    let count = 0
    for (let at = 3; at < data.length; at += 4) if (data[at]! > 200) count += 1
    return count
  })
}

test('the demo’s backups stand on the timeline, zoom by the wheel, and show what the next clean-up leaves', async ({
  folder,
  homeFolder,
  launch,
  host,
}) => {
  test.skip(host !== 'browser', 'the same screens in every host')
  test.setTimeout(240_000)
  await prepare(homeFolder, async (client) => {
    await client.vault.create({ folder: path.join(folder, 'vault'), key: { kind: 'none' } })
    await client.databases.createDemo({ folder: path.join(folder, 'demo') })
  })
  const { page } = await launch()
  await page.getByRole('link', { name: 'Timeline' }).click()
  const lane = page.getByRole('listitem').filter({ hasText: 'forecast_cache' })
  await expect(lane).toContainText('Daily, 7 days')
  await expect(lane).toContainText(/\d+ backups/)
  await expect.poll(() => inked(page)).toBeGreaterThan(5000)

  const range = page.locator('.tl-range')
  const before = await range.textContent()
  const field = (await page.locator('.tl-field').boundingBox())!
  await page.mouse.move(field.x + field.width * 0.6, field.y + 40)
  await page.mouse.wheel(0, -600)
  await expect(range).not.toHaveText(before ?? '')
  await expect(page).toHaveURL(/#\/timeline\?database=.*&from=.*&to=/)
  await page.getByRole('button', { name: 'Fit' }).click()

  await page.keyboard.press('j')
  await expect(page.locator('li[aria-current=true]')).toContainText('forecast_cache')
  await page.keyboard.press('[')
  await expect(page.getByRole('tooltip')).toContainText(
    /Full, daily.*Taken.*Verdict\s*proved.*the last proved one/,
  )
  await page.keyboard.press('Enter')
  const side = page.getByRole('complementary', { name: 'Backup' })
  await expect(side.getByText('Goes about')).toBeVisible()
  await expect(side.getByRole('link', { name: 'Restore' })).toBeVisible()
  await page.keyboard.press('Escape')

  await page.getByRole('switch', { name: 'After the next clean-up' }).click()
  // Four weeks of dailies that no clean-up ever thinned out: too many to go at once unless somebody agrees.
  await expect(
    page.getByText(/forecast_cache: \d+ backups would go and stay, for \d+ % of its backups/),
  ).toBeVisible()
  await page.getByRole('switch', { name: 'After the next clean-up' }).click()
  await page.getByText('Table', { exact: true }).click()
  await expect(page.getByRole('grid', { name: /Backups of forecast_cache/ })).toContainText(
    /within the days.*stays for now: clean-up is refused/,
  )

  // A copied address leads back to what was seen.
  const address = page.url()
  await page.reload()
  await expect(page.locator('li[aria-current=true]')).toContainText('forecast_cache')
  expect(page.url()).toBe(address)
})
