import type { Client } from '../../shared/contract/contract.ts'
import type { ChangeEvent } from '../../shared/contract/jobs-contract.ts'
import type { JobView } from '../../shared/domain/job.ts'
import type { DatabaseView } from '../../shared/domain/views.ts'
import type { Logger } from '../engine/engine.ts'

/** What tray and menu show. */
export interface ProgramState {
  readonly databases: readonly Pick<DatabaseView, 'id' | 'state'>[]
  readonly runningJobs: number
  /** The failure that ended last; null when none is known. */
  readonly lastFailure: JobView | null
}

/** Changes come in bursts; what they add up to is asked for once. Milliseconds. */
const settleMs = 500

/** Keeps the state up to date through the contract, as a window would, until the signal is aborted. Never rejects. */
export async function watchProgram(
  client: Client,
  onState: (state: ProgramState) => void,
  log: Logger,
  signal: AbortSignal,
): Promise<void> {
  let timer: NodeJS.Timeout | undefined
  const refreshSoon = (): void => {
    timer ??= setTimeout(() => {
      timer = undefined
      void readState(client).then(onState)
    }, settleMs)
  }
  signal.addEventListener('abort', () => clearTimeout(timer))
  try {
    const events = await client.jobs.watch(undefined, { signal })
    refreshSoon()
    for await (const event of events) if (matters(event)) refreshSoon()
  } catch (error) {
    if (!signal.aborted) log.error('shell.watch-ended', { error: String(error) })
  }
}

/** Progress of what already runs changes nothing that is shown here, but a job that begins or ends does. */
function matters(event: ChangeEvent): boolean {
  return event.topic !== 'settings' && event.topic !== 'activity'
}

async function readState(client: Client): Promise<ProgramState> {
  const jobs = await client.jobs.list()
  const failures = jobs.filter(({ state }) => state === 'failed')
  return {
    // Without an open vault there are none to speak of.
    databases: await client.databases.list().catch(() => []),
    runningJobs: jobs.filter(({ state }) => state === 'running' || state === 'waiting').length,
    lastFailure: failures.toSorted(byEnd).at(-1) ?? null,
  }
}

function byEnd(a: JobView, b: JobView): number {
  return (a.endedAt ?? '').localeCompare(b.endedAt ?? '')
}
