import { createHash } from 'node:crypto'
import path from 'node:path'

import { FaultError, faultOf } from '../../../shared/domain/fault.ts'
import {
  systemArchiveFile,
  systemStem,
  type ArchivedDatabase,
  type LeftOut,
  type SystemArchive,
} from '../../../shared/domain/system-archive.ts'
import { checkNames } from '../../../shared/domain/validation.ts'
import { vaultKeyOf } from '../backup/run-backup-work.ts'
import type { RunContext, VaultAccess } from '../engine-types.ts'
import { readExactly } from '../image/stored-file.ts'
import type { Ports } from '../ports/ports.ts'
import { contentsOf, inVault, tombstoneOf, vaultPaths } from '../vault/layout.ts'
import { confirmVault } from '../vault/open-vault.ts'
import {
  beginFile,
  discardFile,
  nameSettledFile,
  publishBytes,
  refuseSwept,
  settleFile,
  type UnpublishedFile,
} from '../vault/publish-file.ts'
import { runInVault, type VaultRun } from '../vault/run-in-vault.ts'
import type { VaultFacts } from '../vault/vault-file.ts'
import { errnoOf, writingVault } from '../vault/vault-faults.ts'
import { writeContentsRecord } from './contents-record.ts'
import { joinValidations } from './join-validations.ts'
import { makeSmallVault } from './make-small-vault.ts'
import { inMemberOrder, isMemberName, systemManifestName } from './member-names.ts'
import { packArchive, type PackedMember } from './pack-archive.ts'
import { readSystem } from './read-system.ts'
import type { SystemBackupOutcome, SystemBackupRequest } from './system-types.ts'
import { writeSystemManifest, type SystemManifest, type SystemMember } from './system-manifest.ts'
import { takeEach, type TakenDatabases } from './take-each.ts'

interface Taking {
  readonly ports: Ports
  readonly request: SystemBackupRequest
  readonly run: RunContext
  readonly facts: VaultFacts
  readonly vaultKey: Uint8Array | null
  readonly vaultRun: VaultRun
  readonly takenAt: string
  readonly sinceMs: number
}

/** A database that was never stored is expected to be compressed to this part. */
const guessedRatio = 5
const besidesBytes = 8 << 20
const readBytes = 1 << 20
/** More archives in one second mean that something is wrong. */
const copyLimit = 1000

/** Every full is stored twice at once (in the small vault and in the archive), and the largest image is rebuilt to prove it. */
async function checkFreeSpace(ports: Ports, { vault, databases }: SystemBackupRequest): Promise<void> {
  let storedBytes = 0
  let largestBytes = 0
  for (const { record, lastFullBytes } of databases) {
    const facts = await ports.files.stat(record.path).catch(() => null)
    const sourceBytes = facts?.sizeBytes ?? 0
    storedBytes += lastFullBytes ?? sourceBytes / guessedRatio
    largestBytes = Math.max(largestBytes, sourceBytes)
  }
  const neededBytes = Math.ceil(storedBytes * 2 + largestBytes) + besidesBytes
  const freeBytes = await ports.files.freeBytes(vault.folder)
  if (freeBytes >= neededBytes) return
  throw new FaultError({ code: 'VAULT_FULL', path: vault.folder, neededBytes, freeBytes })
}

async function hashedMember(ports: Ports, folder: string, name: string): Promise<SystemMember> {
  const file = await ports.files.open(inVault(folder, name), 'read')
  try {
    const digest = createHash('sha256')
    const { sizeBytes } = await file.stat()
    for (let at = 0; at < sizeBytes; at += readBytes) {
      digest.update(await readExactly(file, name, at, Math.min(readBytes, sizeBytes - at)))
    }
    return { name, sizeBytes, sha256: digest.digest('hex') }
  } finally {
    await file.close()
  }
}

async function membersIn(ports: Ports, folder: string): Promise<readonly SystemMember[]> {
  const members: SystemMember[] = []
  for (const name of [vaultPaths.vaultFile, vaultPaths.vaultFileCopy]) {
    members.push(await hashedMember(ports, folder, name))
  }
  for (const below of [vaultPaths.databases, vaultPaths.policies, 'monthly']) {
    for (const file of await ports.files.list(inVault(folder, below))) {
      const name = `${below}/${file}`
      if (isMemberName(name)) members.push(await hashedMember(ports, folder, name))
    }
  }
  return inMemberOrder(members)
}

