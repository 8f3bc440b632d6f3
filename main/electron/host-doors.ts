import type { BrowserWindow, OpenDialogOptions } from 'electron'
import { app, dialog, shell } from 'electron'

import type { Capabilities } from '../../shared/contract/system-contract.ts'
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

/** The system's own dialogs and file manager. `owner`: the window they belong to, if it is open. */
export function hostDoors(owner: () => BrowserWindow | undefined): {
  readonly capabilities: Capabilities
  choosePath(kind: PathKind, title: string): Promise<readonly string[] | null>
  reveal(path: string): Promise<void>
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
    setStartAtLogin,
  }
}
