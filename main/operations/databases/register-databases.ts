import path from 'node:path'

import type { DatabaseRecord } from '../../../shared/domain/database-record.ts'
import { FaultError, faultOf, type Fault } from '../../../shared/domain/fault.ts'
import { decidingOnRegistrations, inspectSource, saveRegistration, type Lease } from '../../engine/engine.ts'
import { recordActivity } from '../activity/record-activity.ts'
import { takeInRegistrations } from '../catalog/sync-catalog.ts'
import type { OperationsContext } from '../operations-context.ts'
import type { OpenVault } from '../vaults/vault-session.ts'
import { withPolicy } from '../policies/apply-policy.ts'
import { policyForTier } from '../policies/make-presets.ts'
import { instantOf } from '../world.ts'
import { acceptName, nameForFile, orphanedIdOf, tierForName } from './choose-name.ts'
import { knowFiles, type KnownFiles } from './known-files.ts'
import { refuseInVault } from './refuse-in-vault.ts'

/** What is to be registered. A name only where there is one path. */
export interface Registration {
  /** Absolute paths. */
  readonly paths: readonly string[]
  readonly name?: string | undefined
  readonly tier?: string | undefined
}

/** What became of one path. */
export type RegisterResult =
  | { readonly path: string; readonly record: DatabaseRecord }
  | { readonly path: string; readonly fault: Fault }

async function registerOne(
  context: OperationsContext,
  vault: OpenVault,
  known: KnownFiles,
  wish: { readonly path: string; readonly name?: string | undefined; readonly tier?: string | undefined },
): Promise<DatabaseRecord> {
  const { ports } = context.world
  await inspectSource(ports, wish.path)
  await refuseInVault(ports, vault.access.folder, wish.path)
  const there = await known.registrationOf(wish.path)
  if (there !== null) {
    throw new FaultError({ code: 'DATABASE_ALREADY_REGISTERED', path: wish.path, name: there.name })
  }
  const { catalog } = vault
  const name =
    wish.name === undefined ? nameForFile(catalog, path.basename(wish.path)) : acceptName(catalog, wish.name)
  const tier = wish.tier ?? tierForName(name)
  const registered: DatabaseRecord = {
    id: orphanedIdOf(catalog, name) ?? ports.ids.newId(),
    name,
    tier,
    path: wish.path,
    registeredAt: instantOf(ports.clock),
  }
  const policy = await policyForTier(context, tier)
  const record = withPolicy(registered, policy?.id ?? null, registered.registeredAt)
  await saveRegistration(ports, vault.access.folder, record)
  catalog.databases.put(record)
  await known.add(wish.path, record)
  return record
}

async function registerNoted(
  context: OperationsContext,
  vault: OpenVault,
  known: KnownFiles,
  wish: { readonly path: string; readonly name?: string | undefined; readonly tier?: string | undefined },
): Promise<RegisterResult> {
  const startedAt = instantOf(context.world.ports.clock)
  try {
    const record = await registerOne(context, vault, known, { ...wish, path: path.resolve(wish.path) })
    const subject = { databaseId: record.id, database: record.name }
    await recordActivity(context, vault, {
      kind: 'register',
      result: 'success',
      startedAt,
      durationMs: 0,
      ...subject,
    })
    return { path: wish.path, record }
  } catch (error) {
    const fault = faultOf(error)
    if (fault === undefined) throw error
    return { path: wish.path, fault }
  }
}

async function registerEach(
  context: OperationsContext,
  vault: OpenVault,
  { paths, name, tier }: Registration,
  lease: Lease,
): Promise<readonly RegisterResult[]> {
  const { ports } = context.world
  await takeInRegistrations(ports, vault.access, vault.catalog)
  const known = await knowFiles(ports, vault.catalog.databases.all())
  const results: RegisterResult[] = []
  for (const one of paths) {
    await lease.renew()
    results.push(await registerNoted(context, vault, known, { path: one, name, tier }))
  }
  return results
}

/**
 * Registers SQLite files, each failing on its own: the faults of inspecting a source, DATABASE_ALREADY_REGISTERED, DATABASE_NAME_INVALID,
 * DATABASE_NAME_TAKEN, WRONG_USE (it lies in the vault), and of writing to the vault. Another program that registers at the same time is
 * waited for (VAULT_LOCKED). Throws WRONG_USE for one name and several paths.
 */
export async function registerDatabases(
  context: OperationsContext,
  registration: Registration,
): Promise<readonly RegisterResult[]> {
  const vault = context.session.reachable()
  const { paths, name } = registration
  if (name !== undefined && paths.length > 1) {
    throw new FaultError({ code: 'WRONG_USE', detail: 'one name can be given to one file only' })
  }
  const { ports } = context.world
  try {
    return await decidingOnRegistrations(ports, vault.access.folder, (lease) =>
      registerEach(context, vault, registration, lease),
    )
  } catch (error) {
    const fault = faultOf(error)
    if (fault === undefined) throw error
    return paths.map((one) => ({ path: one, fault }))
  } finally {
    context.changes.tell({ topic: 'databases' })
  }
}
