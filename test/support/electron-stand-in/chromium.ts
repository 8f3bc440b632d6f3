import type { ChildProcess } from 'node:child_process'
import { spawn } from 'node:child_process'
import fs from 'node:fs'
import os from 'node:os'
import path from 'node:path'
import readline from 'node:readline'

import { chromiumArgs, chromiumPath } from '../chromium-path.ts'
import { DevTools } from './devtools.ts'

/** A browser without a window of its own, and the line to it. */
export interface Chromium {
  readonly devTools: DevTools
  /** Ends it and clears its profile away. */
  close(): Promise<void>
}

/** Starts chromium; the line that names its DevTools is passed on, because Playwright waits for it. */
export async function startChromium(): Promise<Chromium> {
  const profile = fs.mkdtempSync(path.join(os.tmpdir(), 'holdfast-stand-in-'))
  const child = spawn(
    chromiumPath(),
    [
      ...chromiumArgs(),
      '--headless=new',
      '--no-startup-window',
      '--no-first-run',
      '--remote-debugging-port=0',
      `--user-data-dir=${profile}`,
      // Electron's ports tell when their other end is gone; so do these.
      '--enable-blink-features=MessagePortCloseEvent',
      // Frames of other origins stay in the session that is watched.
      '--disable-site-isolation-trials',
      '--disable-features=IsolateOrigins,site-per-process',
    ],
    { stdio: ['ignore', 'ignore', 'pipe'] },
  )
  const url = await devToolsAddress(child)
  return {
    devTools: await DevTools.connect(url),
    async close() {
      const ended = new Promise((resolve) => void child.once('exit', resolve))
      child.kill('SIGKILL')
      await ended
      fs.rmSync(profile, { recursive: true, force: true, maxRetries: 5, retryDelay: 100 })
    },
  }
}

function devToolsAddress(child: ChildProcess): Promise<string> {
  return new Promise((resolve, reject) => {
    if (!child.stderr) return reject(new Error('no stderr'))
    readline.createInterface({ input: child.stderr }).on('line', (line) => {
      const address = /^DevTools listening on (ws:\S+)/.exec(line)?.[1]
      if (address === undefined) return
      process.stderr.write(`${line}\n`)
      resolve(address)
    })
    child.once('exit', () => reject(new Error('chromium ended before it listened')))
  })
}
