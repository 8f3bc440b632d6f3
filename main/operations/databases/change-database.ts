import path from 'node:path'

import type { DatabaseRecord } from '../../../shared/domain/database-record.ts'
import { FaultError } from '../../../shared/domain/fault.ts'
import {
  decidingOnRegistrations,
  inspectSource,
  removePageTags,
  removeRegistration,
  saveRegistration,
} from '../../engine/engine.ts'
import { recordActivity } from '../activity/record-activity.ts'
import { takeInRegistrations } from '../catalog/sync-catalog.ts'
import type { OperationsContext } from '../operations-context.ts'
import { instantOf } from '../world.ts'
import { acceptName } from './choose-name.ts'
import { findRegistered } from './find-database.ts'
import { knowFiles } from './known-files.ts'
import { refuseInVault } from './refuse-in-vault.ts'

/** What of a registration changes; what is left out stays. */
export interface DatabaseChange {
  readonly databaseId: string
  readonly name?: string | undefined
  readonly tier?: string | undefined
  readonly path?: string | undefined
}

async function acceptPath(context: OperationsContext, databaseId: string, file: string): Promise<string> {
  const { ports } = context.world
  const vault = context.session.reachable()
  const absolute = path.resolve(file)
  await inspectSource(ports, absolute)
  await refuseInVault(ports, vault.access.folder, absolute)
  const known = await knowFiles(ports, vault.catalog.databases.all())
  const holder = await known.registrationOf(absolute)
  if (holder !== null && holder.id !== databaseId) {
    throw new FaultError({ code: 'DATABASE_ALREADY_REGISTERED', path: absolute, name: holder.name })
  }
  return absolute
}

/** Saves a registration in the vault and the catalog, and tells of it. */
export async function keepRegistration(context: OperationsContext, record: DatabaseRecord): Promise<void> {
  const vault = context.session.reachable()
  await saveRegistration(context.world.ports, vault.access.folder, record)
  vault.catalog.databases.put(record)
  vault.inventory.touch()
  context.changes.tell({ topic: 'databases' })
}

async function applyChange(context: OperationsContext, change: DatabaseChange): Promise<DatabaseRecord> {
  const { catalog, access } = context.session.reachable()
  await takeInRegistrations(context.world.ports, access, catalog)
  const record = findRegistered(catalog, change.databaseId)
  const changed: DatabaseRecord = {
    ...record,
    name: change.name === undefined ? record.name : acceptName(catalog, change.name, record.id),
    tier: change.tier ?? record.tier,
    path: change.path === undefined ? record.path : await acceptPath(context, record.id, change.path),
  }
  await keepRegistration(context, changed)
  return changed
}

/** Changes a registration. Earlier backups keep the name they were taken under. Throws as registering does, VAULT_LOCKED and DATABASE_UNKNOWN. */
export function changeDatabase(context: OperationsContext, change: DatabaseChange): Promise<DatabaseRecord> {
  const { access } = context.session.reachable()
  return decidingOnRegistrations(context.world.ports, access.folder, () => applyChange(context, change))
}

/** What stays of them is a cache that nobody asks for. */
async function forgetPageTags(
  { world: { ports, home } }: OperationsContext,
  databaseId: string,
): Promise<void> {
  try {
    await removePageTags(ports, home.pageTagsFolder, databaseId)
  } catch (error) {
    ports.logger.warn('page_tags.not_removed', { databaseId, error })
  }
}

/** Ends a registration; the backups stay and can be restored. Throws DATABASE_UNKNOWN, and WRONG_USE when the name does not fit. */
export async function removeDatabase(
  context: OperationsContext,
  databaseId: string,
  confirmName: string,
): Promise<void> {
  const vault = context.session.reachable()
  const { ports } = context.world
  const record = findRegistered(vault.catalog, databaseId)
  if (confirmName !== record.name) {
    const detail = `to end the registration, the name ${record.name} must be given; it was not`
    throw new FaultError({ code: 'WRONG_USE', detail })
  }
  const startedAt = instantOf(ports.clock)
  await removeRegistration(ports, vault.access.folder, record.id)
  vault.catalog.databases.remove(record.id)
  await forgetPageTags(context, record.id)
  const subject = { databaseId: record.id, database: record.name }
  await recordActivity(context, vault, {
    kind: 'remove',
    result: 'success',
    startedAt,
    durationMs: 0,
    ...subject,
  })
  context.changes.tell({ topic: 'databases' })
}
