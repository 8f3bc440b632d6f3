import { once } from 'node:events'
import path from 'node:path'

import { FaultError } from '../../../shared/domain/fault.ts'
import { exitStatus, type ExitStatus } from '../../../shared/domain/faults/fault-exit-status.ts'
import { browserDoors } from '../../compose/browser-doors.ts'
import { composeBackend } from '../../compose/compose-backend.ts'
import { forkWithNode } from '../../jobs/fork-with-node.ts'
import { serveWindow } from '../../loopback/serve-window.ts'
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

/** `serve`: serves the window to browsers of this machine until Ctrl+C. */
export async function serveCommand(terminal: Terminal, options: ServeOptions): Promise<ExitStatus> {
  const port = portOf(options.port)
  const vault = options.vault ?? (terminal.env['HOLDFAST_VAULT'] || undefined)
  const backend = await composeBackend({
    jobs: (logger) => forkWithNode({ logger }),
    host: browserDoors,
    vaultFolder: vault === undefined ? undefined : pathFrom(terminal, vault),
    key: givenKeyOf(terminal, options),
  })
  const { router, context, logger: log } = backend
  const windowFolder = path.join(packageFolder(), 'out', 'window')
  try {
    const server = await serveWindow({ router, context, windowFolder, port, log })
    answer({ terminal }, options, { url: server.url }, () => `${server.url}\nEnd with Ctrl+C.\n`)
    await Promise.race([once(process, 'SIGINT'), once(process, 'SIGTERM')])
    await server.close()
  } finally {
    await backend.close()
  }
  return exitStatus.done
}
