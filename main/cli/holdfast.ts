import { enableCompileCache } from 'node:module'
import path from 'node:path'

import { homePlace } from '../compose/home-place.ts'

// In Holdfast's own private folder: whoever can write to a compile cache decides what runs.
enableCompileCache(path.join(homePlace(process.env), 'compile-cache'))
const { runCli } = await import('./run-cli.ts')
process.exitCode = await runCli(process.argv.slice(2))
