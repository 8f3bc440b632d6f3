import { defineConfig } from '@playwright/test'

const port = 4187

/** Pictures and checks of every state of the window on sample data. Needs no host: the preview is built and served here. */
export default defineConfig({
  testDir: '.',
  testMatch: 'window-*.spec.ts',
  outputDir: '../../out/window-states/results',
  fullyParallel: true,
  workers: 2,
  timeout: 60_000,
  reporter: [['line']],
  use: {
    baseURL: `http://127.0.0.1:${port}/`,
    launchOptions: {
      executablePath: process.env['HOLDFAST_CHROMIUM'] ?? '/usr/bin/chromium',
      args: ['--no-sandbox', '--disable-gpu', '--no-first-run', '--disable-background-networking'],
    },
    // Motion would make two pictures of one state differ.
    contextOptions: { reducedMotion: 'reduce' },
  },
  webServer: {
    command: `vite build test/support/window-preview --logLevel warn && vite preview test/support/window-preview --port ${port} --strictPort --host 127.0.0.1`,
    cwd: new URL('../..', import.meta.url).pathname,
    url: `http://127.0.0.1:${port}/`,
    reuseExistingServer: false,
    timeout: 60_000,
  },
})
