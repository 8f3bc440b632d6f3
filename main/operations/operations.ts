import { faultOf, type Fault } from '../../shared/domain/fault.ts'
import { makePrivate } from '../engine/engine.ts'
import { createAudit } from './audit/audit.ts'
import { createChangeBus } from './changes/change-bus.ts'
import { createImageCache } from './content/image-cache.ts'
import { sweepImages } from './content/sweep-images.ts'
import type { OperationsContext } from './operations-context.ts'
import { createJobQueue } from './queue/job-queue.ts'
import { openSettings } from './settings/settings-store.ts'
import { closeVault } from './vaults/close-vault.ts'
import { createVaultSession } from './vaults/vault-session.ts'
import type { World } from './world.ts'

/** The state of one process of Holdfast, ready for its use cases. */
export interface Operations extends OperationsContext {
  /** Turns any error into the fault that is shown; one that is no fault is logged whole under a reference. */
  faultFrom(error: unknown): Fault
  /** Cancels what runs, writes what is to be written, closes the vault. */
  close(): Promise<void>
}

const msPerMinute = 60_000

function faultMaker({ ports }: World): (error: unknown) => Fault {
  return (error) => {
    const fault = faultOf(error)
    if (fault !== undefined) return fault
    const reference = ports.ids.newId().slice(0, 8)
    const stack = error instanceof Error ? error.stack : String(error)
    ports.logger.error('unexpected', { reference, stack })
    return { code: 'UNEXPECTED', reference }
  }
}

/** Starts with no vault open. */
export async function startOperations(world: World): Promise<Operations> {
  const changes = createChangeBus()
  const settings = await openSettings(world.home.settingsFile)
  const faultFrom = faultMaker(world)
  const session = createVaultSession(changes)
  const audit = createAudit(world, session)
  const queue = createJobQueue({
    clock: world.ports.clock,
    ids: world.ports.ids,
    limits: () => {
      const { jobsAtOnce, jobTimeLimitMinutes } = settings.current()
      return { jobsAtOnce, timeLimitMs: jobTimeLimitMinutes * msPerMinute }
    },
    onMoved: (view, hasTurned) => {
      changes.tell({ topic: 'jobs', jobs: [view] })
      // What a database's state is depends on whether a job of it runs.
      if (hasTurned) changes.tell({ topic: 'databases' })
    },
    faultFrom,
    onBegin: (view) => audit.beginJob(view),
  })
  const { looksFolder, drillsFolder, folder, keysFolder, catalogsFolder } = world.home
  await makePrivate(world.ports, [folder, keysFolder, catalogsFolder], world.actor.uid)
  await sweepImages(world.ports, looksFolder)
  await sweepImages(world.ports, drillsFolder)
  const images = createImageCache(world.ports, looksFolder)
  const context: OperationsContext = { world, changes, settings, queue, images, session, audit }
  return {
    ...context,
    faultFrom,
    async close() {
      await queue.close()
      await closeVault(context)
      await audit.close()
    },
  }
}
