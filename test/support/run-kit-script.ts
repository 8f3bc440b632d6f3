import { spawnSync } from 'node:child_process'
import fs from 'node:fs'
import path from 'node:path'
import { fileURLToPath } from 'node:url'

import { tempFolder } from './temp-folder.ts'

const script = fileURLToPath(new URL('../../assets/kit/holdfast-restore.mjs', import.meta.url))

/** A folder that holds the kit's script and nothing else of Holdfast: where it would be used. */
export function bareKit(): string {
  const folder = tempFolder('bare-kit')
  fs.copyFileSync(script, path.join(folder, 'holdfast-restore.mjs'))
  return folder
}

/** What the script did, run as a person would, with an environment in which nothing else can be found. */
export interface ScriptEnd {
  readonly status: number | null
  readonly out: string
  readonly err: string
}

/** Runs the script of a bare kit. `input` is its standard input. */
export function runKitScript(
  kit: string,
  args: readonly string[],
  input: Uint8Array | string = '',
): ScriptEnd {
  const ended = spawnSync(process.execPath, ['holdfast-restore.mjs', ...args], {
    cwd: kit,
    env: { PATH: '' },
    input,
    encoding: 'utf8',
  })
  return { status: ended.status, out: ended.stdout, err: ended.stderr }
}
