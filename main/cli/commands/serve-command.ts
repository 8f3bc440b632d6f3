import path from 'node:path'

import { FaultError } from '../../../shared/domain/fault.ts'
import { exitStatus, type ExitStatus } from '../../../shared/domain/faults/fault-exit-status.ts'
import { buildWindowIfOld } from '../../loopback/build-what-is-old.ts'
import { runBrowserHost } from '../../loopback/run-browser-host.ts'
import { serveInBrowser } from '../../loopback/serve-in-browser.ts'
import { answer, givenKeyOf, pathFrom, type GlobalOptions } from '../session.ts'
import { packageFolder, type Terminal } from '../terminal.ts'

/** Options of `serve`. */
export interface ServeOptions extends GlobalOptions {
  readonly port?: string | undefined
}

function portOf(given: string | undefined): number {
  const port = Number(given ?? 0)
  if (/^\d+$/.test(given ?? '0') && port <= 65_535) return port
  throw new FaultError({ code: 'WRONG_USE', detail: `--port takes a number up to 65535; not "${given}"` })
}

/** Ctrl+C, `kill`, a closed terminal. */
function untilEnded(): AbortSignal {
  const controller = new AbortController()
  for (const signal of ['SIGINT', 'SIGTERM', 'SIGHUP'] as const)
    process.once(signal, () => controller.abort())
  return controller.signal
}

function whenAborted(signal: AbortSignal): Promise<void> {
  return new Promise((resolve) => {
    if (signal.aborted) resolve()
    signal.addEventListener('abort', () => resolve(), { once: true })
  })
}

/** `serve`: serves the window to browsers of this machine until Ctrl+C. */
export async function serveCommand(terminal: Terminal, options: ServeOptions): Promise<ExitStatus> {
  const port = portOf(options.port)
  const vault = options.vault ?? (terminal.env['HOLDFAST_VAULT'] || undefined)
  const signal = untilEnded()
  const projectFolder = packageFolder()
  if ((await buildWindowIfOld({ projectFolder, signal })) === 'built') terminal.err('Built the window.\n')
  const served = {
    windowFolder: path.join(projectFolder, 'out', 'window'),
    port,
    vaultFolder: vault === undefined ? undefined : pathFrom(terminal, vault),
    key: givenKeyOf(terminal, options),
  }
  if (options.json === true) {
    const server = await serveInBrowser(served)
    answer({ terminal }, options, { url: server.url }, () => '')
    await whenAborted(signal)
    await server.close()
  } else {
    const say = (line: string): void => terminal.out(`${line}\n`)
    await runBrowserHost({ ...served, opensBrowser: false, say }, signal)
  }
  return exitStatus.done
}
