import { backupFolders } from '../../../shared/domain/backup-file-name.ts'
import { idPattern } from '../image/json-fields.ts'
import type { Ports } from '../ports/ports.ts'
import { leadsOut } from './inside-vault.ts'
import {
  inVault,
  isArchiveName,
  markOfUnfinished,
  partOf,
  privateFolder,
  recordOf,
  tombstoneOf,
  unfinishedName,
  vaultPaths,
} from './layout.ts'
import type { LeaseFacts } from './lease-file.ts'
import { listLeases, takeLease } from './leases.ts'
import { listBackupFolder } from './list-manifests.ts'
import { isTaggedProcessAlive, newProcessTag } from './process-tag.ts'
import { writingVault } from './vault-faults.ts'

/** What a sweep cleared away. */
export interface SweepReport {
  /** Relative to the vault. */
  readonly removed: readonly string[]
  readonly freedBytes: number
  /** Another program was sweeping: nothing was done. */
  readonly isSkipped: boolean
}

interface Sweep {
  readonly ports: Ports
  readonly folder: string
  readonly removed: string[]
  freedBytes: number
}

/** The runs and databases that a living process may be writing, and the leases of those that died. */
interface AtWork {
  readonly runs: ReadonlySet<string>
  readonly databases: readonly string[]
  readonly dead: readonly LeaseFacts[]
}

async function findAtWork({ ports, folder }: Sweep): Promise<AtWork> {
  const leases = await listLeases(ports, folder)
  const living = leases.filter((lease) => lease.isAlive)
  const dead = leases.filter((lease) => !lease.isAlive)
  return {
    runs: new Set(living.map((lease) => lease.name)),
    databases: living.flatMap((lease) => lease.facts?.subject ?? []),
    dead: dead.flatMap((lease) => lease.facts ?? []),
  }
}

async function clear(sweep: Sweep, relative: string): Promise<void> {
  const path = inVault(sweep.folder, relative)
  const facts = await sweep.ports.files.stat(path)
  if (facts?.isDirectory === true) await sweep.ports.files.removeFolder(path)
  else await sweep.ports.files.remove(path)
  sweep.removed.push(relative)
  sweep.freedBytes += facts?.isFile === true ? facts.sizeBytes : 0
}

/** The database and the moment that a payload's stem ends with: `_full_20250129_143022`, `_2` after the first of a second. */
const stemEnd = /_[a-z]+_\d{8}_\d{6}(_\d+)?$/

/** Whether a run that died can have written a payload or page index of this name, at this moment. */
function isOfDeadRun({ dead }: AtWork, payload: string, modifiedAt: number): boolean {
  const database = payload.replace(/\.db(\.zst)?(\.enc)?$|\.tar\.gz$/, '').replace(stemEnd, '')
  return dead.some(
    ({ subject, heartbeatAt, silentForMs }) =>
      subject === database && modifiedAt >= Date.parse(heartbeatAt) - silentForMs,
  )
}

/** What a file is nothing without the record of: its payload's name, or the archive itself. Null for any other file. */
function subjectOf(name: string): string | null {
  if (isArchiveName(name)) return name
  const part = partOf(name)
  return part?.part === 'payload' || part?.part === 'pages' ? part.payload : null
}

/** Whether the record that makes a payload a backup, or an archive one, is there: it exists, or is set aside. */
async function hasRecord(sweep: Sweep, folder: string, subject: string): Promise<boolean> {
  const [record, tombstone] = [recordOf, tombstoneOf].map((nameOf) => nameOf(`${folder}/${subject}`)) as [
    string,
    string,
  ]
  // The record twice: it may be set aside, or put back, between two looks.
  for (const name of [record, tombstone, record]) {
    if ((await sweep.ports.files.stat(inVault(sweep.folder, name))) !== null) return true
  }
  return false
}

/**
 * Manifests and contents records are written last and removed first: a payload, page index or archive without one is no backup. It is cleared only where a
 * run that died can have left it: a manifest may also be on its way (a vault that is being copied or synchronized) or may have been lost,
 * and a payload that is gone is not brought back by it.
 */
async function isOrphan(sweep: Sweep, atWork: AtWork, folder: string, name: string): Promise<boolean> {
  const subject = subjectOf(name)
  if (subject === null) return false
  if (atWork.databases.some((database) => name.startsWith(`${database}_`))) return false
  const { files } = sweep.ports
  const facts = await files.stat(inVault(sweep.folder, `${folder}/${name}`))
  if (facts === null || !isOfDeadRun(atWork, subject, facts.modifiedAt)) return false
  // Looked at after the leases: a run that has ended since had published its manifest before it gave its lease back.
  return !(await hasRecord(sweep, folder, subject))
}

