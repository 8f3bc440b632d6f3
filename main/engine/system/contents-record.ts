import { faultOf, FaultError } from '../../../shared/domain/fault.ts'
import type { SystemArchive } from '../../../shared/domain/system-archive.ts'
import type { VaultAccess } from '../engine-types.ts'
import { sha256Pattern } from '../image/json-fields.ts'
import { SealError } from '../image/sealed-json.ts'
import { validationFrom, validationToJson } from '../image/validation-json.ts'
import type { Ports } from '../ports/ports.ts'
import { archiveOfContents, contentsOf, inVault, isArchiveName, tombstoneOf } from '../vault/layout.ts'
import { listBackupFolder } from '../vault/list-manifests.ts'
import { readSmallFile } from '../vault/read-small-file.ts'
import { errnoOf } from '../vault/vault-faults.ts'
import { keysOf } from '../vault/vault-keys.ts'
import { NewerRecord, readAuthentic, writeAuthentic, type AuthenticKind } from '../image/authentic-json.ts'
import { contentsFrom, contentsToJson } from './contents-fields.ts'

const kind: AuthenticKind = {
  format: 'holdfast-system-contents',
  formatVersion: 1,
  purpose: 'holdfast/system-contents/1',
}
const limitBytes = 64 << 20
const folder = 'monthly'

/** The bytes of the record beside an archive. */
export function writeContentsRecord(archive: SystemArchive, vaultKey: Uint8Array | null): Uint8Array {
  const { file, sizeBytes, sha256, durationMs, validation } = archive
  const facts = { file, sizeBytes, sha256, durationMs }
  const content = { ...contentsToJson(archive), archive: facts, validation: validationToJson(validation) }
  return writeAuthentic(kind, content, vaultKey)
}

function recordFrom(bytes: Uint8Array, file: string, vault: VaultAccess): SystemArchive {
  const fields = readAuthentic(kind, bytes, keysOf(vault))
  const facts = fields.object('archive')
  const archive = {
    ...contentsFrom(fields),
    file: facts.text('file'),
    sizeBytes: facts.count('sizeBytes'),
    sha256: facts.text('sha256', sha256Pattern),
    durationMs: facts.count('durationMs'),
    validation: validationFrom(fields.object('validation')),
  }
  if (archive.vaultId !== vault.vaultId) throw new SealError('it belongs to another vault')
  if (archive.file !== file) throw new SealError(`it belongs beside ${archive.file}`)
  return archive
}

async function readRecord(
  ports: Ports,
  vault: VaultAccess,
  file: string,
  recordFile: string = contentsOf(file),
): Promise<SystemArchive | string | null> {
  try {
    const bytes = await readSmallFile(ports, inVault(vault.folder, recordFile), limitBytes)
    if (bytes === null) return null
    const archive = recordFrom(bytes, file, vault)
    const there = await ports.files.stat(inVault(vault.folder, file))
    if (there === null) return 'its archive is missing'
    return there.sizeBytes === archive.sizeBytes ? archive : 'its archive is not of the recorded size'
  } catch (error) {
    if (error instanceof SealError || error instanceof NewerRecord) return error.message
    const errno = errnoOf(error)
    if (errno === undefined || faultOf(error) !== undefined) throw error
    return errno
  }
}

/**
 * The archives of the complete system in a vault, newest first, and those whose record can't be read or whose archive is not as recorded.
 * Reads no archive. Rejects with the system's errors when the folder can't be listed.
 */
export async function listArchives(
  ports: Ports,
  vault: VaultAccess,
): Promise<{
  readonly archives: readonly SystemArchive[]
  readonly damaged: readonly { readonly file: string; readonly why: string }[]
}> {
  const archives: SystemArchive[] = []
  const damaged: { file: string; why: string }[] = []
  for (const name of await listBackupFolder(ports, vault.folder, folder)) {
    const archiveName = archiveOfContents(name)
    if (archiveName === null) continue
    const file = `${folder}/${archiveName}`
    const record = await readRecord(ports, vault, file)
    if (typeof record === 'string') damaged.push({ file, why: record })
    else if (record !== null) archives.push(record)
  }
  const newestFirst = archives.toSorted((one, other) => (one.takenAt < other.takenAt ? 1 : -1))
  return { archives: newestFirst, damaged }
}

/**
 * Reads what an archive that is set aside is, by its file. Throws BACKUP_FILE_MISSING where it was put back or its removal goes on, and
 * BACKUP_DAMAGED where its record can't be read or its archive is not as recorded.
 */
export async function loadArchiveAside(
  ports: Ports,
  vault: VaultAccess,
  { file }: Pick<SystemArchive, 'file'>,
): Promise<SystemArchive> {
  const record = await readRecord(ports, vault, file, tombstoneOf(file))
  if (record === null) throw new FaultError({ code: 'BACKUP_FILE_MISSING', file: tombstoneOf(file) })
  if (typeof record === 'string') throw new FaultError({ code: 'BACKUP_DAMAGED', file, detail: record })
  return record
}

/**
 * Something that changes whenever an archive comes, goes or becomes another file, without reading any. Rejects with the system's errors
 * when the folder can't be listed.
 */
export async function stampArchives(ports: Ports, { folder: place }: VaultAccess): Promise<string> {
  const names = (await listBackupFolder(ports, place, folder)).filter(
    (name) => archiveOfContents(name) !== null || isArchiveName(name),
  )
  const facts = await Promise.all(names.map((name) => ports.files.stat(inVault(place, `${folder}/${name}`))))
  return JSON.stringify(names.map((name, at) => [name, facts[at]?.sizeBytes, facts[at]?.modifiedAt]))
}
