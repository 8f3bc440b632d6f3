import type { Page } from '@playwright/test'

import { startBrowserProgram } from './support/browser-program.ts'
import { expect, projectFolder, test } from './support/fixtures.ts'
import { serveForeignPage } from './support/foreign-page.ts'
import { withVault } from './support/prepare.ts'

test.skip(({ host }) => host !== 'browser', 'the browser host only')

const opened = (page: Page) => expect(page.locator('#window')).toContainText('Where do backups live?')

test.describe('who gets in', () => {
  test('a tab keeps its session over reloads, and has no cookie', async ({ page }) => {
    await opened(page)
    for (let n = 0; n < 3; n += 1) {
      await page.reload()
      await opened(page)
    }
    expect(await page.context().cookies()).toEqual([])
    const kept = await page.evaluate(() => [
      document.cookie,
      JSON.stringify(Object.entries(localStorage)),
      sessionStorage.length,
    ])
    const secret = await page.evaluate(() => sessionStorage.getItem('holdfast.session') ?? '-')
    expect(kept[0]).toBe('')
    expect(kept[1]).not.toContain(secret)
  })

  test('a second tab needs a ticket of its own, and says so', async ({ page }) => {
    await opened(page)
    const second = await page.context().newPage()
    await second.goto(new URL('/', page.url()).href)
    await expect(second.locator('#window')).toContainText('opened without its ticket')
  })

  test('a ticket that was used is refused in words', async ({ browser, homeFolder }) => {
    const program = await startBrowserProgram(projectFolder, { ...process.env, HOLDFAST_HOME: homeFolder })
    const [first, second] = [await browser.newPage(), await browser.newPage()]
    await first.goto(program.url)
    await opened(first)
    await second.goto(program.url)
    await expect(second.locator('#window')).toContainText('used before')
    expect(await program.stop()).toBe(0)
  })

  test('a lost connection is noticed, and a new start ends the session', async ({
    browser,
    folder,
    homeFolder,
  }) => {
    await withVault(homeFolder, folder, [])
    const env = {
      ...process.env,
      HOLDFAST_HOME: homeFolder,
      HOLDFAST_KEYCHAIN: 'off',
      HOLDFAST_SCHEDULES: 'off',
    }
    const before = await startBrowserProgram(projectFolder, env)
    const page = await browser.newPage()
    await page.goto(before.url)
    await expect(page.locator('#window')).toContainText('Inventory')
    await before.stop()
    await expect(page.locator('body')).toContainText(/reconnect|connection/i)
    const after = await startBrowserProgram(projectFolder, env, ['--port', new URL(before.url).port])
    await expect(page.locator('body')).toContainText(/anew|ended|new address/i)
    await after.stop()
  })
})

test.describe('what a foreign page can do', () => {
  test('it reads nothing and opens nothing', async ({ page }) => {
    await opened(page)
    const own = new URL('/', page.url())
    const secret = await page.evaluate(() => sessionStorage.getItem('holdfast.session'))
    const foreign = await page.context().newPage()
    const { address, close } = await serveForeignPage()
    await foreign.goto(address)
    const outcome = await foreign.evaluate(
      async ({ origin, hostAndPort, known }) => {
        const tried = async (what: Promise<unknown>): Promise<string> =>
          what.then(
            () => 'let in',
            () => 'refused',
          )
        const post = { method: 'POST', body: '{"ticket":"x"}' }
        const json = { ...post, headers: { 'content-type': 'application/json' } }
        const socket = (protocols: string[]): Promise<string> =>
          new Promise((resolve) => {
            const one = new WebSocket(`ws://${hostAndPort}/contract`, protocols)
            one.addEventListener('open', () => resolve('let in'))
            one.addEventListener('error', () => resolve('refused'))
          })
        return {
          read: await tried(fetch(origin)),
          post: await tried(fetch(`${origin}session`, json)),
          blindPost: await tried(
            fetch(`${origin}session`, { ...post, mode: 'no-cors' })
              .then((answer) => answer.text())
              .then((text) => text || Promise.reject(new Error('opaque'))),
          ),
          socket: await socket(['holdfast.v1', 'auth.guess']),
          socketWithTheSecret: await socket(['holdfast.v1', `auth.${known}`]),
          itsStorage: sessionStorage.length,
        }
      },
      { origin: own.href, hostAndPort: own.host, known: secret },
    )
    close()
    expect(outcome).toEqual({
      read: 'refused',
      post: 'refused',
      blindPost: 'refused',
      socket: 'refused',
      socketWithTheSecret: 'refused',
      itsStorage: 0,
    })
  })

  test('it can not frame the window, nor hold on to one that it opens', async ({ page }) => {
    await opened(page)
    const own = new URL('/', page.url()).href
    const foreign = await page.context().newPage()
    const { address, close } = await serveForeignPage()
    await foreign.goto(address)
    await foreign.evaluate((to) => {
      const frame = document.createElement('iframe')
      frame.src = to
      document.body.append(frame)
    }, own)
    await expect.poll(() => foreign.frames()[1]?.url() ?? '').toMatch(/^chrome-error:/)
    const held = await foreign.evaluate(async (to) => {
      const popup = open(to)
      await new Promise((resolve) => void setTimeout(resolve, 1000))
      return popup?.closed
    }, own)
    close()
    expect(held, 'cut off from its opener').toBe(true)
  })

  test('a name that was made to point here is refused', async ({ page, browser }) => {
    await opened(page)
    const { port } = new URL(page.url())
    const byName = await browser.newPage()
    const answer = await byName.goto(`http://localhost:${port}/`).catch(() => null)
    expect(answer?.status() ?? 421).toBe(421)
  })
})
