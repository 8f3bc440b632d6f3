import path from 'node:path'

import { FaultError } from '../../../shared/domain/fault.ts'
import type { JobProgress } from '../../../shared/domain/job.ts'
import { foundVault, keysOf, openVault, peekSystem, type PeekedSystem } from '../../engine/engine.ts'
import { recordActivity } from '../activity/record-activity.ts'
import { keepRegistration } from '../databases/change-database.ts'
import { unlockByItself, unlockWith, type GivenKey, type Unlocked } from '../keys/resolve-key.ts'
import type { OperationsContext } from '../operations-context.ts'
import { beginSchedulesNow } from '../policies/begin-now.ts'
import { closeVault } from '../vaults/close-vault.ts'
import { enterVault } from '../vaults/open-vault.ts'
import { instantOf } from '../world.ts'
import { planPeeked, type PlannedSystem } from './plan-system-restore.ts'

/** An archive that is all there is, opened with its key. */
export interface OpenedArchive {
  readonly path: string
  readonly peeked: PeekedSystem
  readonly unlocked: Unlocked
}

async function unlock(
  { world }: OperationsContext,
  { facts }: PeekedSystem,
  given: GivenKey | undefined,
): Promise<Unlocked> {
  const unlocked =
    given === undefined ? await unlockByItself(world, facts, undefined) : await unlockWith(facts, given)
  if (unlocked !== null) return unlocked
  const slots = [...new Set(facts.slots.map(({ kind }) => kind))]
  throw new FaultError({ code: 'KEY_NEEDED', path: facts.folder, slots })
}

/**
 * Opens an archive without its vault: what it says is read, the key that is given, or known to this machine, opens it, and then everything
 * is proved by that key. Throws the faults of reading an archive, KEY_NEEDED, KEY_WRONG, KEY_FILE_UNREADABLE.
 */
export async function openBareArchive(
  context: OperationsContext,
  archivePath: string,
  given: GivenKey | undefined,
): Promise<OpenedArchive> {
  const { ports } = context.world
  const place = { path: archivePath, file: archivePath, vaultId: null, vaultKeys: [] }
  const signal = new AbortController().signal
  const first = await peekSystem(ports, place, signal)
  const unlocked = await unlock(context, first, given)
  const { vaultKey, vaultId } = unlocked.access
  if (vaultKey === null) return { path: archivePath, peeked: first, unlocked }
  const proved = { ...place, vaultId, vaultKeys: keysOf(unlocked.access) }
  return { path: archivePath, peeked: await peekSystem(ports, proved, signal), unlocked }
}

/** What restoring an archive on a machine that has nothing else would do; changes nothing. */
export async function planBareRestore(
  context: OperationsContext,
  { path: file, peeked }: OpenedArchive,
  vaultFolder: string,
  toFolder?: string,
): Promise<PlannedSystem> {
  const place = { vaultFolder, records: [], policies: [], toFolder, measuredBytesPerSecond: null }
  return { plan: await planPeeked(context, place, peeked, file), peeked }
}

/**
 * Makes a vault of an archive in a new or empty folder, and opens it: the same vault with the same keys, its backups those of the archive.
 * Throws as `foundVault`, and what opening a vault throws; where the making fails there is no vault.
 */
export async function vaultFromArchive(
  context: OperationsContext,
  { path: archivePath, unlocked }: OpenedArchive,
  folderGiven: string,
  watching: { readonly signal: AbortSignal; onProgress(progress: JobProgress): void },
): Promise<void> {
  const { ports } = context.world
  const folder = path.resolve(folderGiven)
  const startedAt = instantOf(ports.clock)
  const startedMs = ports.clock.monotonicMs()
  const { vaultId } = unlocked.access
  const place = { path: archivePath, file: archivePath, vaultId, vaultKeys: keysOf(unlocked.access) }
  await foundVault(ports, place, folder, watching)
  await closeVault(context)
  const facts = await openVault(ports, folder)
  await enterVault(context, facts, { ...unlocked, access: { ...unlocked.access, folder } })
  await beginSchedulesNow(context)
  const durationMs = Math.round(ports.clock.monotonicMs() - startedMs)
  const vault = context.session.reachable()
  await recordActivity(context, vault, { kind: 'vault', result: 'success', startedAt, durationMs })
}

/**
 * After a restore on a new machine: a database whose recorded place has nothing is registered at the place it was restored to. Answers the
 * names of those. Throws the faults of writing a vault.
 */
export async function followRestored(
  context: OperationsContext,
  restored: readonly { readonly databaseId: string; readonly target: string }[],
): Promise<readonly string[]> {
  const { catalog } = context.session.reachable()
  const moved: string[] = []
  for (const { databaseId, target } of restored) {
    const record = catalog.databases.get(databaseId)
    if (record === null || record.path === target) continue
    const there = await context.world.ports.files.stat(record.path).catch(() => null)
    if (there !== null) continue
    await keepRegistration(context, { ...record, path: target })
    moved.push(record.name)
  }
  return moved
}