function archived({ taken }: TakenDatabases): readonly ArchivedDatabase[] {
  return taken.map(({ tier, path: source, backup }) => ({
    databaseId: backup.databaseId,
    database: backup.database,
    tier,
    path: source,
    backupId: backup.id,
    file: backup.file,
    takenAt: backup.takenAt,
    sizeBytes: backup.sizeBytes,
    sourceBytes: backup.sourceBytes,
    root: backup.root,
    status: backup.validation.status,
  }))
}

async function pack(
  { ports, run, vaultKey, vaultRun, takenAt }: Taking,
  small: string,
  manifest: SystemManifest,
  unpublished: UnpublishedFile,
): Promise<{ readonly sizeBytes: number; readonly sha256: string }> {
  const bytes = writeSystemManifest(manifest, vaultKey)
  const totalBytes = manifest.members.reduce((sum, { sizeBytes }) => sum + sizeBytes, bytes.length)
  const members: PackedMember[] = [
    { name: systemManifestName, sizeBytes: bytes.length, from: { bytes } },
    ...manifest.members.map(({ name, sizeBytes }) => ({
      name,
      sizeBytes,
      from: { path: inVault(small, name) },
    })),
  ]
  return packArchive(ports, unpublished.file, {
    members,
    modifiedAt: new Date(takenAt),
    signal: run.signal,
    onProgress: (doneBytes) => {
      void vaultRun.lease?.renew()
      run.onProgress({ step: 'packing', doneBytes, totalBytes })
    },
  })
}

/** What was written is read again from the medium's side: nothing is published that does not say what it should. */
async function readBack(
  { ports, request, run, vaultKey, vaultRun }: Taking,
  temporaryPath: string,
  file: string,
  written: { readonly sizeBytes: number; readonly sha256: string },
): Promise<void> {
  const vaultKeys = vaultKey === null ? [] : [vaultKey]
  const place = { path: temporaryPath, file, vaultId: request.vault.vaultId, vaultKeys }
  const onProgress = (doneBytes: number, totalBytes: number): void => {
    void vaultRun.lease?.renew()
    run.onProgress({ step: 'reading back', doneBytes, totalBytes })
  }
  const { archive } = await readSystem(
    ports,
    place,
    { signal: run.signal, onProgress },
    { open: async () => null },
  )
  if (archive?.sha256 === written.sha256 && archive.sizeBytes === written.sizeBytes) return
  throw new FaultError({ code: 'BACKUP_DAMAGED', file, detail: 'it does not read back as it was written' })
}

/** Names a settled archive: the first free name of its second. Returns it relative to the vault. */
async function nameArchive(
  { ports, request, takenAt }: Taking,
  unpublished: UnpublishedFile,
  published: string[],
): Promise<string> {
  for (let copy = 1; ; copy += 1) {
    const file = systemArchiveFile(takenAt, copy)
    const target = inVault(request.vault.folder, file)
    // A record that is set aside may be put back: then what has its name must be what it tells of.
    const records = [contentsOf(target), tombstoneOf(target)].map((record) => ports.files.stat(record))
    if ((await Promise.all(records)).some((facts) => facts !== null)) continue
    try {
      await nameSettledFile(ports, unpublished, target, () => published.push(target))
      return file
    } catch (error) {
      if (errnoOf(error) !== 'EEXIST' || copy >= copyLimit) throw error
    }
  }
}

async function publish(taking: Taking, archive: SystemArchive, published: string[]): Promise<void> {
  const { ports, request, vaultKey, vaultRun, run } = taking
  const target = inVault(request.vault.folder, archive.file)
  await refuseSwept(ports, path.dirname(target), [target])
  run.signal.throwIfAborted()
  const record = contentsOf(target)
  await publishBytes(ports, record, writeContentsRecord(archive, vaultKey), vaultRun.runId, () =>
    published.push(record),
  )
  // Before the record was there, the archive was a leftover to whoever took this run for dead.
  await refuseSwept(ports, path.dirname(target), [target])
}

