import fs from 'node:fs'
import path from 'node:path'

import { describe, expect, it } from 'vitest'

import { findElectron } from '../../../main/loopback/find-electron.ts'
import { hasDisplay } from '../../../main/loopback/has-display.ts'
import { openBrowser } from '../../../main/loopback/open-browser.ts'
import { tempFolder } from '../../support/temp-folder.ts'

function place(...parts: string[]): string {
  const file = path.join(...parts)
  fs.mkdirSync(path.dirname(file), { recursive: true })
  fs.writeFileSync(file, '')
  return file
}

describe('where Electron is', () => {
  it('is nowhere on a fresh checkout, also when its package is there', () => {
    const project = tempFolder('electron')
    expect(findElectron(project, {})).toBeNull()
    place(project, 'node_modules', 'electron', 'index.js')
    expect(findElectron(project, {})).toBeNull()
    fs.writeFileSync(path.join(project, 'node_modules', 'electron', 'path.txt'), 'electron')
    expect(findElectron(project, {}), 'path.txt without the binary').toBeNull()
  })

  it('is in its package once it was fetched', () => {
    const project = tempFolder('electron')
    const binary = place(project, 'node_modules', 'electron', 'dist', 'electron')
    fs.writeFileSync(path.join(project, 'node_modules', 'electron', 'path.txt'), 'electron\n')
    expect(findElectron(project, {})).toBe(binary)
  })

  it('is where the environment says, if something is there', () => {
    const project = tempFolder('electron')
    const own = place(project, 'own', 'my-electron')
    const dist = place(project, 'dist', process.platform === 'win32' ? 'electron.exe' : 'electron')
    const env = { ELECTRON_EXEC_PATH: own, ELECTRON_OVERRIDE_DIST_PATH: path.dirname(dist) }
    expect(findElectron(project, env)).toBe(own)
    expect(findElectron(project, { ...env, ELECTRON_EXEC_PATH: '/nowhere' })).toBe(dist)
    expect(findElectron(project, { ELECTRON_EXEC_PATH: '' })).toBeNull()
  })
})

describe('a display', () => {
  it.each([
    [{}, 'linux', false],
    [{ DISPLAY: '' }, 'linux', false],
    [{ DISPLAY: ':0' }, 'linux', true],
    [{ WAYLAND_DISPLAY: 'wayland-0' }, 'freebsd', true],
    [{}, 'darwin', true],
    [{}, 'win32', true],
  ] as const)('%j on %s: %s', (env, platform, is) => {
    expect(hasDisplay(env, platform)).toBe(is)
  })

  it('without one no browser is opened, and one without an opener fails nothing', async () => {
    expect(await openBrowser('http://127.0.0.1:1/', {}, 'linux')).toBe(false)
    expect(await openBrowser('http://127.0.0.1:1/', { DISPLAY: ':9', PATH: '/nowhere' }, 'linux')).toBe(false)
  })
})
