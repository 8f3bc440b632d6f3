import path from 'node:path'

import type { BackupRecord } from '../../../shared/domain/backup-record.ts'
import type { DatabaseRecord } from '../../../shared/domain/database-record.ts'
import { FaultError, faultOf, type Fault } from '../../../shared/domain/fault.ts'
import { faultText } from '../../../shared/domain/faults/fault-text.ts'
import type { Policy } from '../../../shared/domain/policies/policy.ts'
import type { PlannedDatabase, SystemRestorePlan } from '../../../shared/domain/system-archive.ts'
import { keysOf, inspectTarget, peekSystem, planRestore, type PeekedSystem } from '../../engine/engine.ts'
import type { OperationsContext } from '../operations-context.ts'
import { policiesOf } from '../policies/list-policies.ts'
import type { CalledArchive } from './list-system.ts'

/** Where an archive is restored to, and what is there already. */
export interface SystemPlace {
  /** The vault that it is restored from, or that is made of it. */
  readonly vaultFolder: string
  /** Databases that this vault has registered. */
  readonly records: readonly DatabaseRecord[]
  readonly policies: readonly Pick<Policy, 'id'>[]
  /** A folder for all of them; left out: each to its own place. Absolute. */
  readonly toFolder?: string | undefined
  readonly measuredBytesPerSecond: number | null
}

/** Of a database that the vault knows, the place it has now; else the one that the archive says. */
function targetOf(place: SystemPlace, databaseId: string, database: string, recorded: string): string {
  if (place.toFolder !== undefined) return path.join(place.toFolder, `${database}.db`)
  return place.records.find(({ id }) => id === databaseId)?.path ?? recorded
}

async function planOne(
  context: OperationsContext,
  place: SystemPlace,
  backup: BackupRecord,
  targetPath: string,
): Promise<PlannedDatabase> {
  const { ports } = context.world
  const { databaseId, database } = backup
  const makesFolder = place.toFolder !== undefined
  try {
    const plan = await planRestore(ports, {
      databaseId,
      database,
      chain: [backup],
      target: await inspectTarget(ports, targetPath, { makesFolder }),
      makesFolder,
      vaultFolder: place.vaultFolder,
      databasePath: place.records.find(({ id }) => id === databaseId)?.path ?? null,
      measuredBytesPerSecond: place.measuredBytesPerSecond,
      nowMs: ports.clock.now(),
    })
    // All at once, nobody watches each: what programs have open is not written under them.
    if (plan.method === 'in_place') {
      const openedBy = (plan.target.openedBy ?? []).map(({ pid, name }) => `${name} (${pid})`)
      throw new FaultError({ code: 'TARGET_IN_USE', path: plan.target.path, openedBy })
    }
    return { databaseId, database, targetPath: plan.target.path, plan, refusal: null }
  } catch (error) {
    const fault = faultOf(error)
    if (fault === undefined) throw error
    return { databaseId, database, targetPath, plan: null, refusal: refusalOf(fault) }
  }
}

function refusalOf(fault: Fault): string {
  const { message, remedy } = faultText(fault)
  return `${message} ${remedy}`
}

/** Two names that differ in letters' case alone may be one file in a folder. */
function refuseOneTarget(databases: readonly PlannedDatabase[]): readonly PlannedDatabase[] {
  const seen = new Set<string>()
  return databases.map((one) => {
    const isTaken = seen.has(one.targetPath.toLowerCase())
    seen.add(one.targetPath.toLowerCase())
    if (!isTaken || one.refusal !== null) return one
    return {
      ...one,
      plan: null,
      refusal: 'Another database of the archive would be restored to the same file.',
    }
  })
}

/** What restoring an archive would do; changes nothing. Rejects with the system's errors. */
export async function planPeeked(
  context: OperationsContext,
  place: SystemPlace,
  { manifest, backups, registrations, policies }: PeekedSystem,
  file: string,
): Promise<SystemRestorePlan> {
  const planned: PlannedDatabase[] = []
  for (const [at, backup] of backups.entries()) {
    const { databaseId, database, path: recorded } = manifest.databases[at]!
    const targetPath = path.resolve(targetOf(place, databaseId, database, recorded))
    planned.push(await planOne(context, place, backup, targetPath))
  }
  const knownIds = new Set([...place.records, ...place.policies].map(({ id }) => id))
  const namesOfNew = (all: readonly { readonly id: string; readonly name: string }[]): readonly string[] =>
    all.filter(({ id }) => !knownIds.has(id)).map(({ name }) => name)
  return {
    archiveId: manifest.archiveId,
    file,
    takenAt: manifest.takenAt,
    databases: refuseOneTarget(planned),
    missing: manifest.missing,
    bytesToRead: backups.reduce((sum, { sizeBytes }) => sum + sizeBytes, 0),
    bytesToWrite: backups.reduce((sum, { sourceBytes }) => sum + sourceBytes, 0),
    newRegistrations: namesOfNew(registrations),
    newPolicies: namesOfNew(policies),
  }
}

/** A plan, and what of the archive it rests on. */
export interface PlannedSystem {
  readonly plan: SystemRestorePlan
  readonly peeked: PeekedSystem
}

/**
 * What restoring an archive of the open vault would do, each database to its own place or into one folder; changes nothing. Throws the faults
 * of reading an archive, and what keeps the vault from being used.
 */
export async function planSystemRestore(
  context: OperationsContext,
  { archive, path: archivePath }: CalledArchive,
  toFolder?: string,
): Promise<PlannedSystem> {
  const vault = context.session.reachable()
  const { vaultId, folder } = vault.access
  const file = archive?.file ?? archivePath
  const signal = new AbortController().signal
  const peeked = await peekSystem(
    context.world.ports,
    { path: archivePath, file, vaultId, vaultKeys: keysOf(vault.access) },
    signal,
  )
  const bytesPerMs = vault.catalog.speeds.bytesPerMs('restore')
  const place: SystemPlace = {
    vaultFolder: folder,
    records: vault.catalog.databases.all(),
    policies: [...(await policiesOf(context, vault)).byId.values()],
    toFolder,
    measuredBytesPerSecond: bytesPerMs === null ? null : bytesPerMs * 1000,
  }
  return { plan: await planPeeked(context, place, peeked, file), peeked }
}
