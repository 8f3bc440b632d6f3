import { FaultError, type Fault } from '../../../shared/domain/fault.ts'
import type { Ports } from '../ports/ports.ts'
import type { LeaseFacts } from './lease-file.ts'
import { listLeases, takeLease, type Lease } from './leases.ts'
import { errnoOf, writingVault } from './vault-faults.ts'

/** A program that may be reading a backup now. */
export interface BackupReader {
  /** What it reads the backup for (`verify`, `restore`…), on which machine and in which process; in words. */
  readonly who: string
  /** Those of the backups asked about that it reads; all of them where its lease can't be read. */
  readonly backupIds: readonly string[]
}

/** A restore's checks by SQLite can't renew the lease, and may take long. */
const silentForMs = 24 * 3_600_000

function inWords(facts: LeaseFacts | undefined): string {
  if (facts === undefined) return 'a program whose lease can’t be read'
  return `process ${facts.pid} on ${facts.hostName} (${facts.purpose})`
}

async function livingOn(
  ports: Ports,
  folder: string,
  which: 'reads' | 'removes',
  backupIds: readonly string[],
): Promise<readonly BackupReader[]> {
  const living = (await listLeases(ports, folder)).filter((lease) => lease.isAlive)
  return living.flatMap(({ facts }) => {
    const met = facts === undefined ? backupIds : backupIds.filter((id) => facts[which].includes(id))
    return met.length === 0 ? [] : [{ who: inWords(facts), backupIds: met }]
  })
}

/**
 * Who may be reading any of these backups now, on whichever machine; a reader that died is none. It answers for this moment only:
 * what removes goes through `removingBackups`. Rejects with the system's errors.
 */
export function readersOf(
  ports: Ports,
  folder: string,
  backupIds: readonly string[],
): Promise<readonly BackupReader[]> {
  return livingOn(ports, folder, 'reads', backupIds)
}

/** For a reader, once its own lease is there: throws BACKUP_IN_USE when one of the backups is being removed. */
export async function refuseBeingRemoved(
  ports: Ports,
  folder: string,
  backupIds: readonly string[],
): Promise<void> {
  const [remover] = await livingOn(ports, folder, 'removes', backupIds)
  // A lease that says nothing yet: if it is a remover’s, that one looks for readers later, and finds this one.
  if (remover === undefined || remover.who === inWords(undefined)) return
  throw new FaultError({ code: 'BACKUP_IN_USE', ...remover, isRemoved: true })
}

/** Why a backup can't be removed now. */
function inUse(reader: BackupReader): Fault {
  return { code: 'BACKUP_IN_USE', ...reader, isRemoved: false }
}

/**
 * Claims backups for removal: while the work runs nobody begins to read one, so that nothing new can come to need it. `read` names those
 * that somebody reads already, each with its BACKUP_IN_USE: what that reader is about to store may need them, so they must stay, also
 * when it has ended meanwhile. Each side says what it is about to do before it looks for the other, so that of two who come at once at
 * least one stands back. Throws the faults of writing a vault.
 */
export function claimingRemoval<T>(
  ports: Ports,
  folder: string,
  backupIds: readonly string[],
  work: (read: ReadonlyMap<string, Fault>, lease: Lease) => Promise<T>,
): Promise<T> {
  return writingVault(ports, folder, async () => {
    const name = ports.ids.newId()
    const lease = await takeLease(ports, folder, { name, purpose: 'remove', removes: backupIds, silentForMs })
    if (lease === null) throw new Error('a new name is never taken')
    try {
      const readers = await readersOf(ports, folder, backupIds)
      const read = readers.flatMap((reader) => reader.backupIds.map((id) => [id, inUse(reader)] as const))
      return await work(new Map(read), lease)
    } finally {
      await lease.release()
    }
  })
}

/** Does work that removes these backups, unless anybody reads one of them: then throws BACKUP_IN_USE and nothing is done. As `claimingRemoval`. */
export function removingBackups<T>(
  ports: Ports,
  folder: string,
  backupIds: readonly string[],
  work: (lease: Lease) => Promise<T>,
): Promise<T> {
  return claimingRemoval(ports, folder, backupIds, (read, lease) => {
    const [fault] = read.values()
    if (fault !== undefined) throw new FaultError(fault)
    return work(lease)
  })
}

/** A backup's files that are read: nobody removes them meanwhile. */
export interface Reading {
  /** Says that the reader is alive; call it now and then. Never throws. */
  renew(): void
  /** Never throws. */
  end(): Promise<void>
}

/** What a vault that can't be written, or a drive that is failing, keeps from being known. It must not keep a backup from being read. */
async function unlessSystemFails<T>(ports: Ports, folder: string, work: () => Promise<T>): Promise<T | null> {
  try {
    return await work()
  } catch (error) {
    if (errnoOf(error) === undefined) throw error
    ports.logger.warn('reading.no_lease', { folder, errno: errnoOf(error) })
    return null
  }
}

/**
 * Begins to read backups, under a lease that says so and dies with its process. Where the vault lets no lease be written it is read
 * without one. Throws BACKUP_IN_USE when one of them is being removed.
 */
export async function beginReading(
  ports: Ports,
  folder: string,
  purpose: string,
  backupIds: readonly string[],
): Promise<Reading> {
  const wish = { name: ports.ids.newId(), purpose, reads: backupIds, silentForMs }
  const lease = await unlessSystemFails(ports, folder, () => takeLease(ports, folder, wish))
  try {
    await unlessSystemFails(ports, folder, () => refuseBeingRemoved(ports, folder, backupIds))
  } catch (error) {
    await lease?.release()
    throw error
  }
  return {
    renew: () => void lease?.renew(),
    end: async () => lease?.release(),
  }
}
