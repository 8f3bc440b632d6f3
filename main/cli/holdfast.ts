import fs from 'node:fs'
import { enableCompileCache } from 'node:module'
import path from 'node:path'

import { homePlace } from '../compose/home-place.ts'

/** In Holdfast's own private folder: whoever can write to a compile cache decides what runs. */
function startFaster(home: string): void {
  try {
    fs.mkdirSync(home, { recursive: true, mode: 0o700 })
    enableCompileCache(path.join(home, 'compile-cache'))
  } catch {
    // Without the cache a command starts a little later; nothing else depends on it.
  }
}

startFaster(homePlace(process.env))
const { runCli } = await import('./run-cli.ts')
process.exitCode = await runCli(process.argv.slice(2))
