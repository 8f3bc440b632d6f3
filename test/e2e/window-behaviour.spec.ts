import { expect, type Page, test } from '@playwright/test'

import { idOf } from '../support/sample/make-records.ts'

async function open(page: Page, scene: string, place: string): Promise<void> {
  await page.goto(`?scenario=${scene}&theme=light#${place}`)
  await page.locator('main').waitFor()
}

const drawnRows = (page: Page): Promise<number> => page.getByRole('grid').getByRole('row').count()

test.describe('long lists', () => {
  test('draw a screen full of 10,000 databases, from the first to the last', async ({ page }) => {
    await open(page, 'many', '/inventory')
    const grid = page.getByRole('grid', { name: 'Databases' })
    await grid.focus()
    await page.keyboard.press('End')
    await expect(grid.locator('.grid-row.is-at')).toBeVisible()
    await expect(grid.locator('.grid-row.is-at')).toHaveAttribute('aria-rowindex', '10001')
    expect(await drawnRows(page)).toBeLessThan(80)
    await page.getByLabel('Search databases').fill('boston 00008')
    await expect(grid.locator('.grid-row')).toHaveCount(1)
    await page.getByLabel('Search databases').fill('')
    await page.getByLabel('Choose all').check()
    await expect(page.getByText('10,000 databases chosen')).toBeVisible()
  })

  test('ask for the part of a million backups that is looked at', async ({ page }) => {
    await open(page, 'many', '/inventory/backups')
    const grid = page.getByRole('grid', { name: 'Backups' })
    await expect(page.getByText('1,000,000 backups')).toBeVisible()
    await grid.evaluate((element) => element.scrollTo(0, element.scrollHeight / 2))
    const inSight = grid.locator('.grid-row').nth(20)
    await expect
      .poll(async () => Number(await inSight.getAttribute('aria-rowindex')))
      .toBeGreaterThan(400_000)
    await expect(grid.locator('.grid-row .skeleton')).toHaveCount(0)
    expect(await drawnRows(page)).toBeLessThan(80)
  })
})

test.describe('the keyboard', () => {
  test('moves, opens, goes back, and acts', async ({ page }) => {
    await open(page, 'mixed', '/inventory')
    await page.getByText('market_data').waitFor()
    await page.keyboard.press('j')
    await page.keyboard.press('Enter')
    await expect(page.getByRole('heading', { name: 'property_data' })).toBeVisible()
    await page.keyboard.press('r')
    await expect(page.getByText('To which recovery point?')).toBeVisible()
    await page.goBack()
    await expect(page.getByRole('heading', { name: 'property_data' })).toBeVisible()
    await page.goBack()
    await expect(page.getByRole('grid', { name: 'Databases' })).toBeVisible()
    await page.keyboard.press('/')
    await page.keyboard.type('b')
    await expect(page.getByLabel('Search databases')).toHaveValue('b')
    await page.keyboard.press('Escape')
    await page.keyboard.press('g')
    await page.keyboard.press('a')
    await expect(page.getByRole('heading', { name: 'Activity' })).toBeVisible()
  })

  test('reaches the content first by the skip link, and the focus is seen', async ({ page }) => {
    await open(page, 'proved', '/')
    await page.keyboard.press('Tab')
    const skip = page.getByRole('link', { name: 'Skip to the content' })
    await expect(skip).toBeFocused()
    await expect(skip).toBeInViewport()
    await page.keyboard.press('Enter')
    await expect(page.locator('main')).toBeFocused()
    await page.keyboard.press('Tab')
    const outline = await page.evaluate(
      () => getComputedStyle(document.activeElement ?? document.body).outlineStyle,
    )
    expect(outline).not.toBe('none')
  })

  test('typed into an opening palette reaches it whole, and nothing behind it', async ({ page }) => {
    await open(page, 'proved', `/database/${idOf(1, 0)}`)
    await page.getByRole('heading', { name: 'market_data' }).waitFor()
    await page.evaluate(() => {
      const press = (key: string, ctrlKey = false): boolean =>
        document.body.dispatchEvent(
          new KeyboardEvent('keydown', { key, ctrlKey, bubbles: true, cancelable: true }),
        )
      press('k', true)
      // The palette is drawn at the next frame; the rest is typed before its field has the focus.
      requestAnimationFrame(() => ['b', 'a', 'c', 'k'].forEach((key) => press(key)))
    })
    await expect(page.getByPlaceholder('Name of a database, or what to do')).toHaveValue('back')
    await expect(page.getByRole('button', { name: /No jobs running/ })).toBeAttached()
  })

  test('backs up by the palette, and tells when it is done', async ({ page }) => {
    await open(page, 'proved', '/')
    await page.keyboard.press('Control+k')
    await page.keyboard.type('back up market')
    await page.keyboard.press('Enter')
    await expect(page.getByRole('button', { name: /1 job running/ })).toBeVisible()
    await expect(page.getByText(/Backup of market_data is done in/)).toBeVisible()
  })
})

