import { browserDoors } from '../compose/browser-doors.ts'
import { composeBackend } from '../compose/compose-backend.ts'
import { forkWithNode } from '../jobs/fork-with-node.ts'
import type { GivenKey } from '../operations/keys/resolve-key.ts'
import type { WindowServer } from './serve-window.ts'
import { serveWindow } from './serve-window.ts'

/** What is served, and where. */
export interface BrowserHostOptions {
  /** The built window. */
  readonly windowFolder: string
  /** 0 or left out: one that is free. */
  readonly port?: number | undefined
  /** The vault to open at the start; left out: the one that was open last. */
  readonly vaultFolder?: string | undefined
  /** The key to open that vault with; left out: what this machine knows. */
  readonly key?: GivenKey | undefined
}

/** The whole browser host: everything behind the window, served on 127.0.0.1. `close` cancels what runs. */
export async function serveInBrowser(options: BrowserHostOptions): Promise<WindowServer> {
  const backend = await composeBackend({
    by: 'browser',
    host: browserDoors,
    jobs: (logger) => forkWithNode({ logger }),
    vaultFolder: options.vaultFolder,
    key: options.key,
  })
  try {
    const server = await serveWindow({
      router: backend.router,
      context: { ...backend.context },
      windowFolder: options.windowFolder,
      port: options.port ?? 0,
      log: backend.logger,
    })
    return {
      url: server.url,
      newUrl: () => server.newUrl(),
      async close() {
        await server.close()
        await backend.close()
      },
    }
  } catch (error) {
    await backend.close()
    throw error
  }
}
