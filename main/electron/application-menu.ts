import type { MenuItemConstructorOptions } from 'electron'
import { app, Menu } from 'electron'

import type { Commands } from './commands.ts'
import { backUpAllItem } from './commands.ts'

/** The menu of the application. Reloading and developer tools only where it runs from sources. */
export function setApplicationMenu(commands: Commands): void {
  const ownMenu: MenuItemConstructorOptions[] = process.platform === 'darwin' ? [{ role: 'appMenu' }] : []
  const developing: MenuItemConstructorOptions[] = app.isPackaged
    ? []
    : [{ type: 'separator' }, { role: 'reload' }, { role: 'toggleDevTools' }]
  const template: MenuItemConstructorOptions[] = [
    ...ownMenu,
    {
      label: 'File',
      submenu: [
        backUpAllItem(commands, 1),
        { type: 'separator' },
        { role: 'close' },
        { label: 'Quit', accelerator: 'CmdOrCtrl+Q', click: () => commands.quit() },
      ],
    },
    { role: 'editMenu' },
    {
      label: 'View',
      submenu: [
        { role: 'resetZoom' },
        { role: 'zoomIn' },
        { role: 'zoomOut' },
        { type: 'separator' },
        { role: 'togglefullscreen' },
        ...developing,
      ],
    },
    { role: 'windowMenu' },
  ]
  Menu.setApplicationMenu(Menu.buildFromTemplate(template))
}
