import { execFileSync, spawnSync } from 'node:child_process'
import fs from 'node:fs'
import { fileURLToPath } from 'node:url'

import { restoreRequest, type Stage } from './restore-stage.ts'

/** Lets every user work with the stage's vault, and see its folder. */
export function openToAll(stage: Stage): void {
  fs.chmodSync(stage.folder, 0o755)
  execFileSync('chmod', ['-R', 'a+rwX', stage.vault.folder])
}

/** Restores in a process of another user; answers what it said. */
export function restoreAs(
  uid: number,
  stage: Stage,
  target: string,
): { said: string; status: number | null } {
  const script = fileURLToPath(new URL('./restore-as-other.ts', import.meta.url))
  const order = JSON.stringify(restoreRequest(stage, target, fs.existsSync(target) ? 'swap' : 'new_file'))
  const args = ['--reuid', String(uid), '--regid', String(uid), '--clear-groups', process.execPath, script]
  const { stdout, stderr, status } = spawnSync('setpriv', args, { input: order, encoding: 'utf8' })
  return { said: `${stdout}${stderr}`, status }
}
