import fs from 'node:fs'
import os from 'node:os'
import path from 'node:path'

import type { Page } from '@playwright/test'
import { chromium } from '@playwright/test'

import { startBrowserProgram } from '../e2e/support/browser-program.ts'
import { chromiumArgs, chromiumPath } from './chromium-path.ts'
import { projectRoot } from './project-root.ts'

/** Takes the README's pictures (`npm run pictures`): the demo data in the real program, in a browser. */

const folder = fs.mkdtempSync(path.join(os.tmpdir(), 'holdfast-pictures-'))
const pictures = path.join(projectRoot, 'assets', 'pictures')

async function press(page: Page, name: string): Promise<void> {
  await page.getByRole('button', { name }).first().click()
}

async function makeDemo(page: Page): Promise<void> {
  await page.getByLabel('Folder of the new vault').fill(path.join(folder, 'vault'))
  await press(page, 'Continue to the key')
  await press(page, 'Create the vault')
  await press(page, 'Later, in Settings')
  await page.getByText('Demo data', { exact: true }).click()
  await page.getByLabel('Folder for the demo databases').fill(path.join(folder, 'platform'))
  await press(page, 'Make demo data')
  await page.getByRole('button', { name: 'Done' }).click({ timeout: 120_000 })
  await press(page, 'Back up all')
  await page
    .getByText('Last proved now', { exact: false })
    .or(page.getByText('just now'))
    .first()
    .waitFor({ timeout: 60_000 })
  // A pointer that rests on a notice keeps it.
  await page.mouse.move(2, 2)
  await page.waitForTimeout(12_000)
}

async function picture(page: Page, name: string, theme: 'light' | 'dark'): Promise<void> {
  await page.emulateMedia({ colorScheme: theme })
  await page.waitForTimeout(500)
  await page.screenshot({ path: path.join(pictures, `${name}-${theme}.png`) })
}

fs.mkdirSync(pictures, { recursive: true })
const program = await startBrowserProgram(projectRoot, {
  ...process.env,
  HOLDFAST_HOME: path.join(folder, 'home'),
  HOLDFAST_KEYCHAIN: 'off',
  HOLDFAST_SCHEDULES: 'off',
})
const browser = await chromium.launch({ executablePath: chromiumPath(), args: [...chromiumArgs()] })
try {
  const page = await browser.newPage({ viewport: { width: 1280, height: 720 } })
  await page.goto(program.url)
  await makeDemo(page)
  await picture(page, 'overview', 'light')
  await page.getByRole('link', { name: 'Recovery', exact: true }).click()
  await page.getByText('The file is gone or broken').click()
  await page.getByRole('row', { name: /market_data/ }).click()
  await press(page, 'Continue')
  await press(page, 'Show the plan')
  await page.getByRole('button', { name: 'Replace and restore' }).waitFor()
  await picture(page, 'recovery', 'dark')
} finally {
  await browser.close()
  await program.stop()
  fs.rmSync(folder, { recursive: true, force: true })
}
