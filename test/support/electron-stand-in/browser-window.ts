import { EventEmitter } from 'node:events'

import type { DevTools } from './devtools.ts'
import { WebContents } from './web-contents.ts'

/** Set once chromium runs. */
export const browser: { devTools?: DevTools } = {}

/** A window: in chromium a page without a frame around it. */
export class BrowserWindow extends EventEmitter {
  static readonly all: BrowserWindow[] = []
  readonly webContents: WebContents
  readonly options: {
    readonly width?: number
    readonly height?: number
    readonly webPreferences: { readonly preload: string }
  }
  readonly #opened: Promise<void>

  constructor(options: BrowserWindow['options']) {
    super()
    this.options = options
    this.webContents = new WebContents(options.webPreferences.preload)
    if (!browser.devTools) throw new Error('A window before ready.')
    this.#opened = this.webContents.open(browser.devTools, options)
    this.webContents.on('destroyed', () => this.emit('closed'))
    BrowserWindow.all.push(this)
  }

  static getAllWindows(): readonly BrowserWindow[] {
    return BrowserWindow.all
  }

  static fromWebContents(contents: WebContents): BrowserWindow | null {
    return BrowserWindow.all.find((window) => window.webContents === contents) ?? null
  }

  async loadURL(address: string): Promise<void> {
    await this.#opened
    await this.webContents.loadURL(address)
    this.emit('ready-to-show')
  }

  isMinimized(): boolean {
    return false
  }

  show(): void {
    this.emit('show')
  }

  focus(): void {
    this.emit('focus')
  }

  close(): void {
    this.webContents.close()
  }
}