/**
 * Takes an orphan out of the way and looks for its manifest once more before it is removed: a run that was only asleep may have
 * published it in between. That run looks for its files after its manifest, so one of the two sees the other.
 */
async function clearOrphan(sweep: Sweep, folder: string, name: string): Promise<void> {
  const { ports } = sweep
  const [file, tomb] = [name, unfinishedName(name, newProcessTag(ports))].map((one) =>
    inVault(sweep.folder, `${folder}/${one}`),
  ) as [string, string]
  await ports.files.rename(file, tomb)
  if (await hasRecord(sweep, folder, subjectOf(name) ?? name)) {
    await ports.files.rename(tomb, file)
    return
  }
  const facts = await ports.files.stat(tomb)
  await ports.files.remove(tomb)
  sweep.removed.push(`${folder}/${name}`)
  sweep.freedBytes += facts?.sizeBytes ?? 0
}

async function sweepBackupFolder(sweep: Sweep, folder: string): Promise<void> {
  if (await leadsOut(sweep.ports, sweep.folder, folder)) return
  const names = await listBackupFolder(sweep.ports, sweep.folder, folder)
  // In this order: names first, then leases. A run takes its lease before its first file.
  const atWork = await findAtWork(sweep)
  const before = sweep.removed.length
  for (const name of names) {
    const mark = markOfUnfinished(name)
    if (mark === null) {
      if (await isOrphan(sweep, atWork, folder, name)) await clearOrphan(sweep, folder, name)
    } else if (!atWork.runs.has(mark)) await clear(sweep, `${folder}/${name}`)
  }
  if (sweep.removed.length > before) await sweep.ports.files.syncFolder(inVault(sweep.folder, folder))
}

async function sweepScratch(sweep: Sweep): Promise<void> {
  const names = await listBackupFolder(sweep.ports, sweep.folder, vaultPaths.scratch)
  const atWork = await findAtWork(sweep)
  for (const name of names) {
    // Only what a run names so is ours to clear.
    if (idPattern.test(name) && !atWork.runs.has(name)) await clear(sweep, `${vaultPaths.scratch}/${name}`)
  }
}

/** Where the writing process can't be asked after, a small file is a leftover when nothing was written to it for so long. */
const smallFileLimitMs = 3_600_000

async function isAbandoned({ ports, folder }: Sweep, relative: string, mark: string): Promise<boolean> {
  const isAlive = isTaggedProcessAlive(ports.machine, mark)
  if (isAlive !== null) return !isAlive
  const facts = await ports.files.stat(inVault(folder, relative))
  return facts !== null && Math.abs(ports.clock.now() - facts.modifiedAt) > smallFileLimitMs
}

async function sweepSmallFiles(sweep: Sweep, folder: string): Promise<void> {
  for (const name of await listBackupFolder(sweep.ports, sweep.folder, folder)) {
    const mark = markOfUnfinished(name)
    const relative = folder === '' ? name : `${folder}/${name}`
    if (mark !== null && (await isAbandoned(sweep, relative, mark))) await clear(sweep, relative)
  }
}

async function sweepLeases(sweep: Sweep): Promise<void> {
  for (const lease of await listLeases(sweep.ports, sweep.folder)) {
    if (!lease.isAlive) await clear(sweep, `${vaultPaths.leases}/${lease.name}.json`)
  }
}

async function sweepAll(sweep: Sweep): Promise<void> {
  for (const folder of backupFolders) await sweepBackupFolder(sweep, folder)
  await sweepScratch(sweep)
  const { databases, validations, policies, keepMarks, removed, slots, leases, alerts, logs } = vaultPaths
  const own = [privateFolder, databases, validations, policies, keepMarks, removed, slots, leases, alerts]
  for (const folder of ['', ...own, logs]) {
    await sweepSmallFiles(sweep, folder)
  }
  await sweepLeases(sweep)
}

/**
 * Clears what dead runs left: hidden unfinished files, scratch folders, payloads and page indexes without a manifest of the databases
 * that they wrote, dead leases. What a living run has its lease on stays, on whichever machine it runs. Throws the faults of writing a vault.
 */
export function sweepLeftovers(ports: Ports, folder: string): Promise<SweepReport> {
  return writingVault(ports, folder, async () => {
    const sweep: Sweep = { ports, folder, removed: [], freedBytes: 0 }
    const lease = await takeLease(ports, folder, { name: 'sweep', purpose: 'sweep' })
    if (lease === null) return { removed: [], freedBytes: 0, isSkipped: true }
    try {
      await sweepAll(sweep)
    } finally {
      await lease.release()
    }
    return { removed: sweep.removed, freedBytes: sweep.freedBytes, isSkipped: false }
  })
}
