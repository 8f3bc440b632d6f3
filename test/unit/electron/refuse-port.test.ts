import fs from 'node:fs'
import { fileURLToPath } from 'node:url'

import { describe, expect, it } from 'vitest'

import { addressOf, isOwnPage } from '../../../main/electron/own-page.ts'
import { isNonce, portGiven, portWanted, refusalOf } from '../../../main/electron/refuse-port.ts'
import {
  pathsDropped,
  portHandedOver,
  portWanted as wantedByPage,
} from '../../../renderer/link/ask-for-port.ts'

type Frame = Parameters<typeof refusalOf>[0]
type Contents = Parameters<typeof refusalOf>[1]

const own = {} as Contents
const frameAt = (url: string, parent: Frame = null): Frame => ({ url, parent: parent as never })

describe('who is handed a port', () => {
  it('the main frame of our window at our page', () => {
    expect(refusalOf(frameAt('app://holdfast/#/inventory'), own, own)).toBeNull()
  })

  it.each<[string, Frame, Contents, Contents | undefined]>([
    ['the frame is gone', null, own, own],
    ['not our window', frameAt('app://holdfast/'), {} as Contents, own],
    ['not our window', frameAt('app://holdfast/'), own, undefined],
    ['not the main frame', frameAt('app://holdfast/', frameAt('app://holdfast/')), own, own],
    ['not our page', frameAt('https://example.com/'), own, own],
    ['not our page', frameAt('about:blank'), own, own],
  ])('nobody else: %s', (why, frame, sender, ours) => {
    expect(refusalOf(frame, sender, ours)).toBe(why)
  })
})

describe('what our page is', () => {
  it.each(['app://holdfast/', 'app://holdfast/index.html', addressOf('/database/1/history')])(
    '%s is',
    (url) => {
      expect(isOwnPage(url)).toBe(true)
    },
  )

  it.each([
    'app://other/',
    'app://holdfast.evil.example/',
    'app://holdfast@evil.example/',
    'app://user@holdfast/',
    'application://holdfast/',
    'https://holdfast/',
    'file:///app/holdfast/',
    'app:holdfast',
    'data:text/html,app://holdfast/',
    'null',
    '',
  ])('%s is not', (url) => {
    expect(isOwnPage(url)).toBe(false)
  })
})

describe('what the three sides say to each other', () => {
  it('is the same in the page, in the preload and in the shell', () => {
    const preload = fs.readFileSync(
      fileURLToPath(new URL('../../../main/preload/preload.cts', import.meta.url)),
      'utf8',
    )
    const saidByPreload = new Set(preload.match(/'holdfast:[a-z-]+'/g))
    expect(wantedByPage).toBe(portWanted)
    expect(portHandedOver).toBe(portGiven)
    expect(saidByPreload).toEqual(new Set([`'${portWanted}'`, `'${portGiven}'`, `'${pathsDropped}'`]))
    // Only these two of Electron's doors are used there.
    expect(preload.match(/(ipcRenderer|webUtils)\.\w+/g)?.toSorted()).toEqual([
      'ipcRenderer.on',
      'ipcRenderer.send',
      'webUtils.getPathForFile',
    ])
  })

  it('needs a nonce that is a UUID', () => {
    expect(isNonce(crypto.randomUUID())).toBe(true)
    for (const other of [undefined, null, 1, '', 'x'.repeat(36), '%'.repeat(36), {}])
      expect(isNonce(other)).toBe(false)
  })
})
