import { AxeBuilder } from '@axe-core/playwright'
import { expect, type Page, test } from '@playwright/test'

import { views } from './window-views.ts'

const wide = { width: 1440, height: 900 }
const narrow = { width: 900, height: 760 }

/** Shows the same state in the other theme, without asking the host again. */
async function showIn(page: Page, theme: 'light' | 'dark'): Promise<void> {
  await page.evaluate(
    (name) => document.documentElement.setAttribute('data-mantine-color-scheme', name),
    theme,
  )
}

/** Pictures are for people, and take a third of the time. */
const takesPictures = process.env['HOLDFAST_PICTURES'] !== 'off'

async function picture(page: Page, name: string): Promise<void> {
  if (takesPictures) await page.screenshot({ path: `out/window-states/${name}.png` })
}

async function findBarriers(page: Page, rules?: readonly string[]): Promise<readonly string[]> {
  const axe = new AxeBuilder({ page })
  if (rules !== undefined) axe.withRules([...rules])
  const { violations } = await axe.analyze()
  return violations.map(
    ({ id, nodes }) => `${id}: ${nodes.map((node) => node.html.slice(0, 160)).join(' | ')}`,
  )
}

test.use({ viewport: wide, colorScheme: 'light' })

for (const view of views) {
  test(view.name, async ({ page }) => {
    const errors: string[] = []
    page.on('pageerror', (error) => errors.push(error.message))
    page.on('console', (message) => message.type() === 'error' && errors.push(message.text()))
    await page.goto(`?scenario=${view.scene}&theme=light#${view.place}`)
    // Keys pressed before the window listens are lost.
    await page.locator('main').waitFor()
    await view.act?.(page)
    await expect(page.getByText(view.sees).first()).toBeVisible()
    await page.evaluate(() => document.fonts.ready)
    // Overlays fade in and panels turn round: half of it says nothing.
    await page.waitForTimeout(250)
    await picture(page, `${view.name}-light`)
    expect.soft(await findBarriers(page), 'light').toEqual([])
    await showIn(page, 'dark')
    await picture(page, `${view.name}-dark`)
    expect.soft(await findBarriers(page, ['color-contrast']), 'dark').toEqual([])
    await page.setViewportSize(narrow)
    await page.waitForTimeout(250)
    await picture(page, `${view.name}-narrow`)
    const sidewaysPx = await page.evaluate(() => document.documentElement.scrollWidth)
    expect.soft(sidewaysPx, 'nothing sticks out sideways').toBeLessThanOrEqual(narrow.width)
    expect.soft(errors).toEqual([])
  })
}
