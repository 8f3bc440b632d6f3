import { fileURLToPath } from 'node:url'

import { defineConfig } from '@playwright/test'

import { findElectron } from './main/loopback/find-electron.ts'
import { hasDisplay } from './main/loopback/has-display.ts'
import type { HostOptions } from './test/e2e/support/fixtures.ts'
import { chromiumArgs, chromiumPath } from './test/support/chromium-path.ts'

const projectFolder = fileURLToPath(new URL('.', import.meta.url))
const electron = findElectron(projectFolder, process.env)
const electronCanRun = electron !== null && hasDisplay(process.env)

if (!electronCanRun && process.env['TEST_WORKER_INDEX'] === undefined) {
  const why =
    electron === null ? 'its binary is not on this machine' : 'there is no display (xvfb-run gives one)'
  process.stdout.write(`\n*** SKIPPED: the scenarios in Electron itself: ${why}. ***\n\n`)
}

/** The same scenarios in every host that can be had here. */
export default defineConfig<HostOptions>({
  testDir: 'test/e2e',
  // The states of the window on sample data need no host and have a configuration of their own.
  testIgnore: 'window-*.spec.ts',
  globalSetup: './test/e2e/support/build-all.ts',
  outputDir: 'test-results',
  timeout: 60_000,
  expect: { timeout: 10_000 },
  workers: 2,
  forbidOnly: Boolean(process.env['CI']),
  reporter: [['list']],
  use: {
    launchOptions: { executablePath: chromiumPath(), args: chromiumArgs() },
    viewport: { width: 1280, height: 860 },
    trace: 'retain-on-failure',
  },
  projects: [
    { name: 'browser', use: { host: 'browser' } },
    { name: 'electron-stand-in', use: { host: 'electron-stand-in' } },
    ...(electronCanRun ? [{ name: 'electron', use: { host: 'electron' as const } }] : []),
  ],
})
