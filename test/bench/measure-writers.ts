import { fork, spawnSync } from 'node:child_process'

/** How long a writer's commits took, milliseconds. */
export interface CommitTimes {
  readonly commits: number
  readonly p50: number
  readonly p99: number
  readonly longest: number
  /** What became of what ran beside the writer, where it was not done. */
  readonly unfinished: 'stopped: it did not end' | 'gave up: database is locked' | null
}

/** What is copied in steps may begin anew with every commit and never end. */
const limitSeconds = 120
/** How `timeout` says that it stopped a command. */
const stoppedStatus = 124

function summarize(waits: readonly number[]): Omit<CommitTimes, 'unfinished'> {
  const sorted = [...waits].sort((a, b) => a - b)
  const at = (share: number): number =>
    sorted[Math.min(sorted.length - 1, Math.floor(sorted.length * share))] ?? 0
  return { commits: sorted.length, p50: at(0.5), p99: at(0.99), longest: sorted.at(-1) ?? 0 }
}

/** Runs `command` beside a writer that commits to `file` every few milliseconds, and tells how long its commits took. */
export async function measureWriters(
  file: string,
  journalMode: string,
  command: string,
  folder: string,
): Promise<CommitTimes> {
  const writer = fork(new URL('writer-process.ts', import.meta.url), [file, journalMode], { execArgv: [] })
  await new Promise((resolve) => writer.once('message', resolve))
  const waits = new Promise<readonly number[]>((resolve) => {
    writer.once('message', (message) => resolve(message as readonly number[]))
  })
  // spawnSync would stop this process only; the writer is another one and goes on.
  const limited = ['-k', '5', String(limitSeconds), 'bash', '-c', command]
  const done = spawnSync('timeout', limited, { cwd: folder, encoding: 'utf8' })
  writer.send('stop')
  const times = summarize(await waits)
  if (done.status === stoppedStatus) return { ...times, unfinished: 'stopped: it did not end' }
  if (done.stderr.includes('database is locked'))
    return { ...times, unfinished: 'gave up: database is locked' }
  if (done.status !== 0) throw new Error(`${command}\n${done.stderr}`)
  return { ...times, unfinished: null }
}
