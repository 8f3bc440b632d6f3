import { fileURLToPath } from 'node:url'

import type { WebContents } from 'electron'
import { BrowserWindow } from 'electron'

import { addressOf } from './own-page.ts'

/** For the task bars that take it from the window (Linux); elsewhere it is the program's own. */
const icon = fileURLToPath(new URL('../../../assets/icons/icon.png', import.meta.url))

const preload = fileURLToPath(new URL('../preload/preload.cjs', import.meta.url))

/** The program's one window, which can be closed and opened again. */
export class MainWindow {
  #window: BrowserWindow | undefined

  /** Undefined while it is closed. */
  get contents(): WebContents | undefined {
    return this.#window?.webContents
  }

  get window(): BrowserWindow | undefined {
    return this.#window
  }

  /** Brings it to the front, made anew if it was closed; at a place such as `/activity` if one is given. */
  show(place?: string): void {
    if (!this.#window) {
      this.#open(place ?? '/')
      return
    }
    if (this.#window.isMinimized()) this.#window.restore()
    this.#window.show()
    this.#window.focus()
    // Only the fragment changes: the page stays as it is and goes to the place.
    if (place !== undefined && this.#window.webContents.getURL() !== addressOf(place)) {
      void this.#window.loadURL(addressOf(place))
    }
  }

  #open(place: string): void {
    const opened = new BrowserWindow({
      width: 1280,
      height: 860,
      minWidth: 760,
      minHeight: 560,
      show: false,
      title: 'Holdfast',
      icon,
      webPreferences: {
        preload,
        sandbox: true,
        contextIsolation: true,
        nodeIntegration: false,
        webviewTag: false,
        navigateOnDragDrop: false,
        // Its dictionaries would be fetched from the network.
        spellcheck: false,
      },
    })
    this.#window = opened
    opened.once('ready-to-show', () => opened.show())
    opened.on('closed', () => (this.#window = undefined))
    void opened.loadURL(addressOf(place))
  }
}
