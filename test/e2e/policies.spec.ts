import fs from 'node:fs'
import path from 'node:path'

import type { Page } from '@playwright/test'

import { buildDatabase } from '../support/database-builder.ts'
import { expect, test } from './support/fixtures.ts'
import { withVault } from './support/prepare.ts'

async function goTo(page: Page, place: string): Promise<void> {
  await page.evaluate((to) => void (location.hash = to), place)
}

/** The cell of a database's row in the inventory that has these words. */
function inRow(page: Page, database: string, words: string | RegExp) {
  return page.getByRole('row').filter({ hasText: database }).getByText(words)
}

test('a policy is made from a preset, applied to two databases, paused, exported and taken in again', async ({
  folder,
  homeFolder,
  launch,
  host,
}) => {
  test.skip(host !== 'browser', 'the same screens in every host')
  test.setTimeout(120_000)
  const files = ['market_data.db', 'property_data.db', 'economic_data.db'].map((name) =>
    path.join(folder, name),
  )
  for (const file of files) buildDatabase(file, { rows: 50 })
  await withVault(homeFolder, folder, files)
  const { page } = await launch()
  await expect(page.locator('main')).toContainText('market_data')
  // The vault began with the preset for core databases, and no program acts in this test.
  await expect(page.getByRole('link', { name: 'How to run them' })).toBeVisible()

  await goTo(page, '/settings/policies/new')
  await page.getByRole('combobox', { name: 'Begin with' }).click()
  await page.getByRole('option', { name: 'Seven years' }).click()
  await page.getByLabel('Name').fill('Every 20 minutes')
  await page.getByRole('button', { name: 'Remove schedule 2' }).click()
  await page.getByRole('combobox', { name: 'Schedule 1: when' }).click()
  await page.getByRole('option', { name: 'Cron expression' }).click()
  await page.getByLabel('Schedule 1: cron expression').fill('*/20 * * *')
  await expect(page.getByText('Five fields are needed')).toBeVisible()
  await expect(page.getByRole('button', { name: 'Make the policy' })).toBeDisabled()
  await page.getByLabel('Schedule 1: cron expression').fill('*/20 * * * *')
  await expect(page.getByRole('list', { name: 'Next runs' }).getByRole('listitem')).toHaveCount(5)
  await page.getByRole('button', { name: 'Make the policy' }).click()
  const row = page.getByRole('row').filter({ has: page.getByRole('rowheader', { name: 'Every 20 minutes' }) })
  await expect(row).toContainText('none')

  // In a narrower window the inventory leaves the policy out.
  await page.setViewportSize({ width: 1800, height: 900 })
  await goTo(page, '/inventory')
  await expect(inRow(page, 'market_data', 'Weekly, 8 weeks')).toBeVisible()
  await page.getByRole('checkbox', { name: 'Choose market_data' }).click()
  await page.getByRole('checkbox', { name: 'Choose property_data' }).click()
  await page.getByRole('button', { name: 'Apply policy' }).click()
  await page.getByRole('combobox', { name: 'Policy' }).click()
  await page.getByRole('option', { name: 'Every 20 minutes' }).click()
  await expect(page.getByText('2 databases change: 2 have “Weekly, 8 weeks” now.')).toBeVisible()
  await page.getByRole('button', { name: 'Apply to 2 databases' }).click()
  await expect(inRow(page, 'market_data', 'Every 20 minutes')).toBeVisible()
  await expect(inRow(page, 'property_data', 'Every 20 minutes')).toBeVisible()
  await expect(inRow(page, 'economic_data', 'Weekly, 8 weeks')).toBeVisible()
  // Its next run is known; that nobody makes it is said instead of a time.
  await expect(inRow(page, 'market_data', 'nobody')).toBeVisible()

  await goTo(page, '/settings/policies')
  await expect(page.getByRole('alert')).toContainText('holdfast agent install')
  await expect(page.getByRole('region', { name: 'Upcoming runs' })).toContainText('Every 20 minutes')
  await page.getByRole('button', { name: 'Pause schedules' }).click()
  await expect(page.getByText(/^Paused since .* by /)).toBeVisible()
  await page.getByRole('button', { name: 'Resume schedules' }).click()
  await expect(page.getByText('no program runs the schedules of this vault.')).toBeVisible()

  await page.getByRole('button', { name: 'Export' }).click()
  const saved = page.waitForEvent('download')
  await page.getByRole('link', { name: 'Save holdfast-policies.json' }).click()
  const download = await saved
  expect(download.suggestedFilename()).toBe('holdfast-policies.json')
  const file = path.join(folder, 'policies.json')
  await download.saveAs(file)
  await page.keyboard.press('Escape')

  await row.getByRole('link').click()
  await page.getByRole('button', { name: 'Delete' }).click()
  await page.getByLabel(/to confirm/).fill('Every 20 minutes')
  await page.getByRole('dialog').getByRole('button', { name: 'Delete' }).click()
  await expect(page.getByText('2 databases: nothing is taken of them by itself')).toBeVisible()

  await page.getByRole('button', { name: 'Import' }).click()
  const chooser = page.waitForEvent('filechooser')
  await page.getByRole('button', { name: 'Choose a file' }).click()
  await (await chooser).setFiles(file)
  await expect(page.getByText('1 policy made, 4 replaced.')).toBeVisible()
  await page.getByRole('dialog').getByRole('button', { name: 'Import' }).click()
  await expect(page.getByText('5 policies taken in')).toBeVisible()
  await page.getByRole('button', { name: 'Close' }).last().click()
  await expect(row).toContainText('2')
  const kept = JSON.parse(fs.readFileSync(file, 'utf8')) as {
    policies: { name: string; databases: string[] }[]
  }
  const named = kept.policies.find(({ name }) => name === 'Every 20 minutes')
  expect(named?.databases.toSorted()).toEqual(['market_data', 'property_data'])
})
