import { fileURLToPath } from 'node:url'

import { app, dialog, session } from 'electron'

import type { Client } from '../../shared/contract/contract.ts'
import type { HostDoors } from '../compose/compose-backend.ts'
import type { Logger } from '../engine/engine.ts'
import { attachMessagePort } from '../wire/attach-message-port.ts'
import { clientInProcess } from '../wire/client-in-process.ts'
import type { Served } from '../wire/served.ts'
import { declareAppScheme, serveAppScheme } from './app-scheme.ts'
import { setApplicationMenu } from './application-menu.ts'
import { makeCommands } from './commands.ts'
import { confineEveryContents } from './confine-contents.ts'
import { denyPermissions } from './deny-permissions.ts'
import { desktopNotifications } from './desktop-notifications.ts'
import { handOverPorts } from './hand-over-port.ts'
import { hostDoors } from './host-doors.ts'
import { MainWindow } from './main-window.ts'
import type { FailureNotice } from './notify-failures.ts'
import { notifyFailures } from './notify-failures.ts'
import { setStartAtLogin, startsHidden } from './start-at-login.ts'
import { putIntoTray } from './tray-icon.ts'
import { watchProgram } from './watch-program.ts'

/** What the shell needs of everything behind it. */
export interface ShellBackend {
  readonly router: Served['router']
  readonly context: Served['context']
  readonly logger: Logger
  onNotice(listener: (notice: FailureNotice) => void): () => void
  close(): Promise<void>
}

/** What a shell is made of. */
export interface ShellOptions {
  /** Chromium's own files: caches and the like. One folder, one running program. */
  readonly userFolder: string
  /** Called once, when Electron is ready. */
  compose(host: HostDoors): Promise<ShellBackend>
}

const windowFolder = fileURLToPath(new URL('../../window/', import.meta.url))

/**
 * The life of the desktop program, from start to quit. Closing the window leaves it in the tray, because a backup that fails
 * while nobody looks must still be told; a second start brings the window of the first to the front. Started hidden (at login) it
 * begins in the tray.
 */
export function runShell(options: ShellOptions): void {
  app.setPath('userData', options.userFolder)
  if (!app.requestSingleInstanceLock()) {
    app.quit()
    return
  }
  app.enableSandbox()
  declareAppScheme()
  confineEveryContents(app)
  const window = new MainWindow()
  app.on('second-instance', (_event, argv) => {
    if (!startsHidden(argv)) window.show()
  })
  app.on('activate', () => window.show())
  app.on('window-all-closed', () => undefined)
  app
    .whenReady()
    .then(() => openShell(window, options))
    .catch((error: unknown) => {
      dialog.showErrorBox('Holdfast could not start', error instanceof Error ? error.message : String(error))
      app.exit(1)
    })
}

async function openShell(window: MainWindow, options: ShellOptions): Promise<void> {
  const showNote = desktopNotifications((place) => window.show(place))
  const backend = await options.compose(hostDoors(() => window.window, showNote))
  const { logger } = backend
  const served = servedBy(backend)
  const client = clientInProcess(served)
  const isOver = new AbortController()

  process.on('uncaughtException', (error) => logger.error('shell.uncaught', { error: error.stack }))
  process.on('unhandledRejection', (error) => logger.error('shell.unhandled', { error: String(error) }))
  serveAppScheme(windowFolder)
  denyPermissions(session.defaultSession)
  handOverPorts(
    () => window.contents,
    (port) => attachMessagePort(port, served),
    logger,
  )
  const commands = makeCommands(
    client,
    (place) => window.show(place),
    () => app.quit(),
    logger,
  )
  setApplicationMenu(commands)
  backend.onNotice(notifyFailures(showNote, logger))
  void watchProgram(client, putIntoTray(commands), logger, isOver.signal)
  closeBeforeQuit(async () => {
    isOver.abort()
    await backend.close()
  })
  void renewStartAtLogin(client, logger)
  if (!startsHidden(process.argv)) window.show()
}

/** The program may have been moved, or renewed, since it was entered: the entry names where it is now. */
async function renewStartAtLogin(client: Client, logger: Logger): Promise<void> {
  try {
    const { startAtLogin } = await client.system.settings()
    if (startAtLogin) await setStartAtLogin(true)
  } catch (error) {
    logger.error('shell.start-at-login', { error: String(error) })
  }
}

/** Quitting waits for running jobs to be cancelled and to clear up behind them; a second quit does not. */
function closeBeforeQuit(close: () => Promise<void>): void {
  let isClosing = false
  app.on('will-quit', (event) => {
    if (isClosing) return
    isClosing = true
    event.preventDefault()
    void close()
      .catch(() => undefined)
      .then(() => app.exit(0))
  })
}

function servedBy({ router, context, logger }: ShellBackend): Served {
  return {
    router,
    context,
    onUnexpected(reference, error, procedure) {
      const shown = error instanceof Error ? (error.stack ?? error.message) : String(error)
      logger.error('contract.unexpected', { reference, procedure, error: shown })
    },
  }
}