test.describe('databases', () => {
  test('come by a drop whose paths the host knows', async ({ page }) => {
    await open(page, 'proved', '/')
    await page.getByText('Last proved').waitFor()
    await page.evaluate(() =>
      dispatchEvent(new CustomEvent('sample:dropped', { detail: ['/srv/new one.db', '/srv/notes.txt'] })),
    )
    await expect(page.getByText('/srv/new one.db')).toBeVisible()
    await page.getByRole('button', { name: 'Add 2 databases' }).click()
    await expect(page.getByText('1 database added')).toBeVisible()
    await expect(page.getByText('Not a SQLite database')).toBeVisible()
    await page.getByRole('button', { name: 'Back up now' }).click()
    await expect(page.getByRole('dialog')).toHaveCount(0)
  })

  test('come by a drop without paths through the picker, which says why', async ({ page }) => {
    await open(page, 'proved', '/')
    await page.getByText('Last proved').waitFor()
    await page.evaluate(() => {
      const files = new DataTransfer()
      files.items.add(new File(['x'], 'a.db'))
      dispatchEvent(new DragEvent('drop', { dataTransfer: files, bubbles: true, cancelable: true }))
    })
    await expect(page.getByText('A browser hides where dropped files are: choose them here')).toBeVisible()
    await page.getByRole('button', { name: 'dcf folder' }).click()
    await page.getByRole('button', { name: /^market_data\.db/ }).click()
    await page.getByRole('button', { name: /^property_data\.db/ }).click()
    await page.getByRole('button', { name: 'Choose 2 files' }).click()
    await expect(page.getByText('/home/dana/dcf/property_data.db')).toBeVisible()
  })

  test('are removed only by their name, and their backups stay', async ({ page }) => {
    await open(page, 'proved', `/database/${idOf(1, 0)}`)
    await page.getByLabel('More actions').click()
    await page.getByText('Remove from the inventory').click()
    const confirm = page.getByRole('dialog').getByRole('button', { name: 'Remove' })
    await page.getByLabel(/to confirm/).fill('market')
    await expect(confirm).toBeDisabled()
    await page.getByLabel(/to confirm/).fill('market_data')
    await confirm.click()
    await expect(page.getByText('3 databases, 23 backups.')).toBeVisible()
  })
})

test('the first run ends on an overview with everything proved', async ({ page }) => {
  await open(page, 'first-run', '/')
  await page.getByRole('button', { name: 'Continue to the key' }).click()
  await page.getByRole('button', { name: 'Create the vault' }).click()
  await page.getByRole('button', { name: 'Later, in Settings' }).click()
  await page.getByText('Demo data').click()
  await page.getByRole('button', { name: 'Make demo data' }).click()
  await page.getByRole('button', { name: 'Done' }).click()
  await expect(page.getByText('4 of 4 databases can be restored.')).toBeVisible()
})

test('a locked vault opens with its passphrase', async ({ page }) => {
  await open(page, 'locked', '/')
  await page.getByLabel('Passphrase', { exact: true }).fill('correct horse')
  await page.keyboard.press('Enter')
  await expect(page.getByText('Nothing is protected yet')).toBeVisible()
})

test('a printed proof is on light paper, without the frame, whatever the theme', async ({ page }) => {
  await page.goto(`?scenario=proved&theme=dark#/recovery/complete/${idOf(1, 0)}`)
  await page.getByRole('button', { name: 'Continue' }).click()
  await page.getByRole('button', { name: 'Show the plan' }).click()
  await page.getByLabel(/to replace what is at the target/).fill('market_data')
  await page.getByRole('button', { name: 'Replace and restore' }).click()
  await expect(page.getByText('The two are equal.')).toBeVisible()
  await expect(page.locator('html')).toHaveAttribute('data-mantine-color-scheme', 'dark')
  await page.evaluate(() => dispatchEvent(new Event('beforeprint')))
  await page.emulateMedia({ media: 'print' })
  await expect(page.locator('html')).toHaveAttribute('data-mantine-color-scheme', 'light')
  await expect(page.getByRole('navigation', { name: 'Views' })).toBeHidden()
  await expect(page.getByText('Root of the restored content')).toBeVisible()
  await page.screenshot({ path: 'out/window-states/proof-printed.png', fullPage: true })
  await page.evaluate(() => dispatchEvent(new Event('afterprint')))
  await expect(page.locator('html')).toHaveAttribute('data-mantine-color-scheme', 'dark')
})

test('the theme is chosen in the settings and kept', async ({ page }) => {
  await open(page, 'proved', '/settings')
  await page.getByText('Dark', { exact: true }).click()
  await expect(page.locator('html')).toHaveAttribute('data-mantine-color-scheme', 'dark')
})
