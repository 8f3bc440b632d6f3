import fs from 'node:fs'
import path from 'node:path'

import { runTool } from './run-tool.ts'

/** What a build runs in. */
export interface BuildPlace {
  readonly projectFolder: string
  readonly signal: AbortSignal
}

const buildDeadlineMs = 300_000

/** Builds the window if it was never built or one of its sources is newer. Throws an Error with the tool's words. */
export async function buildWindowIfOld({ projectFolder, signal }: BuildPlace): Promise<'built' | 'fresh'> {
  const at = (...parts: string[]): string => path.join(projectFolder, ...parts)
  const builtAt = modifiedAt(at('out', 'window', 'index.html'))
  const newest = Math.max(
    ...['renderer', 'shared', 'assets', 'package-lock.json'].map((name) => newestUnder(at(name))),
  )
  if (builtAt > newest) return 'fresh'
  await build('vite', at('node_modules', 'vite', 'bin', 'vite.js'), ['build', 'renderer'], {
    projectFolder,
    signal,
  })
  return 'built'
}

/** Compiles what Electron runs: the compiler itself knows what is old. Throws an Error with its words. */
export async function compileForElectron(place: BuildPlace): Promise<void> {
  const compiler = path.join(place.projectFolder, 'node_modules', 'typescript', 'bin', 'tsc')
  await build('tsc', compiler, ['-b', 'main/electron', 'main/preload'], place)
}

async function build(
  name: string,
  script: string,
  args: readonly string[],
  { projectFolder, signal }: BuildPlace,
): Promise<void> {
  const { isDone, said } = await runTool(script, args, {
    cwd: projectFolder,
    deadlineMs: buildDeadlineMs,
    signal,
  })
  if (!isDone) throw new Error(`${name} did not build Holdfast:\n${said}`)
}

/** Milliseconds since 1970, or 0 for what is not there. */
function modifiedAt(place: string): number {
  return fs.statSync(place, { throwIfNoEntry: false })?.mtimeMs ?? 0
}

function newestUnder(place: string): number {
  const facts = fs.statSync(place, { throwIfNoEntry: false })
  if (!facts?.isDirectory()) return facts?.mtimeMs ?? 0
  const inside = fs.readdirSync(place).map((name) => newestUnder(path.join(place, name)))
  return Math.max(facts.mtimeMs, ...inside)
}
