import fs from 'node:fs/promises'
import path from 'node:path'

import { app } from 'electron'

import { FaultError } from '../../shared/domain/fault.ts'
import { autostartEntry, autostartFile } from './autostart-entry.ts'
import { hiddenFlag, loginCommand } from './login-command.ts'

/** What starts this very program. An AppImage runs from a folder that is gone at the next login; it names its own file. */
function ownCommand(): readonly string[] {
  const program = process.env['APPIMAGE'] ?? process.execPath
  return loginCommand({ program, args: app.isPackaged ? [] : [app.getAppPath()], env: process.env })
}

async function setAutostart(isOn: boolean): Promise<void> {
  const file = autostartFile({
    userFolder: app.getPath('home'),
    configFolder: process.env['XDG_CONFIG_HOME'],
  })
  try {
    if (!isOn) return await fs.rm(file, { force: true })
    await fs.mkdir(path.dirname(file), { recursive: true })
    await fs.writeFile(file, autostartEntry(ownCommand()))
  } catch (error) {
    const { code = 'EIO' } = error as NodeJS.ErrnoException
    throw new FaultError(
      { code: 'FOLDER_UNREADABLE', path: path.dirname(file), errno: code },
      { cause: error },
    )
  }
}

/** Starts the program, hidden, with the user's session from now on, or not any more. Throws FOLDER_UNREADABLE. */
export async function setStartAtLogin(isOn: boolean): Promise<void> {
  if (process.platform === 'linux') return setAutostart(isOn)
  const [program, ...args] = ownCommand()
  app.setLoginItemSettings({
    openAtLogin: isOn,
    ...(process.platform === 'win32' && { path: program, args: args.map((word) => `"${word}"`) }),
  })
}

/** Whether a start shows no window: of this command line, or on macOS, where a login item has no arguments, at login. */
export function startsHidden(argv: readonly string[]): boolean {
  if (argv.includes(hiddenFlag)) return true
  return process.platform === 'darwin' && app.getLoginItemSettings().wasOpenedAtLogin
}
