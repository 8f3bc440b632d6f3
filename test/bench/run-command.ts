import { spawnSync } from 'node:child_process'
import { performance } from 'node:perf_hooks'

/** Runs a command in a folder and tells how long it took, milliseconds. Throws with its output when it fails. */
export function runCommand(command: string, cwd: string): number {
  const began = performance.now()
  const done = spawnSync('bash', ['-c', command], { cwd, encoding: 'utf8' })
  if (done.status !== 0) throw new Error(`${command}\n${done.stdout}\n${done.stderr}`)
  return performance.now() - began
}

/** Whether a program can be called by its name. */
export function isHere(program: string): boolean {
  return spawnSync('bash', ['-c', `command -v ${program}`]).status === 0
}

/** One line of the report. */
export function say(line: string): void {
  process.stdout.write(`${line}\n`)
}
