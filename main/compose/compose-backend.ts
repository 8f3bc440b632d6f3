import os from 'node:os'

import type { CallerContext } from '../api/guarded.ts'
import { createRouter, type Router } from '../api/create-router.ts'
import type { HostDoors } from '../api/host-doors.ts'
import { hostNotificationChannel } from '../channels/host-notification-channel.ts'
import type { Fault } from '../../shared/domain/fault.ts'
import { faultText } from '../../shared/domain/faults/fault-text.ts'
import type { Logger } from '../engine/engine.ts'
import { performer } from '../operations/access/perform.ts'
import type { GivenKey } from '../operations/keys/resolve-key.ts'
import type { Operations } from '../operations/operations.ts'
import { lastVaultFolder } from '../operations/vaults/list-recent-vaults.ts'
import { openVault } from '../operations/vaults/open-vault.ts'
import { openChannelMessenger } from '../operations/channels/channel-messenger.ts'
import { createDrillRounds } from '../operations/drills/drill-rounds.ts'
import type { OpenMessenger } from '../operations/monitoring/messenger.ts'
import { createMonitor } from '../operations/monitoring/monitor.ts'
import { watchLastVault } from '../operations/monitoring/watch-missing.ts'
import { createScheduler } from '../operations/schedules/scheduler.ts'
import { watchVault } from '../operations/vaults/watch-vault.ts'
import { composeOperations, mayRunSchedules, type OperationsOptions } from './compose-operations.ts'
import { programVersion } from './program-version.ts'

export type { HostDoors, PathKind } from '../api/host-doors.ts'

/** What a host with a window chooses. */
export interface BackendOptions extends OperationsOptions {
  readonly host: HostDoors
  /** The vault to open at the start; left out: the one that was open last, where it is there. */
  readonly vaultFolder?: string | undefined
  /** The key to open it with; left out: what this machine knows. */
  readonly key?: GivenKey | undefined
}

/** Something a person should be told of while not looking at the window. */
export interface Notice {
  readonly kind: 'backup_failed'
  /** Opens the failure. */
  readonly jobId: string
  readonly databaseId: string
  readonly database: string
  readonly fault: Fault
  readonly title: string
  readonly message: string
}

/** Everything behind a window. */
export interface Backend {
  readonly router: Router
  /** How what the window's user asks for is done. Transports hand it along with the router. */
  readonly context: CallerContext
  readonly operations: Operations
  readonly logger: Logger
  /** Calls back for each backup that failed; returns what ends it. */
  onNotice(listener: (notice: Notice) => void): () => void
  /** Cancels what runs, closes the vault, writes the rest of the log. */
  close(): Promise<void>
}

function noticesOf(operations: Operations): Backend['onNotice'] {
  return (listener) =>
    operations.changes.listen((change) => {
      if (change.topic !== 'jobs') return
      for (const { id, kind, state, databaseId, database, fault } of change.jobs) {
        if (kind !== 'backup' || state !== 'failed' || fault === undefined) continue
        const { message } = faultText(fault)
        const title = `Backup of ${database} failed`
        listener({ kind: 'backup_failed', jobId: id, databaseId, database, fault, title, message })
      }
    })
}

/**
 * Opens a vault at the start. The one that was named must open; the one of last time may be gone, and leaves the window without one.
 */
async function openAtStart(operations: Operations, logger: Logger, options: BackendOptions): Promise<void> {
  if (options.vaultFolder !== undefined) {
    await openVault(operations, options.vaultFolder, { given: options.key })
    return
  }
  try {
    const folder = await lastVaultFolder(operations)
    if (folder !== null) await openVault(operations, folder)
  } catch (error) {
    logger.warn('vault.not_opened_at_start', { fault: operations.faultFrom(error) })
  }
}

/** Puts everything behind a window together. Throws the faults of opening the vault that was named. */
export async function composeBackend(options: BackendOptions): Promise<Backend> {
  const desktop = hostNotificationChannel(options.host.showMessage ?? null)
  const composed = await composeOperations({ desktop, ...options })
  const { operations, logger } = composed
  const router = createRouter({
    operations,
    host: options.host,
    version: programVersion(),
    platform: process.platform,
    userFolder: os.homedir(),
  })
  await openAtStart(operations, logger, options).catch(async (error: unknown) => {
    await composed.close()
    throw error
  })
  const stopWatching = watchVault(operations)
  const scheduler = createScheduler(operations)
  const openMessenger: OpenMessenger = (vault, isAway) =>
    openChannelMessenger(operations.world, vault, isAway)
  const monitor = createMonitor(operations, scheduler, openMessenger)
  const drills = createDrillRounds(operations, scheduler)
  let stopMissing: () => Promise<void> = () => Promise.resolve()
  if (mayRunSchedules(options.env ?? process.env)) {
    if (options.vaultFolder === undefined) stopMissing = await watchLastVault(operations, openMessenger)
    scheduler.start()
    monitor.start()
    drills.start()
  }
  return {
    router,
    context: { perform: performer(operations) },
    operations,
    logger,
    onNotice: noticesOf(operations),
    async close() {
      stopWatching()
      await stopMissing()
      drills.stop()
      await monitor.stop()
      await scheduler.stop()
      await composed.close()
      await scheduler.letGo()
    },
  }
}
