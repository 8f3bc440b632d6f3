import type { MenuItemConstructorOptions } from 'electron'

import type { Client } from '../../shared/contract/contract.ts'
import type { JobView } from '../../shared/domain/job.ts'
import type { Logger } from '../engine/engine.ts'

/** What tray and menu can do. */
export interface Commands {
  openWindow(): void
  backUpAll(): void
  /** Pauses every schedule of the vault, or lets them go on. */
  pauseSchedules(isPaused: boolean): void
  openFailure(job: Pick<JobView, 'databaseId'>): void
  quit(): void
}

/** Where the window shows what failed: the history of its database, newest first. */
export function placeOfFailure(databaseId: string): string {
  return `/database/${databaseId}/history`
}

/** The commands over the contract's client. What goes wrong with a job shows where jobs are shown. */
export function makeCommands(
  client: Client,
  show: (place?: string) => void,
  quit: () => void,
  log: Logger,
): Commands {
  const backUpAll = async (): Promise<void> => {
    const databaseIds = (await client.databases.list()).map(({ id }) => id)
    if (databaseIds.length > 0) await client.backups.start({ databaseIds })
  }
  return {
    openWindow: () => show(),
    backUpAll() {
      backUpAll().catch((error: unknown) => {
        log.warn('shell.back-up-all-refused', { error: String(error) })
        show('/')
      })
    },
    pauseSchedules(isPaused) {
      const asked = isPaused ? client.schedules.pause() : client.schedules.resume()
      asked.catch((error: unknown) => {
        log.warn('shell.pause-refused', { error: String(error) })
        show('/settings/policies')
      })
    },
    openFailure: ({ databaseId }) => show(placeOfFailure(databaseId)),
    quit,
  }
}

/** The entry that tray and menu have in common. */
export function backUpAllItem(commands: Commands, databaseCount: number): MenuItemConstructorOptions {
  return {
    label: 'Back up all now',
    enabled: databaseCount > 0,
    click: () => commands.backUpAll(),
  }
}
