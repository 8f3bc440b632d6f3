import fs from 'node:fs'
import path from 'node:path'

import type { ElectronApplication, Page } from '@playwright/test'

import type * as Electron from '../support/electron-stand-in/electron.ts'
import { buildDatabase } from '../support/database-builder.ts'
import { executableOf, expect, startShell, test } from './support/fixtures.ts'
import { serveForeignPage } from './support/foreign-page.ts'
import { withVault } from './support/prepare.ts'

test.skip(({ host }) => host !== 'electron-stand-in', 'what the stand-in records')

/** Reads or does something in the main process. The module there is the stand-in, not what Playwright's types say. */
function inMain<T>(shell: ElectronApplication | null, work: (electron: typeof Electron) => T): Promise<T> {
  if (!shell) throw new Error('no shell')
  return shell.evaluate(work as never) as Promise<T>
}

/** Asks for a port as the window's own code does, in whichever frame. Answers whether one came. */
const askForPort = (): Promise<boolean> =>
  new Promise((resolve) => {
    const nonce = crypto.randomUUID()
    addEventListener('message', ({ data }: MessageEvent<{ nonce?: string }>) => {
      if (data.nonce === nonce) resolve(true)
    })
    dispatchEvent(new CustomEvent('holdfast:port-wanted', { cancelable: true, detail: nonce }))
    setTimeout(() => resolve(false), 1500)
  })

const opened = (page: Page) => expect(page.locator('#window')).toContainText('Where do backups live?')

test.describe('who is handed a port', () => {
  test('our page in our window is, at every load', async ({ page }) => {
    await opened(page)
    expect(await page.evaluate(askForPort)).toBe(true)
    await page.reload()
    await opened(page)
  })

  test('a frame in it is not, whatever it holds', async ({ page }) => {
    await opened(page)
    await page.evaluate(() => {
      const frame = document.createElement('iframe')
      document.body.append(frame)
    })
    await expect.poll(() => page.frames().length).toBe(2)
    expect(await page.frames()[1]?.evaluate(askForPort)).toBe(false)
  })

  test('a page of another origin is not, even in our window', async ({ page, launched }) => {
    await opened(page)
    await inMain(launched.shell, ({ standIn }) => void (standIn.allowsNavigation = true))
    const foreign = await serveForeignPage()
    await page.goto(foreign.address)
    expect(await page.evaluate(askForPort)).toBe(false)
    foreign.close()
  })

  test('a question without a nonce is not answered', async ({ page }) => {
    await opened(page)
    const answers = await page.evaluate(async () => {
      const got: unknown[] = []
      addEventListener('message', ({ data }) => got.push(data))
      for (const detail of [undefined, '', 'x', { toString: () => 'x' }, 42]) {
        dispatchEvent(new CustomEvent('holdfast:port-wanted', { cancelable: true, detail }))
      }
      await new Promise((resolve) => void setTimeout(resolve, 500))
      return got
    })
    expect(answers).toEqual([])
  })
})

test.describe('what the window can not do', () => {
  test('leave our page, open another, embed one', async ({ page }) => {
    await opened(page)
    const before = page.url()
    for (const address of [
      'http://127.0.0.1:1/',
      'https://example.com/',
      'data:text/html,x',
      'file:///etc/passwd',
    ]) {
      await page.evaluate((to) => void (location.href = to), address).catch(() => undefined)
      await page.waitForTimeout(200)
      expect(page.url()).toBe(before)
    }
    // Later, and not waited for: the page hangs in `open` for as long as its new window does.
    await page.evaluate(() => void setTimeout(() => open('https://example.com/'), 0))
    await page.waitForTimeout(500)
    await expect.poll(() => page.context().pages().length).toBe(1)
    await opened(page)
  })

  test('see Node, Electron or the preload', async ({ page }) => {
    await opened(page)
    const seen = await page.evaluate(() =>
      [
        'require',
        'process',
        'module',
        'Buffer',
        'electron',
        'ipcRenderer',
        'standInSend',
        'standInTake',
      ].filter((name) => name in globalThis),
    )
    expect(seen).toEqual([])
  })

  test('be opened with weaker settings than these, or be granted a permission', async ({
    page,
    launched,
  }) => {
    await opened(page)
    const settings = await inMain(launched.shell, ({ BrowserWindow, app, standIn, protocol }) => {
      const ask = standIn.permissions['request'] as (
        contents: object,
        name: string,
        answer: (is: boolean) => void,
      ) => void
      const check = standIn.permissions['check'] as (contents: null, name: string, origin: string) => boolean
      const device = standIn.permissions['device'] as () => boolean
      const granted: string[] = []
      const contents = { getURL: () => 'app://holdfast/' }
      for (const name of [
        'media',
        'geolocation',
        'notifications',
        'clipboard-read',
        'openExternal',
        'fileSystem',
        'clipboard-sanitized-write',
      ]) {
        ask(contents, name, (is) => is && granted.push(name))
        if (check(null, name, 'https://example.com')) granted.push(`${name} elsewhere`)
      }
      return {
        preferences: { ...BrowserWindow.all[0]?.options.webPreferences, preload: '' },
        isSandboxed: app.isSandboxed,
        granted,
        device: device(),
        hasProtocol: typeof protocol.handle,
      }
    })
    expect(settings).toEqual({
      preferences: {
        preload: '',
        sandbox: true,
        contextIsolation: true,
        nodeIntegration: false,
        webviewTag: false,
        navigateOnDragDrop: false,
        spellcheck: false,
      },
      isSandboxed: true,
      granted: ['clipboard-sanitized-write'],
      device: false,
      hasProtocol: 'function',
    })
  })
})

