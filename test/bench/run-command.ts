import { spawnSync } from 'node:child_process'
import { performance } from 'node:perf_hooks'

/** What a command took. */
export interface Taken {
  readonly wallMs: number
  /** Time on any core, of all processes that it waited for: what other work of the machine hardly changes. */
  readonly cpuMs: number
}

/** Runs a command in a folder and tells what it took. Throws with its output when it fails. */
export function runCommand(command: string, cwd: string): Taken {
  const began = performance.now()
  const timed = `TIMEFORMAT='%U %S'; time { ${command}\n}`
  const done = spawnSync('bash', ['-c', timed], { cwd, encoding: 'utf8' })
  if (done.status !== 0) throw new Error(`${command}\n${done.stdout}\n${done.stderr}`)
  const wallMs = performance.now() - began
  const [user = NaN, system = NaN] = (done.stderr.trimEnd().split('\n').at(-1) ?? '').split(' ').map(Number)
  return { wallMs, cpuMs: (user + system) * 1000 }
}

/** Whether a program can be called by its name. */
export function isHere(program: string): boolean {
  return spawnSync('bash', ['-c', `command -v ${program}`]).status === 0
}

/** One line of the report. */
export function say(line: string): void {
  process.stdout.write(`${line}\n`)
}
