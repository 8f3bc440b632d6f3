import fs from 'node:fs'
import path from 'node:path'

import type { BuildPlace } from './build-what-is-old.ts'
import { findElectron } from './find-electron.ts'
import { hasDisplay } from './has-display.ts'
import { runTool } from './run-tool.ts'

/** A hundred megabytes on a line of ten megabits, and some. Milliseconds. */
const fetchDeadlineMs = 150_000

/** Where it could not be had it is not asked for again at every start. Milliseconds: a day. */
const askAgainAfterMs = 24 * 3600 * 1000

/** The binary, or in a sentence why there is none. */
export type ElectronAnswer = { readonly binary: string } | { readonly why: string }

/**
 * Finds Electron's binary, or fetches it with its package's own tool where that makes sense: where there is a display and
 * HOLDFAST_NO_DOWNLOAD is not set. `say` is told before the wait.
 */
export async function getElectron(
  place: BuildPlace,
  env: NodeJS.ProcessEnv,
  say: (line: string) => void,
): Promise<ElectronAnswer> {
  if (!hasDisplay(env)) return { why: 'There is no display here for a desktop window.' }
  const found = findElectron(place.projectFolder, env)
  if (found) return { binary: found }
  if (env['HOLDFAST_NO_DOWNLOAD']) {
    return { why: 'Electron is not installed, and HOLDFAST_NO_DOWNLOAD says not to fetch it.' }
  }
  const mark = path.join(place.projectFolder, 'out', '.build', 'electron-not-had')
  const triedAt = fs.statSync(mark, { throwIfNoEntry: false })?.mtimeMs ?? 0
  if (Date.now() - triedAt < askAgainAfterMs) {
    return { why: 'Electron could not be fetched within the last day (try again: npx install-electron).' }
  }
  say('Fetching Electron for the desktop window, once, about 110 MB (HOLDFAST_NO_DOWNLOAD=1 does without)…')
  const script = path.join(place.projectFolder, 'node_modules', 'electron', 'install.js')
  const options = { cwd: place.projectFolder, deadlineMs: fetchDeadlineMs, signal: place.signal }
  await runTool(script, [], options)
  const fetched = findElectron(place.projectFolder, env)
  if (fetched) return { binary: fetched }
  fs.mkdirSync(path.dirname(mark), { recursive: true })
  fs.writeFileSync(mark, '')
  return { why: 'Electron is not installed and could not be fetched.' }
}