test.describe('the desktop around the window', () => {
  test('a failed backup raises a notification, its click opens the failure, the tray says it', async ({
    folder,
    homeFolder,
    launch,
  }) => {
    const file = path.join(folder, 'market_data.db')
    buildDatabase(file)
    const [databaseId] = await withVault(homeFolder, folder, [file])
    fs.rmSync(file)
    const { shell, page } = await launch()
    await expect(page.locator('#window')).toContainText('market_data')
    await inMain(shell, ({ standIn }) => {
      standIn.trays[0]?.menu.find(({ label }) => label === 'Back up all now')?.click?.()
    })
    await expect.poll(() => inMain(shell, ({ standIn }) => standIn.notifications.length)).toBe(1)
    const title = await inMain(shell, ({ standIn }) => standIn.notifications[0]?.title)
    expect(title).toContain('market_data')
    await expect
      .poll(() =>
        inMain(shell, ({ standIn }) => JSON.stringify(standIn.trays[0]?.menu.map(({ label }) => label))),
      )
      .toMatch(/1 failed.*Last failure: market_data/)
    const image = await inMain(shell, ({ standIn }) => standIn.trays[0]?.image)
    expect(image).toContain('failed-light.png')
    expect(fs.existsSync(image ?? '')).toBe(true)
    await inMain(shell, ({ standIn }) => standIn.notifications[0]?.click())
    await expect.poll(() => page.url()).toContain(`#/database/${databaseId}/history`)
  })

  test('jobs run in utility processes: a backup from the tray is stored and proved', async ({
    folder,
    homeFolder,
    launch,
  }) => {
    const file = path.join(folder, 'market_data.db')
    buildDatabase(file)
    await withVault(homeFolder, folder, [file])
    const { shell, page } = await launch()
    await expect(page.locator('#window')).toContainText('market_data')
    await inMain(shell, ({ standIn }) => {
      standIn.trays[0]?.menu.find(({ label }) => label === 'Back up all now')?.click?.()
    })
    await expect
      .poll(() => inMain(shell, ({ standIn }) => standIn.trays[0]?.toolTip))
      .toContain('1 of 1 database proved')
    expect(fs.readdirSync(path.join(folder, 'vault', 'manual')).length).toBe(3)
  })

  test('a file dropped on the window arrives with its path', async ({ folder, homeFolder, launch }) => {
    await withVault(homeFolder, folder, [])
    const { page } = await launch()
    await expect(page.locator('#window')).not.toBeEmpty()
    const paths = await page.evaluate(async () => {
      const got = Promise.withResolvers<unknown>()
      addEventListener('message', ({ data }: MessageEvent<{ kind?: string; paths?: unknown }>) => {
        if (data.kind === 'holdfast:paths-dropped') got.resolve(data.paths)
      })
      const dataTransfer = new DataTransfer()
      dataTransfer.items.add(new File(['x'], 'a b.db'))
      document.body.dispatchEvent(new DragEvent('drop', { dataTransfer, bubbles: true, cancelable: true }))
      return got.promise
    })
    expect(paths).toEqual(['/dropped/a b.db'])
  })

  test('closing the window leaves the program in the tray, which opens it again', async ({
    launched,
    page,
  }) => {
    await opened(page)
    await inMain(launched.shell, ({ BrowserWindow }) => BrowserWindow.all[0]?.close())
    await expect.poll(() => page.isClosed()).toBe(true)
    const again = launched.shell?.waitForEvent('window')
    await inMain(launched.shell, ({ standIn }) => standIn.trays[0]?.click())
    const reopened = await again
    if (reopened) await opened(reopened)
  })
})

test.describe('starting with the session', () => {
  test('is a setting that writes the entry, and takes it away again', async ({
    folder,
    homeFolder,
    launch,
  }) => {
    await withVault(homeFolder, folder, [])
    const { page } = await launch()
    await expect(page.locator('#window')).toContainText('Settings')
    await page.evaluate(() => void (location.hash = '/settings'))
    const entry = path.join(homeFolder, 'config', 'autostart', 'holdfast.desktop')
    const setting = page.getByRole('switch', { name: 'Start Holdfast at login' })
    await setting.press('Space')
    await expect.poll(() => fs.existsSync(entry)).toBe(true)
    // The folder is none of the usual: the program that starts by itself must find the same one.
    expect(fs.readFileSync(entry, 'utf8')).toMatch(/^Exec=.* "--hidden" "--holdfast-home=[^"]+"$/m)
    await setting.press('Space')
    await expect.poll(() => fs.existsSync(entry)).toBe(false)
  })

  test('hidden, it shows its icon and no window until it is asked for one', async ({
    homeFolder,
    host,
    folder,
  }) => {
    if (host === 'browser') throw new Error('a browser has no tray')
    const shell = await startShell(executableOf(host), homeFolder, folder, ['--hidden'])
    try {
      await expect.poll(() => inMain(shell, ({ standIn }) => standIn.trays.length)).toBe(1)
      expect(await inMain(shell, ({ BrowserWindow }) => BrowserWindow.getAllWindows().length)).toBe(0)
      await inMain(shell, ({ standIn }) => standIn.trays[0]?.click())
      await opened(await shell.firstWindow())
    } finally {
      await shell.close()
    }
  })
})
