import fs from 'node:fs'
import path from 'node:path'

import Database from 'better-sqlite3'

import { expect, test } from './support/fixtures.ts'
import { prepare } from './support/prepare.ts'

function countIn(file: string, table: string): unknown {
  const db = new Database(file, { readonly: true })
  try {
    return db.prepare(`SELECT count(*) FROM ${table}`).pluck().get()
  } finally {
    db.close()
  }
}

test('the complete system is taken, and every database is brought back after a disaster', async ({
  folder,
  homeFolder,
  launch,
}) => {
  test.setTimeout(240_000)
  const databases = await prepare(homeFolder, async (client) => {
    await client.vault.create({ folder: path.join(folder, 'vault'), key: { kind: 'none' } })
    return (await client.databases.createDemo({ folder: path.join(folder, 'demo') })).databases
  })
  const fileOf = (name: string): string => databases.find((one) => one.name === name)!.path
  const rows = countIn(fileOf('property_data'), 'property_data_table')

  const { page } = await launch()
  await expect(page.locator('main')).toContainText('property_data')
  await page.evaluate(() => void (location.hash = '/recovery'))
  await page.getByRole('button', { name: 'Take one now' }).click()
  const archive = page.getByRole('list', { name: 'Archives of the complete system' }).getByRole('listitem')
  await expect(archive).toContainText('4 databases', { timeout: 120_000 })

  fs.rmSync(fileOf('market_data'))
  const wrecked = new Database(fileOf('property_data'))
  wrecked.exec('DELETE FROM property_data_table')
  wrecked.close()

  await page.getByRole('link', { name: /Restore all from the archive/ }).click()
  await expect(page.getByText('Nothing is there now, so nothing is replaced.')).toBeVisible()
  const start = page.getByRole('button', { name: 'Replace and restore all' })
  await expect(start).toBeDisabled()
  await page.getByLabel(/Type the vault’s name/).fill('vault')
  await start.click()
  await expect(page.getByText('Every database is back and was proved')).toBeVisible({ timeout: 120_000 })
  await page.screenshot({ path: 'out/complete-system-proof.png' })
  expect(countIn(fileOf('property_data'), 'property_data_table')).toBe(rows)
  expect(fs.existsSync(fileOf('market_data'))).toBe(true)
  await page.evaluate(() => void (location.hash = '/recovery'))
  await expect(archive).toContainText('passed its checks')
  await page.screenshot({ path: 'out/complete-system-recovery.png', fullPage: true })
})
