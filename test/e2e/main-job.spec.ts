import fs from 'node:fs'
import path from 'node:path'

import Database from 'better-sqlite3'
import type { Page } from '@playwright/test'

import { buildDatabase } from '../support/database-builder.ts'
import { expect, test } from './support/fixtures.ts'

async function makeVault(page: Page, folder: string): Promise<void> {
  await page.getByLabel('Folder of the new vault').fill(path.join(folder, 'vault'))
  await page.getByRole('button', { name: 'Continue to the key' }).click()
  await page.getByRole('button', { name: 'Create the vault' }).click()
  await page.getByRole('button', { name: 'Later, in Settings' }).click()
  await expect(page.getByRole('heading', { name: 'Which databases are backed up?' })).toBeVisible()
}

/** The third step of a first run. */
async function addDatabase(page: Page, file: string): Promise<void> {
  await page.getByText('Choose files', { exact: true }).click()
  await page.getByLabel('Path of a SQLite file').fill(file)
  await page.getByRole('button', { name: 'Add database' }).click()
  await page.getByRole('button', { name: 'Done' }).click()
}

function countRows(file: string): number {
  const db = new Database(file, { readonly: true })
  try {
    return (db.prepare('SELECT count(*) AS n FROM series').get() as { n: number }).n
  } finally {
    db.close()
  }
}

/** Overwrites the middle of the file, as a failing disk would. */
function breakDatabase(file: string): void {
  const bytes = fs.readFileSync(file)
  bytes.fill(0xa5, Math.floor(bytes.length / 3), Math.floor(bytes.length / 3) * 2)
  fs.writeFileSync(file, bytes)
}

test('register, back up, see it in the inventory, break the database, restore it by the wizard: the data is back', async ({
  page,
  folder,
}) => {
  test.setTimeout(180_000)
  const file = path.join(folder, 'market data.db')
  buildDatabase(file, { rows: 2500 })
  const before = fs.readFileSync(file)

  await makeVault(page, folder)
  await addDatabase(page, file)
  await expect(page.getByText(/0 of 1 database can be restored/)).toBeVisible()

  await page.getByRole('button', { name: 'Back up all' }).click()
  await expect(page.getByText(/1 of 1 database can be restored/)).toBeVisible({ timeout: 60_000 })

  await page.getByRole('link', { name: 'Inventory', exact: true }).click()
  const row = page.getByRole('row', { name: /market_data/ })
  await expect(row).toContainText('Proved')
  await expect(page.getByText('1 database, 1 backup.')).toBeVisible()

  breakDatabase(file)
  expect(() => countRows(file)).toThrow()

  await page.getByRole('link', { name: 'Recovery', exact: true }).click()
  await page.getByText('The file is gone or broken').click()
  await page.getByRole('row', { name: /market_data/ }).click()
  await page.getByRole('button', { name: 'Continue' }).click()
  await page.getByRole('button', { name: 'Show the plan' }).click()
  await expect(page.getByText('a safety backup of it is taken', { exact: false })).toBeVisible()
  const start = page.getByRole('button', { name: 'Replace and restore' })
  await expect(start).toBeDisabled()
  await page.getByRole('textbox', { name: /Type/ }).fill('market_data')
  await start.click()
  await expect(page.getByRole('button', { name: 'Resume operations' })).toBeVisible({ timeout: 60_000 })
  expect(fs.readFileSync(file).equals(before)).toBe(true)
  expect(countRows(file)).toBe(2500)

  await page.getByRole('button', { name: 'Resume operations' }).click()
  await page.getByRole('link', { name: 'Overview', exact: true }).click()
  await expect(page.getByText(/1 of 1 database can be restored/)).toBeVisible()
})