async function writeArchive(taking: Taking, small: string, found: TakenDatabases): Promise<SystemArchive> {
  const { ports, request, takenAt, sinceMs, vaultRun } = taking
  const contents = {
    archiveId: ports.ids.newId(),
    vaultId: request.vault.vaultId,
    takenAt,
    slotAt: request.slotAt,
    databases: archived(found),
    missing: found.missing,
  }
  const members = await membersIn(ports, small)
  const name = path.basename(systemArchiveFile(takenAt))
  const folder = inVault(request.vault.folder, 'monthly')
  const unpublished = await beginFile(ports, folder, name, vaultRun.runId)
  const published: string[] = []
  try {
    const written = await pack(taking, small, { ...contents, members }, unpublished)
    await unpublished.file.sync()
    await readBack(taking, unpublished.temporaryPath, systemArchiveFile(takenAt), written)
    await settleFile(unpublished)
    const file = await nameArchive(taking, unpublished, published)
    const validated = found.taken.map(({ backup: { database, validation } }) => ({ database, validation }))
    const archive = {
      ...contents,
      ...written,
      file,
      durationMs: Math.round(ports.clock.monotonicMs() - sinceMs),
      validation: joinValidations(new Date(ports.clock.now()).toISOString(), validated),
    }
    await publish(taking, archive, published)
    return archive
  } catch (error) {
    await discardFile(ports, unpublished)
    await withdraw(ports, published)
    throw error
  }
}

/** Contents record first: what is left if this fails as well is whole, or an archive without its record, which a sweep clears. */
async function withdraw(ports: Ports, published: readonly string[]): Promise<void> {
  for (const target of published.toReversed()) {
    try {
      await ports.files.remove(target)
    } catch (error) {
      ports.logger.warn('system.not_withdrawn', { file: path.basename(target), errno: errnoOf(error) })
      return
    }
  }
}

function gapsIn({ taken, missing }: TakenDatabases): readonly LeftOut[] {
  const failed = taken.filter(({ backup }) => backup.validation.status === 'failed')
  return [
    ...missing,
    ...failed.map(({ backup: { database, validation } }) => ({
      name: database,
      why: `It is in the archive as it is, and its checks failed: ${checkNames
        .filter((name) => validation.checks[name].status === 'failed')
        .map((name) => `${name}: ${validation.checks[name].detail}`)
        .join('; ')}.`,
    })),
  ]
}

async function takeInRun(taking: Taking): Promise<SystemBackupOutcome> {
  const { ports, request, run, facts, vaultRun } = taking
  const small = path.join(vaultRun.scratchFolder, 'system')
  const records = request.databases.map(({ record }) => record)
  const unreadable = await makeSmallVault(ports, facts, small, records)
  const into: VaultAccess = { ...request.vault, folder: small }
  const renewing: RunContext = {
    signal: run.signal,
    onProgress(progress) {
      void vaultRun.lease?.renew()
      run.onProgress(progress)
    },
  }
  const each = await takeEach(ports, request, into, renewing)
  const found = { ...each, missing: [...each.missing, ...unreadable] }
  return { archive: await writeArchive(taking, small, found), gaps: gapsIn(found) }
}

/** A fault of the small vault is one of the vault that it lies in. */
function asOfVault(error: unknown, folder: string): unknown {
  const fault = faultOf(error)
  const isBelow = fault !== undefined && 'path' in fault && fault.path.startsWith(folder + path.sep)
  if (!isBelow || !fault.code.startsWith('VAULT_')) return error
  return new FaultError({ ...fault, path: folder }, { cause: error })
}

/**
 * Takes a full of every database, each at one moment, with the policies and registrations, as one archive in the vault's `monthly`. It is all
 * there or nothing is: its contents record is written last, and a fault or a cancel leaves no file behind. A database that can't be
 * taken is missing in it and named with the reason. Throws SYSTEM_NOT_TAKEN when none could be, KEY_NEEDED, the faults of writing
 * a vault, BACKUP_DAMAGED when the archive does not read back, RUN_SWEPT, and the signal's reason.
 */
export function takeSystem(
  ports: Ports,
  request: SystemBackupRequest,
  run: RunContext,
): Promise<SystemBackupOutcome> {
  const { vault } = request
  const takenAt = new Date(ports.clock.now()).toISOString()
  const sinceMs = ports.clock.monotonicMs()
  return writingVault(ports, vault.folder, async () => {
    run.signal.throwIfAborted()
    const facts = await confirmVault(ports, vault)
    const vaultKey = vaultKeyOf(request, facts)
    await checkFreeSpace(ports, request)
    const purpose = { purpose: 'system_backup', subject: systemStem }
    return runInVault(ports, vault.folder, purpose, (vaultRun) =>
      takeInRun({ ports, request, run, facts, vaultKey, vaultRun, takenAt, sinceMs }),
    ).catch((error: unknown) => {
      throw asOfVault(error, vault.folder)
    })
  })
}
