import { AxeBuilder } from '@axe-core/playwright'
import { type ConsoleMessage, expect, type Page, test as base } from '@playwright/test'

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
  // Without frames there is nothing that a page of its own would have to gather.
  const axe = new AxeBuilder({ page }).setLegacyMode(true)
  if (rules !== undefined) axe.withRules([...rules])
  const { violations } = await axe.analyze()
  return violations.map(
    ({ id, nodes }) => `${id}: ${nodes.map((node) => node.html.slice(0, 160)).join(' | ')}`,
  )
}

/** One page for all states of a worker: its browser has the program compiled already, and each state begins with a new document. */
const test = base.extend<object, { readonly window: Page }>({
  window: [
    async ({ browser }, use) => {
      const context = await browser.newContext({ colorScheme: 'light', reducedMotion: 'reduce' })
      const page = await context.newPage()
      // What a state keeps in the browser is not the next one's.
      await page.addInitScript(() => {
        localStorage.clear()
        sessionStorage.clear()
      })
      await use(page)
      await context.close()
    },
    { scope: 'worker' },
  ],
})

for (const view of views) {
  test(view.name, async ({ window: page, baseURL }) => {
    const errors: string[] = []
    const onError = ({ message }: Error): unknown => errors.push(message)
    const onConsole = (message: ConsoleMessage): unknown =>
      message.type() === 'error' && errors.push(message.text())
    page.on('pageerror', onError).on('console', onConsole)
    await page.setViewportSize(wide)
    await page.mouse.move(0, 0)
    // The name makes it another document: another place of the same one would be gone to within it.
    await page.goto(`${baseURL}?scenario=${view.scene}&theme=light&state=${view.name}#${view.place}`)
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
    page.off('pageerror', onError).off('console', onConsole)
  })
}
