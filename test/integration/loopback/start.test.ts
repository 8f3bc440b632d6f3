import { spawn } from 'node:child_process'
import { once } from 'node:events'
import fs from 'node:fs'
import path from 'node:path'
import readline from 'node:readline'
import { fileURLToPath } from 'node:url'

import { afterEach, describe, expect, it } from 'vitest'

import { tempFolder } from '../../support/temp-folder.ts'

const script = fileURLToPath(new URL('../../../main/loopback/start.ts', import.meta.url))

const started: ReturnType<typeof spawn>[] = []
afterEach(() => {
  for (const child of started.splice(0)) child.kill('SIGKILL')
})

/** `npm start` in a clean environment; `until` resolves with what it printed once a line matches. */
function start(env: Record<string, string>, args: readonly string[] = []) {
  const home = tempFolder('start')
  const child = spawn(process.execPath, [script, '--no-open', ...args], {
    env: {
      PATH: process.env['PATH'] ?? '',
      HOME: home,
      HOLDFAST_HOME: home,
      HOLDFAST_KEYCHAIN: 'off',
      HOLDFAST_SCHEDULES: 'off',
      ...env,
    },
    stdio: ['ignore', 'pipe', 'pipe'],
  })
  started.push(child)
  const lines: string[] = []
  const printed = Promise.withResolvers<void>()
  let wanted = /never/
  for (const stream of [child.stdout, child.stderr]) {
    readline.createInterface({ input: stream }).on('line', (line) => {
      lines.push(line)
      if (wanted.test(line)) printed.resolve()
    })
  }
  const ended = once(child, 'exit').then(([exitCode]) => exitCode as number | null)
  return {
    child,
    lines,
    ended,
    async until(pattern: RegExp): Promise<string> {
      wanted = pattern
      if (lines.some((line) => pattern.test(line))) printed.resolve()
      await Promise.race([printed.promise, ended])
      return lines.join('\n')
    },
  }
}

/** An executable that takes Electron's place. */
function fakeElectron(body: string): string {
  const file = path.join(tempFolder('electron'), 'electron')
  fs.writeFileSync(file, `#!/bin/sh\n${body}\n`, { mode: 0o755 })
  return file
}

describe('npm start', () => {
  it('serves the browser where there is no display, says why, and ends with Ctrl+C', async () => {
    const run = start({})
    const said = await run.until(/^Holdfast: http/)
    expect(said).toContain(
      'There is no display here for a desktop window. The same window opens in the browser.',
    )
    run.child.kill('SIGINT')
    expect(await run.ended).toBe(0)
  })

  it('fetches nothing where it is told not to', async () => {
    const run = start({ DISPLAY: ':99', HOLDFAST_NO_DOWNLOAD: '1' })
    expect(await run.until(/^Holdfast: http/)).toContain('HOLDFAST_NO_DOWNLOAD says not to fetch it')
  })

  it('opens Electron where its binary is, and ends it with Ctrl+C', async () => {
    const binary = fakeElectron(
      'trap "echo told to quit; exit 0" TERM; echo "opened $1"; while :; do sleep 0.1; done',
    )
    const run = start({ DISPLAY: ':99', ELECTRON_EXEC_PATH: binary })
    expect(await run.until(/^opened/)).toMatch(/^opened .+/m)
    run.child.kill('SIGINT')
    expect(await run.ended).toBe(0)
    expect(run.lines).toContain('told to quit')
  })

  it('falls back to the browser when the desktop window could not open', async () => {
    const binary = fakeElectron('echo "error while loading shared libraries" >&2; exit 127')
    const run = start({ DISPLAY: ':99', ELECTRON_EXEC_PATH: binary })
    const said = await run.until(/^Holdfast: http/)
    expect(said).toContain('Electron could not open its window (exit code 127).')
    expect(said).toContain('error while loading shared libraries')
  })

  it('refuses a port that is none, in words', async () => {
    const run = start({}, ['--port', 'http'])
    expect(await run.ended).toBe(1)
    expect(run.lines.join('\n')).toMatch(/could not start\..*--port takes a number/)
  })
})
