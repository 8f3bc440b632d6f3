import path from 'node:path'

import { FaultError } from '../../../shared/domain/fault.ts'
import type { ArchivesView, StoredArchive, SystemArchive } from '../../../shared/domain/system-archive.ts'
import { unknownValidation, type LatestValidation } from '../../../shared/domain/validation.ts'
import { inVault, listArchives, readValidation } from '../../engine/engine.ts'
import type { OperationsContext } from '../operations-context.ts'
import type { OpenVault } from '../vaults/vault-session.ts'

type Reading = Pick<OperationsContext, 'world'>

async function lastValidationOf(
  { world }: Reading,
  { access }: OpenVault,
  { archiveId, validation }: SystemArchive,
): Promise<LatestValidation> {
  const later = await readValidation(world.ports, access.folder, archiveId)
  if (later === 'damaged') return unknownValidation('the record of its newest verification can’t be read')
  return later ?? validation
}

/** An archive with its newest verdict. Rejects with the system's errors. */
export async function withLastValidation(
  context: Reading,
  vault: OpenVault,
  archive: SystemArchive,
): Promise<StoredArchive> {
  return { ...archive, lastValidation: await lastValidationOf(context, vault, archive) }
}

/** The archives of an open vault, newest first, each with its newest verdict. Rejects with the system's errors. */
export async function archivesOf(context: Reading, vault: OpenVault): Promise<ArchivesView> {
  const { archives, damaged } = await listArchives(context.world.ports, vault.access)
  const stored: StoredArchive[] = []
  for (const archive of archives) {
    stored.push(await withLastValidation(context, vault, archive))
  }
  return { archives: stored, damaged }
}

/** The archives of the vault, newest first. Throws what keeps the vault from being read. */
export function listSystem(context: OperationsContext): Promise<ArchivesView> {
  return archivesOf(context, context.session.reachable())
}

/** An archive to work on: one of the vault's, or a file that the vault has no record of. */
export interface CalledArchive {
  readonly archive: StoredArchive | null
  /** Absolute. */
  readonly path: string
}

const leastIdPrefix = 6

/**
 * Finds an archive by its id or the beginning of it, by its file's name, or by its path; also one that lies elsewhere. Throws ARCHIVE_UNKNOWN,
 * BACKUP_DAMAGED for one of the vault whose record can't be read.
 */
export async function archiveCalled(
  context: OperationsContext,
  called: string,
  baseFolder = '/',
): Promise<CalledArchive> {
  const vault = context.session.reachable()
  const { folder } = vault.access
  const { archives, damaged } = await archivesOf(context, vault)
  const isCalled = (file: string): boolean =>
    file === called ||
    path.basename(file) === called ||
    inVault(folder, file) === path.resolve(baseFolder, called)
  const archive = archives.find(
    ({ archiveId, file }) =>
      isCalled(file) || (called.length >= leastIdPrefix && archiveId.startsWith(called.toLowerCase())),
  )
  if (archive !== undefined) return { archive, path: inVault(folder, archive.file) }
  const bad = damaged.find(({ file }) => isCalled(file))
  if (bad !== undefined) throw new FaultError({ code: 'BACKUP_DAMAGED', file: bad.file, detail: bad.why })
  const elsewhere = path.resolve(baseFolder, called)
  const facts = await context.world.ports.files.stat(elsewhere).catch(() => null)
  if (facts?.isFile === true) return { archive: null, path: elsewhere }
  throw new FaultError({ code: 'ARCHIVE_UNKNOWN', archive: called })
}
