import os from 'node:os'
import path from 'node:path'

import { faultOf } from '../../../shared/domain/fault.ts'
import type { Ports } from '../ports/ports.ts'
import { refuseBeingRemoved } from './backup-readers.ts'
import { inVault, vaultPaths } from './layout.ts'
import { refuseSwept } from './publish-file.ts'
import { takeLease, type Lease } from './leases.ts'
import { errnoOf } from './vault-faults.ts'

/** One run's place to work in a vault: everything in it and every file marked with its id is cleared when it has ended. */
export interface VaultRun {
  readonly runId: string
  /** A folder of its own for images and other unfinished work. */
  readonly scratchFolder: string
  /** Null where the vault can only be read: then nobody sweeps it either. */
  readonly lease: Lease | null
}

/** What a run is for. */
export interface RunPurpose {
  readonly purpose: string
  /** The database whose files it writes: a sweep leaves that database's files alone meanwhile. */
  readonly subject?: string
  /** Ids of the stored backups that it reads: nobody removes them meanwhile. */
  readonly reads?: readonly string[]
}

/** SQLite's integrity check of a very large image can't renew the lease; swept too early would be worse than too late. */
const silentForMs = 24 * 3_600_000
/** Where nothing can be written to the vault: it is read-only, or full. */
const unwritableErrnos = new Set(['EROFS', 'EACCES', 'EPERM', 'ENOSPC', 'EDQUOT'])

async function beginRun(ports: Ports, folder: string, purpose: RunPurpose): Promise<VaultRun> {
  const runId = ports.ids.newId()
  // Before any file: what a sweep sees without a living lease is a dead run's.
  const lease = await takeLease(ports, folder, { name: runId, silentForMs, ...purpose })
  const scratchFolder = inVault(folder, `${vaultPaths.scratch}/${runId}`)
  try {
    await refuseBeingRemoved(ports, folder, purpose.reads ?? [])
    await ports.files.makeFolder(scratchFolder)
  } catch (error) {
    await lease?.release()
    throw error
  }
  return { runId, scratchFolder, lease }
}

async function endRun(ports: Ports, run: VaultRun): Promise<void> {
  await ports.files.removeFolder(run.scratchFolder).catch((error: unknown) => {
    ports.logger.warn('scratch.not_removed', { folder: run.scratchFolder, errno: errnoOf(error) })
  })
  await run.lease?.release()
}

/** Cancelled, or out of time: that is all there is to say. */
function isOfJob(error: unknown): boolean {
  return faultOf(error)?.code.startsWith('JOB_') === true
}

/** What a run says after its scratch folder was swept away under it, whether it failed by that or found something wrong, is not to be believed. */
async function refuseIfSwept(ports: Ports, { scratchFolder }: VaultRun): Promise<void> {
  await refuseSwept(ports, path.dirname(scratchFolder), [scratchFolder])
}

/** Does work with a run's lease and scratch folder, and clears both away afterwards. Throws RUN_SWEPT; rejects with the system's errors. */
export async function runInVault<T>(
  ports: Ports,
  folder: string,
  purpose: RunPurpose,
  work: (run: VaultRun) => Promise<T>,
): Promise<T> {
  const run = await beginRun(ports, folder, purpose)
  try {
    return await work(run)
  } catch (error) {
    if (!isOfJob(error)) await refuseIfSwept(ports, run)
    throw error
  } finally {
    await endRun(ports, run)
  }
}

async function beginReadingRun(ports: Ports, folder: string, purpose: RunPurpose): Promise<VaultRun> {
  try {
    return await beginRun(ports, folder, purpose)
  } catch (error) {
    if (!unwritableErrnos.has(errnoOf(error) ?? '')) throw error
  }
  const runId = ports.ids.newId()
  const scratchFolder = path.join(os.tmpdir(), `holdfast-${runId}`)
  await ports.files.makeFolder(scratchFolder)
  return { runId, scratchFolder, lease: null }
}

/** As `runInVault`, for work that only reads the vault: where that can't be written or is full, the scratch folder is the system's. */
export async function runBesideVault<T>(
  ports: Ports,
  folder: string,
  purpose: RunPurpose,
  work: (run: VaultRun) => Promise<T>,
): Promise<T> {
  const run = await beginReadingRun(ports, folder, purpose)
  try {
    const result = await work(run)
    await refuseIfSwept(ports, run)
    return result
  } catch (error) {
    if (!isOfJob(error)) await refuseIfSwept(ports, run)
    throw error
  } finally {
    await endRun(ports, run)
  }
}
