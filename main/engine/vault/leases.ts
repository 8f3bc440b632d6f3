import path from 'node:path'
import { setTimeout as delay } from 'node:timers/promises'

import { FaultError } from '../../../shared/domain/fault.ts'
import { canonicalJson } from '../image/sealed-json.ts'
import type { Ports } from '../ports/ports.ts'
import { ensureFolder } from './ensure-folder.ts'
import { unfinishedName, vaultPaths } from './layout.ts'
import { listBackupFolder } from './list-manifests.ts'
import {
  factsHere,
  isHolderAlive,
  isRecent,
  leasePath,
  readLease,
  type LeaseFacts,
  type LeaseWish,
} from './lease-file.ts'
import { newProcessTag } from './process-tag.ts'
import { replaceFile } from './replace-file.ts'
import { errnoOf } from './vault-faults.ts'

/** A lease that is held. */
export interface Lease {
  readonly facts: LeaseFacts
  /** Says that the holder is alive. Call it now and then in long work; it writes at most once in 30 seconds. */
  renew(): Promise<void>
  /** Whether it is still this holder’s: one that was silent for too long may have lost it. Rejects with the system’s errors. */
  isHeld(): Promise<boolean>
  /** Gives it back. Never throws: a lease left behind dies with its process. */
  release(): Promise<void>
}

const renewEveryMs = 30_000

async function writeNew(ports: Ports, file: string, bytes: Uint8Array): Promise<void> {
  const open = await ports.files.open(file, 'create')
  try {
    await open.write(bytes, 0)
  } finally {
    await open.close()
  }
}

async function link(ports: Ports, file: string, facts: LeaseFacts): Promise<boolean> {
  const temporary = path.join(path.dirname(file), unfinishedName(path.basename(file), newProcessTag(ports)))
  const bytes = new TextEncoder().encode(canonicalJson({ ...facts }))
  try {
    await writeNew(ports, temporary, bytes)
    await ports.files.link(temporary, file)
    return true
  } catch (error) {
    const errno = errnoOf(error)
    if (errno === 'EEXIST') return false
    // Swept away before it had a name: written once more.
    if (errno === 'ENOENT' && (await ports.files.stat(path.dirname(file))) !== null) return false
    if (errno === 'EPERM' || errno === 'ENOTSUP' || errno === 'ENOSYS')
      return writeWithoutLink(ports, file, bytes)
    throw error
  } finally {
    await ports.files.remove(temporary).catch(() => undefined)
  }
}

/** For file systems without links: the name alone is atomic, so a crash right here leaves an empty lease. */
async function writeWithoutLink(ports: Ports, file: string, bytes: Uint8Array): Promise<boolean> {
  try {
    await writeNew(ports, file, bytes)
    return true
  } catch (error) {
    if (errnoOf(error) === 'EEXIST') return false
    throw error
  }
}

/** Takes a dead holder's lease away. If another program was quicker, its fresh lease is put back. */
async function bury(ports: Ports, file: string, dead: LeaseFacts | undefined): Promise<void> {
  const tomb = path.join(path.dirname(file), unfinishedName(path.basename(file), newProcessTag(ports)))
  try {
    await ports.files.rename(file, tomb)
  } catch (error) {
    if (errnoOf(error) === 'ENOENT') return
    throw error
  }
  const buried = await readLease(ports, tomb)
  if (buried?.token !== dead?.token) await ports.files.link(tomb, file).catch(() => undefined)
  await ports.files.remove(tomb)
}

function heldBy(ports: Ports, folder: string, file: string, facts: LeaseFacts): Lease {
  let renewedAtMs = ports.clock.monotonicMs()
  return {
    facts,
    async renew() {
      if (ports.clock.monotonicMs() - renewedAtMs < renewEveryMs) return
      renewedAtMs = ports.clock.monotonicMs()
      const beat = { ...facts, heartbeatAt: new Date(ports.clock.now()).toISOString() }
      await replaceFile(ports, file, canonicalJson(beat)).catch((error: unknown) => {
        ports.logger.warn('lease.not_renewed', { folder, purpose: facts.purpose, errno: errnoOf(error) })
      })
    },
    async isHeld() {
      return (await readLease(ports, file))?.token === facts.token
    },
    async release() {
      try {
        const now = await readLease(ports, file)
        if (now?.token === facts.token) await ports.files.remove(file)
      } catch (error) {
        ports.logger.warn('lease.not_released', { folder, purpose: facts.purpose, errno: errnoOf(error) })
      }
    },
  }
}

/**
 * Takes a lease, also from a holder that is dead; null when a living one has it.
 * It is advisory: it keeps programs of ours out of each other's way, and nothing else. Rejects with the system's errors.
 */
export async function takeLease(ports: Ports, folder: string, wish: LeaseWish): Promise<Lease | null> {
  const file = leasePath(folder, wish.name)
  for (let attempt = 0; attempt < 3; attempt += 1) {
    const facts = factsHere(ports, wish)
    if (attempt === 0) await ensureFolder(ports, folder, vaultPaths.leases)
    if (await link(ports, file, facts)) return heldBy(ports, folder, file, facts)
    const there = await readLease(ports, file)
    if (there === null) continue
    if (there === undefined ? await isRecent(ports, file) : isHolderAlive(ports, there)) return null
    await bury(ports, file, there)
  }
  return null
}

/** Who holds a lease now, dead or alive; null when nobody does. */
export async function findLease(ports: Ports, folder: string, name: string): Promise<LeaseFacts | null> {
  return (await readLease(ports, leasePath(folder, name))) ?? null
}

const lookAgainMs = 50

/** A lease, waited for while another program has it. Throws VAULT_LOCKED with its holder once the patience is up. */
async function takeLeaseWithin(
  ports: Ports,
  folder: string,
  name: string,
  patienceMs: number,
): Promise<Lease> {
  const beganMs = ports.clock.monotonicMs()
  for (;;) {
    const lease = await takeLease(ports, folder, { name, purpose: name })
    if (lease !== null) return lease
    if (ports.clock.monotonicMs() - beganMs >= patienceMs) break
    await delay(lookAgainMs)
  }
  const by = await findLease(ports, folder, name)
  const holder = by === null ? 'another program' : `process ${by.pid} on ${by.hostName}`
  throw new FaultError({ code: 'VAULT_LOCKED', path: folder, holder })
}

/** Does work under a lease, for which another program's is waited `patienceMs`. Throws VAULT_LOCKED with its holder. */
export async function holdingLease<T>(
  ports: Ports,
  folder: string,
  name: string,
  work: (lease: Lease) => Promise<T>,
  patienceMs = 0,
): Promise<T> {
  const lease = await takeLeaseWithin(ports, folder, name, patienceMs)
  try {
    return await work(lease)
  } finally {
    await lease.release()
  }
}

/** A lease's file name and what is in it; `facts` is undefined where it says nothing. */
export interface ListedLease {
  readonly name: string
  readonly facts: LeaseFacts | undefined
  readonly isAlive: boolean
}

/** Every lease of a vault. */
export async function listLeases(ports: Ports, folder: string): Promise<readonly ListedLease[]> {
  const leases: ListedLease[] = []
  for (const file of await listBackupFolder(ports, folder, vaultPaths.leases)) {
    if (file.startsWith('.') || !file.endsWith('.json')) continue
    const name = file.slice(0, -'.json'.length)
    const facts = await readLease(ports, leasePath(folder, name))
    if (facts === null) continue
    const isAlive =
      facts === undefined ? await isRecent(ports, leasePath(folder, name)) : isHolderAlive(ports, facts)
    leases.push({ name, facts, isAlive })
  }
  return leases
}
