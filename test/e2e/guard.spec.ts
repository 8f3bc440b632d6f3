import path from 'node:path'

import Database from 'better-sqlite3'
import type { Page } from '@playwright/test'

import { buildDatabase } from '../support/database-builder.ts'
import { serialized } from '../support/serialized-image.ts'
import { expect, test } from './support/fixtures.ts'
import { withVault } from './support/prepare.ts'

function change(file: string, sql: string): void {
  const db = new Database(file)
  db.pragma('foreign_keys = OFF')
  db.exec(sql)
  db.close()
}

function placeOf(page: Page): string {
  return new URL(page.url()).hash.slice(1)
}

async function goTo(page: Page, place: string): Promise<void> {
  await page.evaluate((to) => void (location.hash = to), place)
}

test('a change is guarded: one that is right is kept, one that breaks a foreign key is rolled back', async ({
  folder,
  homeFolder,
  launch,
  host,
}) => {
  test.skip(host !== 'browser', 'the same screens in every host')
  test.setTimeout(180_000)
  const file = path.join(folder, 'market data.db')
  buildDatabase(file, { rows: 300 })
  const [id] = await withVault(homeFolder, folder, [file])
  const { page } = await launch()
  await expect(page.locator('main')).toContainText('market_data')
  await goTo(page, `/database/${id}`)
  await page.getByRole('button', { name: 'Guard a change' }).click()
  await page.getByRole('button', { name: 'Take the pre-update backup' }).click()
  await expect(page.getByText('Go on: make the change now')).toBeVisible({ timeout: 60_000 })
  const place = placeOf(page)
  expect(place).toMatch(new RegExp(`^/database/${id}/guard/[0-9a-f-]{36}$`))
  const before = serialized(file)

  change(file, "INSERT INTO metro VALUES (12060, 'Atlanta')")
  await page.getByRole('button', { name: 'Check', exact: true }).click()
  await expect(page.getByText('market_data passed the check')).toBeVisible({ timeout: 60_000 })
  await expect(page.getByText('1 row added.')).toBeVisible()
  // The rows are those that the check saw.
  await page.getByRole('button', { name: 'Show rows of metro' }).click()
  await expect(page.getByRole('grid', { name: 'Rows that differ, 1 row' })).toContainText('Atlanta')

  // Its state is its address: it can be left and come back to.
  await page.getByRole('link', { name: 'Keep the change' }).click()
  await expect(page.getByRole('button', { name: 'Guard a change' })).toBeVisible()
  change(file, 'DELETE FROM metro WHERE msa = 35620')
  await goTo(page, place)
  await page.getByRole('button', { name: 'Check', exact: true }).click()
  await expect(page.getByText('market_data did not pass the check')).toBeVisible({ timeout: 60_000 })
  await expect(page.getByText('100 broken references since the backup')).toBeVisible()

  await page.getByRole('button', { name: 'Roll back' }).first().click()
  const replace = page.getByRole('button', { name: 'Replace and restore' })
  await expect(replace).toBeDisabled()
  await page.getByLabel(/to replace what is at the target/).fill('market_data')
  await replace.click()
  await page.getByRole('button', { name: 'Resume operations' }).click({ timeout: 60_000 })
  expect(serialized(file).equals(before)).toBe(true)

  await goTo(page, `/database/${id}/history`)
  const guards = page.getByRole('row', { name: /Guarded change/ })
  await expect(guards).toHaveCount(2)
  await expect(guards.first()).toContainText('Check after the change failed')
  await expect(guards.last()).toContainText('Done')
  await guards.first().click()
  await page.getByRole('link', { name: 'Check or roll back' }).click()
  await expect.poll(() => placeOf(page)).toBe(place)
})
