import fs from 'node:fs'
import path from 'node:path'

import Database from 'better-sqlite3'
import type { Page } from '@playwright/test'

import { formatCount } from '../../shared/domain/words/format-count.ts'
import { expect, test } from './support/fixtures.ts'
import { prepare } from './support/prepare.ts'

const wrecked = "parameter = 'rent_growth' AND msa = 35620"

/** The demo's databases with their weeks of backups. Answers the file of the one that is wrecked, and its id. */
function withDemo(
  homeFolder: string,
  folder: string,
): Promise<{ readonly id: string; readonly file: string }> {
  return prepare(homeFolder, async (client) => {
    await client.vault.create({ folder: path.join(folder, 'vault'), key: { kind: 'none' } })
    const { databases } = await client.databases.createDemo({ folder: path.join(folder, 'demo') })
    const found = databases.find(({ name }) => name === 'property_data')
    if (found === undefined) throw new Error('the demo has no property_data')
    return { id: found.id, file: found.path }
  })
}

function rowsOf(file: string, where: string): readonly unknown[] {
  const db = new Database(file, { readonly: true })
  try {
    return db.prepare(`SELECT * FROM property_data_table WHERE ${where} ORDER BY id`).all()
  } finally {
    db.close()
  }
}

function change(file: string, sql: string): number {
  const db = new Database(file)
  try {
    return db.prepare(sql).run().changes
  } finally {
    db.close()
  }
}

async function goTo(page: Page, place: string): Promise<void> {
  await expect(page.locator('main')).toContainText('property_data')
  await page.evaluate((to) => void (location.hash = to), place)
}

test('a bad UPDATE wrecks the rent growth of one metro: the wizard brings exactly those rows back', async ({
  folder,
  homeFolder,
  launch,
}) => {
  test.setTimeout(240_000)
  const { file } = await withDemo(homeFolder, folder)
  const before = rowsOf(file, wrecked)
  expect(change(file, `UPDATE property_data_table SET value = 0 WHERE ${wrecked}`)).toBe(before.length)
  expect(change(file, 'UPDATE property_data_table SET value = value + 1 WHERE msa = 31080')).toBeGreaterThan(
    0,
  )
  const others = rowsOf(file, `NOT (${wrecked})`)
  const { page } = await launch()
  await goTo(page, '/recovery')
  await page.getByText('Bring back some rows or tables').click()
  await page.getByRole('row', { name: /property_data/ }).click()
  await page.getByRole('button', { name: 'Continue' }).click()
  await page.getByLabel('Choose property_data_table').click()
  for (const [n, column, value] of [
    [1, 'msa', '35620'],
    [2, 'parameter', 'rent_growth'],
  ] as const) {
    await page.getByRole('button', { name: /Add a condition for property_data_table/ }).click()
    const name = `property_data_table, condition ${n}`
    await page.getByLabel(`${name}: column`).selectOption(column)
    await page.getByLabel(`${name}: value`).fill(value)
  }
  await page.getByRole('button', { name: 'Show the preview' }).click()
  const counts = page.getByRole('row', { name: /property_data_table/ })
  await expect(counts).toContainText(`${before.length}`, { timeout: 60_000 })
  await expect(page.getByRole('grid', { name: `Rows that differ, ${before.length} rows` })).toBeVisible()
  expect(rowsOf(file, wrecked)).not.toEqual(before)
  const go = page.getByRole('button', { name: 'Bring back', exact: true })
  await expect(go).toBeDisabled()
  await page.getByLabel(/to bring these rows back/).fill('property_data')
  await go.click()
  await expect(page.getByText(`${before.length} rows read back and equal to the backup`)).toBeVisible({
    timeout: 60_000,
  })
  expect(rowsOf(file, wrecked)).toEqual(before)
  expect(rowsOf(file, `NOT (${wrecked})`)).toEqual(others)
  // The pre-update backup has what was there before: the wrecked rows.
  await page.locator('dd').getByRole('link').click()
  await expect(page.getByText('pre-update').first()).toBeVisible()
})

