import path from 'node:path'
import { fileURLToPath } from 'node:url'
import { parseArgs } from 'node:util'

import { FaultError, faultOf } from '../../shared/domain/fault.ts'
import { faultText } from '../../shared/domain/faults/fault-text.ts'
import { buildWindowIfOld, compileForElectron } from './build-what-is-old.ts'
import { getElectron } from './get-electron.ts'
import { runBrowserHost } from './run-browser-host.ts'
import { runElectron } from './run-electron.ts'

// `npm start`: the desktop window where Electron is or can be had, else the same window in the browser.
//   --browser   always the browser       --port N   at this port      --no-open   print the address only

const projectFolder = fileURLToPath(new URL('../../', import.meta.url))

const say = (line: string): void => void process.stdout.write(`${line}\n`)

/** Ctrl+C, `kill`, a closed terminal, and, where tests ask for it, the end of whoever started this. */
function untilEnded(): AbortSignal {
  const ended = new AbortController()
  for (const signal of ['SIGINT', 'SIGTERM', 'SIGHUP'] as const) process.on(signal, () => ended.abort())
  if (process.env['HOLDFAST_EXIT_WITH_PARENT']) process.stdin.resume().on('close', () => ended.abort())
  return ended.signal
}

function portFrom(given: string | undefined): number {
  const port = Number(given ?? 0)
  if (Number.isInteger(port) && port >= 0 && port <= 65_535) return port
  throw new FaultError({ code: 'WRONG_USE', detail: `--port takes a number up to 65535; not "${given}"` })
}

async function start(signal: AbortSignal): Promise<number> {
  const { values } = parseArgs({
    options: {
      browser: { type: 'boolean', default: false },
      'no-open': { type: 'boolean', default: false },
      port: { type: 'string' },
    },
  })
  const place = { projectFolder, signal }
  if ((await buildWindowIfOld(place)) === 'built') say('Built the window.')

  let why: string | null = null
  if (!values.browser) {
    const electron = await getElectron(place, process.env, say)
    if ('binary' in electron) {
      await compileForElectron(place)
      const end = await runElectron(electron.binary, projectFolder, signal)
      if (end.kind === 'ended') return end.exitCode
      why = `Electron could not open its window (${end.why}).`
    } else why = electron.why
  }
  if (signal.aborted) return 130
  if (why) say(`${why} The same window opens in the browser.`)
  const windowFolder = path.join(projectFolder, 'out', 'window')
  await runBrowserHost(
    { windowFolder, port: portFrom(values.port), opensBrowser: !values['no-open'], say },
    signal,
  )
  return 0
}

const ended = untilEnded()
try {
  // Not left to the event loop: an open stdin would keep it going after everything is closed.
  process.exit(await start(ended))
} catch (error) {
  const fault = faultOf(error)
  const words = fault ? `${faultText(fault).message} ${faultText(fault).remedy}` : (error as Error).message
  // What was cut short by Ctrl+C has not failed.
  if (!ended.aborted) process.stderr.write(`Holdfast could not start. ${words}\n`)
  process.exit(ended.aborted ? 130 : 1)
}
