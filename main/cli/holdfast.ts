import fs from 'node:fs'
import { enableCompileCache } from 'node:module'
import path from 'node:path'

import { homePlace } from '../compose/home-place.ts'
import { takeFileThreads } from '../compose/take-file-threads.ts'

/** In Holdfast's own private folder: whoever can write to a compile cache decides what runs. */
function startFaster(home: string): void {
  try {
    fs.mkdirSync(home, { recursive: true, mode: 0o700 })
    enableCompileCache(path.join(home, 'compile-cache'))
  } catch {
    // Without the cache a command starts a little later; nothing else depends on it.
  }
}

/** Exit itself would wait for a file system that hangs. Milliseconds after the command’s end, where something holds the process. */
const lastMs = 10_000

await takeFileThreads(process.env)
startFaster(homePlace(process.env))
const { runCli } = await import('./run-cli.ts')
process.exitCode = await runCli(process.argv.slice(2))
setTimeout(() => process.kill(process.pid, 'SIGKILL'), lastMs).unref()