test('goes back to a moment, and makes an empty copy', async ({ folder, homeFolder, launch, host }) => {
  test.skip(host !== 'browser', 'the same screens in every host')
  test.setTimeout(240_000)
  const { id, file } = await withDemo(homeFolder, folder)
  const newest = rowsOf(file, '1')
  const copy = path.join(folder, 'dev.db')
  const { page } = await launch()
  await goTo(page, `/recovery/moment/${id}`)
  const cursor = page.getByRole('slider', { name: 'Moment to go back to' })
  await cursor.press('ArrowLeft')
  await cursor.press('Shift+ArrowRight')
  await expect(page.getByText('before the moment asked for')).toBeVisible()
  await page.getByRole('button', { name: 'Continue' }).click()
  await page.getByRole('button', { name: 'Show the plan' }).click()
  await expect(page.getByText('Asked for', { exact: true })).toBeVisible()
  await page.getByLabel(/to replace what is at the target/).fill('property_data')
  await page.getByRole('button', { name: 'Replace and restore' }).click()
  await page.getByRole('button', { name: 'Resume operations' }).click({ timeout: 60_000 })
  await expect(page.getByText('Every page read back is the one that was backed up.')).toBeVisible()
  expect(rowsOf(file, '1')).not.toEqual(newest)

  await goTo(page, `/recovery/schema/${id}`)
  await page.getByRole('button', { name: 'Continue' }).click()
  await page.getByLabel('Path of the new database').fill(copy)
  expect(fs.existsSync(copy)).toBe(false)
  await page.getByRole('button', { name: 'Make the copy' }).click()
  await expect(page.getByText('The copy has every object of the backup’s schema')).toBeVisible({
    timeout: 60_000,
  })
  expect(rowsOf(copy, '1')).toEqual([])
})

test('looks inside a backup, takes an increment by keys, compares it with the live database and writes the difference', async ({
  folder,
  homeFolder,
  launch,
  host,
}) => {
  test.skip(host !== 'browser', 'the same screens in every host')
  test.setTimeout(240_000)
  const { id, file } = await withDemo(homeFolder, folder)
  const { page } = await launch()
  await goTo(page, `/database/${id}`)
  await page.getByRole('button', { name: 'Back up as another type' }).focus()
  await page.keyboard.press('Enter')
  await page.getByRole('menuitem', { name: /^Incremental/ }).press('Enter')
  await page.getByRole('button', { name: /^Jobs/ }).click()
  await expect(page.getByText(/No changes since .*: no file was written/)).toBeVisible({ timeout: 60_000 })
  await page.keyboard.press('Escape')

  await page.getByLabel('More actions').click()
  await page.getByText('Look inside the newest backup').click()
  await page.getByRole('row', { name: /property_data_table/ }).click()
  await page.getByRole('button', { name: /Add a condition for property_data_table/ }).click()
  await page.getByLabel('property_data_table, condition 1: column').selectOption('msa')
  await page.getByLabel('property_data_table, condition 1: value').fill('35620')
  const count = rowsOf(file, 'msa = 35620').length
  await expect(page.getByText(`${formatCount(count)} rows under these conditions`)).toBeVisible({
    timeout: 60_000,
  })

  const changed = change(file, `UPDATE property_data_table SET value = 0 WHERE ${wrecked}`)
  const sql = path.join(folder, 'difference.sql')
  await goTo(page, `/database/${id}`)
  await page.getByLabel('More actions').click()
  await page.getByText('Compare the newest backup with the file').click()
  await expect(page.getByText(/1 table differs/)).toBeVisible({ timeout: 60_000 })
  await page.getByRole('button', { name: 'Show rows of property_data_table' }).click()
  await expect(page.getByRole('grid', { name: `Rows that differ, ${changed} rows` })).toBeVisible()
  await page.getByLabel('Path of the SQL file').fill(sql)
  await page.getByRole('button', { name: 'Write the difference' }).click()
  await expect(page.getByText(`${changed} statements`)).toBeVisible({ timeout: 60_000 })
  expect(fs.readFileSync(sql, 'utf8').match(/^UPDATE/gm)).toHaveLength(changed)
})
