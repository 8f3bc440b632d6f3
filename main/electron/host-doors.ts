import type { BrowserWindow, OpenDialogOptions } from 'electron'
import { app, dialog, shell } from 'electron'

import type { ChannelMessage } from '../../shared/domain/alerts/channel-message.ts'
import type { Capabilities } from '../../shared/contract/system-contract.ts'
import type { ShowNote } from './desktop-note.ts'
import { showAlert } from './show-alert.ts'
import { setStartAtLogin } from './start-at-login.ts'

/** What a path is chosen for. */
export type PathKind = 'database' | 'folder' | 'save_database' | 'key_file'

const openOptions: Readonly<Record<Exclude<PathKind, 'save_database'>, OpenDialogOptions>> = {
  // No filter by ending: what a SQLite file is, its header says.
  database: { properties: ['openFile', 'multiSelections', 'showHiddenFiles'] },
  folder: { properties: ['openDirectory', 'createDirectory'] },
  key_file: { properties: ['openFile', 'showHiddenFiles'] },
}

/** What this host can do that a browser can't. */
const desktopCapabilities: Capabilities = {
  nativeFileDialog: true,
  revealInFolder: true,
  dropGivesPath: true,
  tray: true,
  desktopNotifications: true,
  startAtLogin: true,
}

/**
 * The system's own dialogs, file manager and notifications. `owner`: the window that dialogs belong to, if it is open; `show` shows a note on
 * the desktop.
 */
export function hostDoors(
  owner: () => BrowserWindow | undefined,
  show: ShowNote,
): {
  readonly capabilities: Capabilities
  choosePath(kind: PathKind, title: string): Promise<readonly string[] | null>
  reveal(path: string): Promise<void>
  readonly showMessage: (message: ChannelMessage) => Promise<string | null>
  setStartAtLogin(isOn: boolean): Promise<void>
} {
  return {
    capabilities: desktopCapabilities,
    async choosePath(kind, title) {
      const window = owner()
      const defaultPath = app.getPath('home')
      if (kind === 'save_database') {
        const options = { title, defaultPath }
        const { canceled, filePath } = await (window
          ? dialog.showSaveDialog(window, options)
          : dialog.showSaveDialog(options))
        return canceled || filePath === '' ? null : [filePath]
      }
      const options = { title, defaultPath, ...openOptions[kind] }
      const { canceled, filePaths } = await (window
        ? dialog.showOpenDialog(window, options)
        : dialog.showOpenDialog(options))
      return canceled ? null : filePaths
    },
    reveal(path) {
      shell.showItemInFolder(path)
      return Promise.resolve()
    },
    showMessage: showAlert(show),
    setStartAtLogin,
  }
}
