import os from 'node:os'

import { FaultError } from '../../../shared/domain/fault.ts'
import type { KeepMark } from '../../../shared/domain/retention/keep-mark.ts'
import type { KeepMarksView } from '../../../shared/domain/retention/prune-views.ts'
import { listKeepMarks, removeKeepMark, saveKeepMark } from '../../engine/engine.ts'
import { recordActivity } from '../activity/record-activity.ts'
import { findDatabase } from '../databases/find-database.ts'
import type { OperationsContext } from '../operations-context.ts'
import { archivesOf } from '../system/list-system.ts'
import { systemName } from '../system/system-words.ts'
import type { OpenVault } from '../vaults/vault-session.ts'
import { instantOf } from '../world.ts'
import { findKept } from './find-kept.ts'

function userHere(): string {
  try {
    return os.userInfo().username
  } catch {
    // A container may run under a number that has no name.
    return 'a user without a name'
  }
}

function writable({ session }: OperationsContext): OpenVault {
  const vault = session.reachable()
  if (vault.isReadOnly) throw new FaultError({ code: 'VAULT_READ_ONLY', path: vault.access.folder })
  return vault
}

async function tell(context: OperationsContext, vault: OpenVault, mark: KeepMark): Promise<void> {
  const { backupId } = mark
  const isOfArchive = mark.databaseId === vault.access.vaultId
  const databaseId = isOfArchive ? null : mark.databaseId
  const database = isOfArchive ? systemName : (vault.catalog.databases.get(mark.databaseId)?.name ?? null)
  const startedAt = instantOf(context.world.ports.clock)
  const subject = { databaseId, database, backupId }
  await recordActivity(context, vault, {
    kind: 'keep_mark',
    result: 'success',
    startedAt,
    durationMs: 0,
    ...subject,
  })
  // The pins and holds that a window knows are those of backups and archives together.
  context.changes.tell({ topic: 'backups', databaseId: mark.databaseId })
}

async function keep(
  context: OperationsContext,
  vault: OpenVault,
  wish: Omit<KeepMark, 'id' | 'since' | 'by'>,
): Promise<KeepMark> {
  const { ports } = context.world
  const since = instantOf(ports.clock)
  const mark: KeepMark = { ...wish, id: ports.ids.newId(), since, by: userHere() }
  await saveKeepMark(ports, vault.access.folder, mark)
  await tell(context, vault, mark)
  return mark
}

async function lift(context: OperationsContext, vault: OpenVault, marks: readonly KeepMark[]): Promise<void> {
  for (const mark of marks) {
    await removeKeepMark(context.world.ports, vault.access.folder, mark.id)
    await tell(context, vault, mark)
  }
}

async function pinsOf(
  { world }: OperationsContext,
  { access }: OpenVault,
  backupId: string,
): Promise<readonly KeepMark[]> {
  const { records } = await listKeepMarks(world.ports, access.folder)
  return records.filter((mark) => mark.kind === 'pin' && mark.backupId === backupId)
}

/**
 * Keeps a backup, and what it needs, or an archive of the complete system, whatever its policy says; one that is pinned already keeps its
 * pin. Throws as `findKept`, and the faults of writing a vault.
 */
export async function pinBackup(context: OperationsContext, called: string, note = ''): Promise<KeepMark> {
  const vault = writable(context)
  const { backupId, databaseId } = await findKept(context, vault, called)
  const [pin] = await pinsOf(context, vault, backupId)
  return pin ?? keep(context, vault, { kind: 'pin', databaseId, backupId, name: '', note })
}

/** Takes the pin of a backup or an archive away; one without is no error. Throws as `findKept`, and the faults of writing a vault. */
export async function unpinBackup(context: OperationsContext, called: string): Promise<void> {
  const vault = writable(context)
  const { backupId } = await findKept(context, vault, called)
  await lift(context, vault, await pinsOf(context, vault, backupId))
}

/** What a legal hold keeps. */
export interface HoldWish {
  /** A database: every backup of it, also those that are yet to be taken. */
  readonly database?: string | undefined
  /** Or one backup, or one archive of the complete system. */
  readonly backup?: string | undefined
  /** Its name (`case 2026/114`); several holds may have one name, and are lifted together. */
  readonly name: string
  readonly note?: string | undefined
}

/** Places a legal hold. Throws WRONG_USE without a name, DATABASE_UNKNOWN, as `findKept`, and the faults of writing a vault. */
export async function placeHold(context: OperationsContext, wish: HoldWish): Promise<KeepMark> {
  const vault = writable(context)
  const name = wish.name.trim()
  if (name === '') throw new FaultError({ code: 'WRONG_USE', detail: 'a legal hold needs a name' })
  const found =
    wish.backup === undefined
      ? { databaseId: findDatabase(vault.catalog, wish.database ?? '').databaseId, backupId: null }
      : await findKept(context, vault, wish.backup)
  const { databaseId, backupId } = found
  return keep(context, vault, { kind: 'legal_hold', databaseId, backupId, name, note: wish.note ?? '' })
}

/** Lifts every hold of a name (or the one with this id), and answers how many. Throws HOLD_UNKNOWN, and the faults of writing a vault. */
export async function liftHold(context: OperationsContext, called: string): Promise<number> {
  const vault = writable(context)
  const { records } = await listKeepMarks(context.world.ports, vault.access.folder)
  const named = called.trim().toLowerCase()
  const holds = records.filter(
    ({ id, kind, name }) => kind === 'legal_hold' && (id === called || name.toLowerCase() === named),
  )
  if (holds.length === 0) throw new FaultError({ code: 'HOLD_UNKNOWN', name: called })
  await lift(context, vault, holds)
  return holds.length
}

/** Files of the archives that marks are on, by id. */
async function markedArchives(
  context: OperationsContext,
  vault: OpenVault,
  marks: readonly KeepMark[],
): Promise<ReadonlyMap<string, string>> {
  const isAnyMarked = marks.some(({ databaseId }) => databaseId === vault.access.vaultId)
  const { archives } = isAnyMarked ? await archivesOf(context, vault) : { archives: [] }
  return new Map(archives.map(({ archiveId, file }) => [archiveId, file]))
}

/** Every pin and hold, of one database or of all. Throws what keeps the vault from being read. */
export async function listMarks(context: OperationsContext, databaseId?: string): Promise<KeepMarksView> {
  const vault = context.session.reachable()
  const { records, damaged } = await listKeepMarks(context.world.ports, vault.access.folder)
  const { databases, backups } = vault.catalog
  const wanted = records.filter((mark) => databaseId === undefined || mark.databaseId === databaseId)
  const archives = await markedArchives(context, vault, wanted)
  const marks = wanted
    .toSorted((one, other) => (one.since < other.since ? -1 : 1))
    .map((mark) => {
      if (mark.databaseId === vault.access.vaultId)
        return { ...mark, database: systemName, file: archives.get(mark.backupId ?? '') ?? null }
      const backup = mark.backupId === null ? null : backups.get(mark.backupId)
      const database = databases.get(mark.databaseId)?.name ?? backup?.database ?? null
      return { ...mark, database, file: backup?.file ?? null }
    })
  return { marks, damaged }
}
