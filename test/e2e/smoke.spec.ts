import path from 'node:path'

import { buildDatabase } from '../support/database-builder.ts'
import { expect, test } from './support/fixtures.ts'
import { withVault } from './support/prepare.ts'

test('the window opens, asks its host, and keeps to its policy', async ({ page }) => {
  const complaints: string[] = []
  page.on('console', (message) => {
    if (message.type() === 'error') complaints.push(message.text())
  })
  page.on('pageerror', (error) => complaints.push(error.message))
  await expect(page.locator('#window')).toContainText('Where do backups live?')
  await page.reload()
  await expect(page.locator('#window')).toContainText('Where do backups live?')
  expect(complaints).toEqual([])
  expect(page.url()).not.toContain('ticket')
})

test('what was open at the last start is open again', async ({ folder, homeFolder, launch }) => {
  const file = path.join(folder, 'market_data.db')
  buildDatabase(file)
  await withVault(homeFolder, folder, [file])
  const { page } = await launch()
  await expect(page.locator('#window')).toContainText('market_data')
})

test('a page can neither evaluate text nor run script that stands in it', async ({ page }) => {
  await expect(page.locator('#window')).not.toBeEmpty()
  const outcome = await page.evaluate(async () => {
    const ran: string[] = []
    Object.assign(globalThis, { ran })
    const script = document.createElement('script')
    script.textContent = 'ran.push("inline")'
    document.body.append(script)
    const handler = document.createElement('img')
    handler.setAttribute('onerror', 'ran.push("handler")')
    handler.src = 'nothing.png'
    document.body.append(handler)
    // A timer given text evaluates it where that is allowed.
    ;(setTimeout as (code: string) => void)('ran.push("timer")')
    await fetch('https://example.com/').catch(() => ran.push('fetch refused'))
    await new Promise((resolve) => void setTimeout(resolve, 300))
    return ran
  })
  expect(outcome).toEqual(['fetch refused'])
})
