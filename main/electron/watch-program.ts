import type { Client } from '../../shared/contract/contract.ts'
import type { ChangeEvent } from '../../shared/contract/jobs-contract.ts'
import type { JobView } from '../../shared/domain/job.ts'
import type { DatabaseView } from '../../shared/domain/views.ts'
import type { Logger } from '../engine/engine.ts'
import type { OpenAlerts, TrayVault } from './tray-state.ts'

/** What tray and menu show. */
export interface ProgramState {
  /** Whether a vault is open; only then is anything known of the databases. */
  readonly vault: TrayVault
  readonly databases: readonly Pick<DatabaseView, 'id' | 'state'>[]
  readonly runningJobs: number
  readonly openAlerts: OpenAlerts
  /** Whether every schedule of the vault is paused; null: not known. */
  readonly isPaused: boolean | null
  /** The failure that ended last; null when none is known. */
  readonly lastFailure: JobView | null
}

/** Changes come in bursts; what they add up to is asked for once. Milliseconds. */
const settleMs = 500

/** Keeps the state up to date through the contract, as a window would, until the signal is aborted; what is not known is shown as such. Never rejects. */
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
      readState(client).then(onState, (error: unknown) => {
        // What was shown may no longer be so.
        onState(unknownState)
        if (!signal.aborted) log.error('shell.state-unread', { error: String(error) })
      })
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
  if (!signal.aborted) onState(unknownState)
}

/** Progress of what already runs changes nothing that is shown here, but a job that begins or ends does. */
function matters(event: ChangeEvent): boolean {
  return event.topic !== 'settings' && event.topic !== 'activity'
}

/** Nothing is known: shown before the first answer and after the last. */
export const unknownState: ProgramState = {
  vault: 'not_known',
  databases: [],
  runningJobs: 0,
  openAlerts: { critical: 0, warning: 0 },
  isPaused: null,
  lastFailure: null,
}

async function readState(client: Client): Promise<ProgramState> {
  const { state: vault } = await client.vault.status()
  const jobs = await client.jobs.list()
  const failures = jobs.filter(({ state }) => state === 'failed')
  const isOpen = vault === 'open'
  // Of one that is away this machine has the alerts.
  const hasAlerts = isOpen || vault === 'unreachable'
  return {
    vault,
    databases: isOpen ? await client.databases.list() : [],
    openAlerts: hasAlerts ? await countAlerts(client) : unknownState.openAlerts,
    isPaused: isOpen ? (await client.schedules.view()).paused !== null : null,
    runningJobs: jobs.filter(({ state }) => state === 'running' || state === 'waiting').length,
    lastFailure: failures.toSorted(byEnd).at(-1) ?? null,
  }
}

async function countAlerts(client: Client): Promise<OpenAlerts> {
  const { open, critical } = await client.alerts.count()
  return { critical, warning: open - critical }
}

function byEnd(a: JobView, b: JobView): number {
  return (a.endedAt ?? '').localeCompare(b.endedAt ?? '')
}
