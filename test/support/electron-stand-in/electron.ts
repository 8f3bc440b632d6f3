import { app } from './app.ts'
import { browser } from './browser-window.ts'
import { startChromium } from './chromium.ts'
import { serveProtocol } from './protocol.ts'
import { refuseNewWindows } from './refuse-new-windows.ts'

// What `import … from 'electron'` means in the stand-in: as much as the application uses, and `standIn` for the tests.

export { app } from './app.ts'
export { BrowserWindow } from './browser-window.ts'
export { dialog, Menu, nativeImage, nativeTheme, Notification, session, shell, Tray } from './desktop.ts'
export { ipcMain } from './ipc-main.ts'
export { MessageChannelMain } from './message-channel-main.ts'
export { protocol } from './protocol.ts'
export { standIn } from './stand-in.ts'
export { utilityProcess } from './utility-process.ts'
export { WebContents as webContents } from './web-contents.ts'

/** Starts the browser and lets the application run. */
export async function launch(): Promise<void> {
  const chromium = await startChromium()
  app.closings.push(() => chromium.close(), await serveProtocol())
  for (const signal of ['SIGINT', 'SIGTERM', 'SIGHUP'] as const) process.on(signal, () => app.quit())
  chromium.devTools.on('closed', () => app.exit(0))
  browser.devTools = chromium.devTools
  await refuseNewWindows(chromium.devTools)
  app.becomeReady()
}
