import fs from 'node:fs'
import path from 'node:path'

import type { ElectronApplication } from '@playwright/test'

import type * as Electron from '../support/electron-stand-in/electron.ts'
import { buildDatabase } from '../support/database-builder.ts'
import { executableOf, expect, startShell, test } from './support/fixtures.ts'
import { prepare, withVault } from './support/prepare.ts'

test.skip(({ host }) => host !== 'electron-stand-in', 'what the stand-in records')

/** Reads or does something in the main process. The module there is the stand-in, not what Playwright's types say. */
function inMain<T>(shell: ElectronApplication, work: (electron: typeof Electron) => T): Promise<T> {
  return shell.evaluate(work as never) as Promise<T>
}

/** A vault with one database whose only attempt at a backup failed before anybody looked. */
async function withFailure(homeFolder: string, folder: string): Promise<void> {
  const file = path.join(folder, 'market_data.db')
  buildDatabase(file)
  const [databaseId = ''] = await withVault(homeFolder, folder, [file])
  fs.rmSync(file)
  await prepare(homeFolder, async (client) => {
    await client.backups.start({ databaseIds: [databaseId] })
    await expect
      .poll(async () => (await client.jobs.list()).some(({ state }) => state === 'failed'))
      .toBe(true)
  })
}

function clickInTray(shell: ElectronApplication, label: string): Promise<void> {
  const click = ({ standIn }: typeof Electron, wanted: string): void =>
    standIn.trays[0]?.menu.find((item) => item.label === wanted)?.click?.()
  return shell.evaluate(click as never, label) as Promise<void>
}

const labels = (shell: ElectronApplication): Promise<string> =>
  inMain(shell, ({ standIn }) => JSON.stringify(standIn.trays[0]?.menu.map(({ label }) => label)))

test('an alert is one notification, its click opens it, the tray counts it and pauses the schedules', async ({
  folder,
  homeFolder,
  host,
}) => {
  if (host === 'browser') throw new Error('a browser has no tray')
  await withFailure(homeFolder, folder)
  const shell = await startShell(executableOf(host), homeFolder, folder, [], { HOLDFAST_SCHEDULES: 'on' })
  try {
    const page = await shell.firstWindow()
    const told = () =>
      inMain(shell, ({ standIn }) =>
        standIn.notifications
          .filter(({ title }) => title.includes('market_data'))
          .map(({ title, isClosed }) => `${title}${isClosed ? ', closed' : ''}`),
      )
    await expect.poll(told, { timeout: 30_000 }).toEqual(['CRITICAL: Backup of market_data failed'])
    await expect.poll(() => labels(shell)).toMatch(/failed.*alerts? open/)
    const image = await inMain(shell, ({ standIn }) => standIn.trays[0]?.image)
    expect(image).toContain('failed-light.png')
    await inMain(shell, ({ standIn }) =>
      standIn.notifications.find(({ title }) => title.includes('market_data'))?.click(),
    )
    await expect.poll(() => page.url()).toMatch(/#\/alerts\/[0-9a-f-]{36}$/)
    const card = page.getByRole('article', { name: 'Backup of market_data failed' })
    await expect(card).toHaveAttribute('aria-current', 'true')
    await expect(card).toContainText('this computer')

    await clickInTray(shell, 'Back up all now')
    // The same failure once more: it takes the place of what was shown.
    await expect
      .poll(told)
      .toEqual(['CRITICAL: Backup of market_data failed, closed', 'Backup of market_data failed'])

    await clickInTray(shell, 'Pause all schedules')
    await expect.poll(() => labels(shell)).toMatch(/schedules paused.*Resume all schedules/)
    await clickInTray(shell, 'Resume all schedules')
    await expect.poll(() => labels(shell)).toContain('Pause all schedules')
  } finally {
    await shell.close()
  }
})
