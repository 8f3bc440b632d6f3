import { spawn, type ChildProcess } from 'node:child_process'
import fs from 'node:fs'
import path from 'node:path'
import { fileURLToPath } from 'node:url'

import { buildDatabase, type BuildOptions } from '../../support/database-builder.ts'
import { tempFolder } from '../../support/temp-folder.ts'

const entry = fileURLToPath(new URL('../../../main/cli/holdfast.ts', import.meta.url))

/** Shared by all rigs: with a home of its own each, every command would compile the program anew. */
const compileCache = fileURLToPath(new URL('../../../out/.compile-cache', import.meta.url))

/** What one command line did. */
export interface CliEnd {
  readonly status: number | null
  readonly out: string
  readonly err: string
}

/** A place to call the command line from: its own home, no keychain, folders that go away with the test. */
export interface Rig {
  readonly folder: string
  readonly home: string
  readonly vault: string
  readonly sources: string
  readonly env: NodeJS.ProcessEnv
  /** Runs a command with the rig's vault; answers when it has ended. */
  run(...args: string[]): Promise<CliEnd>
  runWith(options: { env?: NodeJS.ProcessEnv; cwd?: string }, ...args: string[]): Promise<CliEnd>
  /** Starts one and leaves it running. */
  start(...args: string[]): { child: ChildProcess; ended: Promise<CliEnd> }
  /** Runs with --json and parses the one document on standard output. */
  json(...args: string[]): Promise<{ status: number | null; json: unknown }>
  /** A new database among the sources. */
  source(name: string, options?: BuildOptions): string
}

function clean(env: NodeJS.ProcessEnv): NodeJS.ProcessEnv {
  return Object.fromEntries(
    Object.entries(env).filter(([name]) => !/^(npm_|INIT_CWD|HOLDFAST_|VITEST|NODE_OPTIONS)/.test(name)),
  )
}

function collect(child: ChildProcess): Promise<CliEnd> {
  let out = ''
  let err = ''
  child.stdout?.setEncoding('utf8').on('data', (text: string) => (out += text))
  child.stderr?.setEncoding('utf8').on('data', (text: string) => (err += text))
  return new Promise((resolve) => child.once('close', (status) => resolve({ status, out, err })))
}

/** A rig in a new folder. `share` takes the vault of another, with a home of its own: another machine. */
export function cliRig(share?: { readonly vault: string }): Rig {
  const folder = tempFolder('cli')
  const home = path.join(folder, 'home')
  const vault = share?.vault ?? path.join(folder, 'vault')
  const sources = path.join(folder, 'sources')
  fs.mkdirSync(sources)
  const env = {
    ...clean(process.env),
    HOLDFAST_HOME: home,
    HOLDFAST_KEYCHAIN: 'off',
    HOLDFAST_SCHEDULES: 'off',
    HOLDFAST_VAULT: vault,
    // Alerts of a test are for nobody's desktop.
    DBUS_SESSION_BUS_ADDRESS: 'unix:path=/nowhere',
    DISPLAY: '',
    NODE_COMPILE_CACHE: compileCache,
  }
  const start = (options: { env?: NodeJS.ProcessEnv; cwd?: string }, args: string[]): ChildProcess =>
    spawn(process.execPath, [entry, ...args], {
      cwd: options.cwd ?? sources,
      env: { ...env, ...options.env },
      stdio: ['ignore', 'pipe', 'pipe'],
    })
  return {
    folder,
    home,
    vault,
    sources,
    env,
    run: (...args) => collect(start({}, args)),
    runWith: (options, ...args) => collect(start(options, args)),
    start: (...args) => {
      const child = start({}, args)
      return { child, ended: collect(child) }
    },
    async json(...args) {
      const { status, out } = await collect(start({}, ['--json', ...args]))
      return { status, json: JSON.parse(out) as unknown }
    },
    source(name, options) {
      const file = path.join(sources, name)
      buildDatabase(file, options)
      return file
    },
  }
}

/** Every file below a folder, relative, sorted. */
export function filesBelow(folder: string): readonly string[] {
  return fs
    .readdirSync(folder, { recursive: true, withFileTypes: true })
    .filter((entry) => entry.isFile())
    .map((entry) => path.relative(folder, path.join(entry.parentPath, entry.name)))
    .sort()
}
