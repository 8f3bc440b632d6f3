import fs from 'node:fs'
import os from 'node:os'
import path from 'node:path'
import { fileURLToPath } from 'node:url'

import type { Browser, ElectronApplication, Page } from '@playwright/test'
import { _electron, expect, test as base } from '@playwright/test'

import { findElectron } from '../../../main/loopback/find-electron.ts'
import { startBrowserProgram } from './browser-program.ts'

export { expect }

/** Which host a project runs its scenarios in. */
export type HostName = 'browser' | 'electron-stand-in' | 'electron'

export interface HostOptions {
  readonly host: HostName
}

/** A running program and its window. */
export interface Launched {
  readonly page: Page
  /** The desktop shell; null in the browser. */
  readonly shell: ElectronApplication | null
  close(): Promise<void>
}

export interface HostFixtures {
  /** An empty folder for databases and vaults, gone after the test. */
  readonly folder: string
  /** Holdfast's own folder for this test. */
  readonly homeFolder: string
  /** Starts the program; again for a second start on the same home. */
  readonly launch: () => Promise<Launched>
  /** The program that the page belongs to. */
  readonly launched: Launched
}

export const projectFolder = fileURLToPath(new URL('../../../', import.meta.url))

function tempFolder(name: string): string {
  return fs.mkdtempSync(path.join(fs.realpathSync(os.tmpdir()), `holdfast-${name}-`))
}

function environment(homeFolder: string): Record<string, string> {
  const inherited = Object.entries(process.env).filter(
    (entry): entry is [string, string] => entry[1] !== undefined,
  )
  return {
    ...Object.fromEntries(inherited),
    HOLDFAST_HOME: homeFolder,
    HOLDFAST_KEYCHAIN: 'off',
    HOLDFAST_SCHEDULES: 'off',
    HOLDFAST_NODE: process.execPath,
    // What the program enters into the user's session is entered there.
    XDG_CONFIG_HOME: path.join(homeFolder, 'config'),
  }
}

async function launchBrowserHost(browser: Browser, homeFolder: string): Promise<Launched> {
  const program = await startBrowserProgram(projectFolder, environment(homeFolder))
  const context = await browser.newContext()
  const page = await context.newPage()
  await page.goto(program.url)
  return {
    page,
    shell: null,
    async close() {
      await context.close()
      await program.stop()
    },
  }
}

/** Starts the desktop shell; with `--hidden` it has no window. `env` is added to its environment. */
export function startShell(
  executablePath: string,
  homeFolder: string,
  temporary: string,
  more: readonly string[] = [],
  env: Readonly<Record<string, string>> = {},
): Promise<ElectronApplication> {
  return _electron.launch({
    executablePath,
    args: [projectFolder, ...more],
    env: { ...environment(homeFolder), TMPDIR: temporary, ...env },
    cwd: projectFolder,
  })
}

async function launchShell(executablePath: string, homeFolder: string): Promise<Launched> {
  // A shell that does not end by itself is killed, and clears nothing away.
  const temporary = tempFolder('shell')
  const shell = await startShell(executablePath, homeFolder, temporary)
  return {
    page: await shell.firstWindow(),
    shell,
    async close() {
      await shell.close()
      fs.rmSync(temporary, { recursive: true, force: true, maxRetries: 5, retryDelay: 100 })
    },
  }
}

/** What runs as Electron in a host. */
export function executableOf(host: Exclude<HostName, 'browser'>): string {
  if (host === 'electron-stand-in') return path.join(projectFolder, 'test/support/electron-stand-in/electron')
  const found = findElectron(projectFolder, process.env)
  if (found === null) throw new Error('Electron is not on this machine.')
  return found
}

/** The test function of every scenario: its `page` is the program's window, in the project's host. */
export const test = base.extend<HostFixtures & HostOptions>({
  host: ['browser', { option: true }],
  // oxlint-disable-next-line no-empty-pattern -- Playwright reads what a fixture needs from this pattern
  folder: async ({}, use) => {
    const folder = tempFolder('e2e')
    await use(folder)
    fs.rmSync(folder, { recursive: true, force: true })
  },
  // oxlint-disable-next-line no-empty-pattern
  homeFolder: async ({}, use) => {
    const homeFolder = tempFolder('home')
    await use(homeFolder)
    fs.rmSync(homeFolder, { recursive: true, force: true, maxRetries: 5, retryDelay: 100 })
  },
  launch: async ({ host, browser, homeFolder }, use) => {
    const launched: Launched[] = []
    await use(async () => {
      const one =
        host === 'browser'
          ? await launchBrowserHost(browser, homeFolder)
          : await launchShell(executableOf(host), homeFolder)
      launched.push(one)
      return one
    })
    for (const one of launched) await one.close()
  },
  launched: async ({ launch }, use) => use(await launch()),
  page: async ({ launched }, use) => use(launched.page),
})
