import type { BackupRecord } from '../../../shared/domain/backup-record.ts'
import { FaultError } from '../../../shared/domain/fault.ts'
import type { Removal, StandingRemoval } from '../../../shared/domain/retention/removal.ts'
import { listRemovals, loadTombstone, type Ports } from '../../engine/engine.ts'
import type { OperationsContext } from '../operations-context.ts'
import type { OpenVault } from '../vaults/vault-session.ts'
import { holdingRemovals } from './hold-removals.ts'
import { putBack } from './put-back.ts'

const leastIdPrefix = 6

/** By its id, the beginning of it, its file, or the name of its file with or without endings. */
function isCalled({ backupId, file }: Removal, called: string): boolean {
  const name = file.slice(file.lastIndexOf('/') + 1)
  const isPrefix = called.length >= leastIdPrefix && backupId.startsWith(called.toLowerCase())
  return isPrefix || [file, name].some((one) => one === called || one.startsWith(`${called}.`))
}

function findRemoval(removals: readonly StandingRemoval[], called: string): StandingRemoval {
  const found = removals.filter((removal) => isCalled(removal, called))
  if (found.length > 1) {
    const matches = found.map(({ file }) => file)
    throw new FaultError({ code: 'BACKUP_AMBIGUOUS', backup: called, matches })
  }
  const [removal] = found
  if (removal === undefined) throw new FaultError({ code: 'REMOVAL_UNKNOWN', backup: called })
  if (removal.state === 'aside') return removal
  throw new FaultError({ code: 'REMOVAL_ENDED', file: removal.file, removedAt: removal.removedAt })
}

/** What a backup that is set aside needs; an archive has everything in it. */
async function needsOf(
  ports: Ports,
  { access }: OpenVault,
  removal: Removal,
): Promise<BackupRecord['needs']> {
  return removal.subject === 'archive' ? [] : (await loadTombstone(ports, access, removal)).needs
}

/** Those that are asked for and those that they need, which go back first. */
async function withNeeded(
  { world }: OperationsContext,
  vault: OpenVault,
  wanted: readonly Removal[],
  aside: ReadonlyMap<string, Removal>,
): Promise<readonly Removal[]> {
  const inOrder = new Map<string, Removal>()
  for (const removal of wanted) {
    const needs = await needsOf(world.ports, vault, removal)
    for (const { id } of needs) {
      const needed = aside.get(id)
      if (needed !== undefined) inOrder.set(id, needed)
    }
    inOrder.set(removal.backupId, removal)
  }
  return [...inOrder.values()]
}

async function undo(
  context: OperationsContext,
  vault: OpenVault,
  called: readonly string[] | 'all',
): Promise<readonly Removal[]> {
  const { ports } = context.world
  const { removals } = await listRemovals(ports, vault.access.folder)
  const aside = removals.filter(({ state }) => state === 'aside')
  const wanted = called === 'all' ? aside : called.map((one) => findRemoval(removals, one))
  const byId = new Map(aside.map((removal) => [removal.backupId, removal]))
  const oldestFirst = wanted.toSorted((one, other) => (one.takenAt < other.takenAt ? -1 : 1))
  return putBack(context, vault, await withNeeded(context, vault, oldestFirst, byId))
}

/**
 * Puts backups and archives that are set aside back, with those that they need; `all`: every one. The next clean-up judges them again: pin what is to
 * stay. Throws REMOVAL_UNKNOWN, REMOVAL_ENDED, BACKUP_AMBIGUOUS before any is put back; VAULT_LOCKED, and the faults of writing a vault.
 */
export function undoRemovals(
  context: OperationsContext,
  called: readonly string[] | 'all',
): Promise<readonly Removal[]> {
  const vault = context.session.reachable()
  const { folder: path } = vault.access
  if (vault.isReadOnly) throw new FaultError({ code: 'VAULT_READ_ONLY', path })
  const { ports } = context.world
  return holdingRemovals(ports, path, () => undo(context, vault, called))
}
