import { endingFor, folderFor, stemFor } from '../../../shared/domain/backup-file-name.ts'
import type { BackupRecord } from '../../../shared/domain/backup-record.ts'
import { FaultError } from '../../../shared/domain/fault.ts'
import { concludeValidation } from '../../../shared/domain/validation.ts'
import type { BackupRequest } from '../engine-types.ts'
import { payloadKeyOf, wrapDataKey } from '../image/data-key.ts'
import { pagesPerFrameOf, type FrameForm } from '../image/frame-codec.ts'
import type { Manifest } from '../image/manifest.ts'
import { sealPageIndex } from '../image/page-index-file.ts'
import type { PageIndex } from '../image/page-index.ts'
import type { Ports } from '../ports/ports.ts'
import { openSnapshot } from '../source/open-snapshot.ts'
import type { DatabaseDescription, SourceFacts, SourceSnapshot } from '../source/snapshot.ts'
import { leadsOut } from '../vault/inside-vault.ts'
import { inVault, pagesOf } from '../vault/layout.ts'
import { beginFile, discardFile, settleFile, type UnpublishedFile } from '../vault/publish-file.ts'
import { elapsedMs, notMade } from '../verify/check-outcome.ts'
import { rowCountOf, tableCountOf } from '../verify/compare-descriptions.ts'
import type { BackupWork } from './backup-work.ts'
import { namePayload, publishPart } from './publish-backup.ts'
import { writePayload, type WrittenPayload } from './write-payload.ts'

/** What the snapshot gave: all there is to know of the image. */
interface Observed {
  readonly facts: SourceFacts
  readonly takenAt: string
  readonly description: DatabaseDescription
  readonly payload: WrittenPayload
}

function formOf({ request, backupId, dataKey }: BackupWork, pageSize: number): FrameForm {
  return {
    vaultId: request.vault.vaultId,
    backupId,
    pageSize,
    compression: request.stored.compression,
    compressionLevel: request.compressionLevel,
    key: dataKey === null ? null : payloadKeyOf(dataKey),
  }
}

/** Pages are read and the content is described side by side, in the same moment of the database. */
async function observe(
  work: BackupWork,
  snapshot: SourceSnapshot,
  unpublished: UnpublishedFile,
): Promise<Observed> {
  const { request, run, vaultRun } = work
  const { facts, takenAtMs } = snapshot
  const totalBytes = facts.pageCount * facts.pageSize
  const writing = writePayload(
    {
      snapshot,
      form: formOf(work, facts.pageSize),
      threads: request.threads,
      signal: run.signal,
      onProgress(doneBytes) {
        void vaultRun.lease?.renew()
        run.onProgress({ step: 'reading pages', doneBytes, totalBytes })
      },
    },
    unpublished.file,
  )
  const describing = snapshot.describe({ fingerprintLimitBytes: request.fingerprintLimitBytes })
  // Both end before the snapshot is closed, also when one fails.
  const [written, described] = await Promise.allSettled([writing, describing])
  if (written.status === 'rejected') throw written.reason
  if (described.status === 'rejected') throw described.reason
  const takenAt = new Date(takenAtMs).toISOString()
  return { facts, takenAt, description: described.value, payload: written.value }
}

function placeOf(request: BackupRequest, takenAtMs: number): { folder: string; name: string } {
  const { database, type, label, stored, vault } = request
  const takenAt = new Date(takenAtMs).toISOString()
  const name = `${stemFor({ database, type, label, takenAt })}${endingFor(stored)}`
  return { folder: inVault(vault.folder, folderFor(label)), name }
}

/** A label's folder that is a link to elsewhere: what is written through it is not in the vault. */
async function refuseLeadingOut(ports: Ports, { vault, label }: BackupRequest): Promise<void> {
  if (!(await leadsOut(ports, vault.folder, folderFor(label)))) return
  const detail = `its folder ${folderFor(label)} is a link that leads out of it`
  throw new FaultError({ code: 'VAULT_DAMAGED', path: vault.folder, detail })
}

async function storePayload(
  work: BackupWork,
  sinceMs: number,
): Promise<Observed & { readonly file: string; readonly durationMs: number }> {
  const { ports, request, run, vaultRun, published } = work
  const { lockWaitMs } = request
  const { scratchFolder, runId } = vaultRun
  const options = { lockWaitMs, signal: run.signal, scratchFolder }
  const snapshot = await openSnapshot(ports, request.sourcePath, options, work.steps)
  let unpublished: UnpublishedFile | undefined
  try {
    const { folder, name } = placeOf(request, snapshot.takenAtMs)
    await refuseLeadingOut(ports, request)
    await ports.files.makeFolder(folder)
    unpublished = await beginFile(ports, folder, name, runId)
    const observed = await observe(work, snapshot, unpublished)
    await snapshot.close()
    run.onProgress({ step: 'writing', doneBytes: observed.payload.sizeBytes, totalBytes: null })
    await settleFile(unpublished)
    const file = await namePayload(ports, request, observed.takenAt, unpublished, published)
    return { ...observed, file, durationMs: elapsedMs(ports, sinceMs) }
  } catch (error) {
    if (unpublished !== undefined) await discardFile(ports, unpublished)
    throw error
  } finally {
    await snapshot.close()
  }
}

function indexOf({ facts, payload, description }: Observed): PageIndex {
  const { pageSize, pageCount } = facts
  return {
    pageSize,
    pageCount,
    pagesPerFrame: pagesPerFrameOf(pageSize),
    frameLengths: payload.frameLengths,
    slotHashes: payload.slotHashes,
    runs: [{ pageCount, owner: 0, firstSlot: 0 }],
    description,
  }
}

function recordOf(
  work: BackupWork,
  observed: Observed & { readonly file: string; readonly durationMs: number },
): BackupRecord {
  const { request, backupId, ports } = work
  const { facts, payload, description, takenAt, file, durationMs } = observed
  const { databaseId, database, type, label, stored } = request
  const { pageSize, pageCount } = facts
  const sourceBytes = pageSize * pageCount
  const { sizeBytes, sha256, root } = payload
  const check = notMade('the backup is being taken')
  const checks = {
    file_accessibility: check,
    database_readable: check,
    schema_integrity: check,
    data_consistency: check,
    checksum_match: check,
  }
  return {
    id: backupId,
    databaseId,
    database,
    type,
    label,
    file,
    takenAt,
    sizeBytes,
    sourceBytes,
    sha256,
    root,
    pageSize,
    pageCount,
    tableCount: tableCountOf(description),
    rowCount: rowCountOf(description),
    compressionRatio: Math.round((sourceBytes / sizeBytes) * 100) / 100,
    durationMs,
    stored,
    needs: [],
    remarks: [...(request.remarks ?? []), ...facts.remarks],
    validation: concludeValidation(new Date(ports.clock.now()).toISOString(), checks, null),
  }
}

/**
 * Stores a database's image and page index, durably and under their names. Returns the manifest that they will have, with
 * no check made yet. Throws as `takeBackup`.
 */
export async function storeImage(work: BackupWork): Promise<Manifest> {
  const { ports, request, vaultRun, backupId, dataKey, vaultKey, published } = work
  const { vaultId, folder } = request.vault
  const stored = await storePayload(work, ports.clock.monotonicMs())
  const index = indexOf(stored)
  const { bytes, facts } = sealPageIndex(index, { vaultId, backupId, dataKey })
  await publishPart(ports, inVault(folder, pagesOf(stored.file)), bytes, vaultRun.runId, published)
  return {
    vaultId,
    record: recordOf(work, stored),
    pagesPerFrame: index.pagesPerFrame,
    frameCount: index.frameLengths.length,
    pageIndex: facts,
    wrappedKey:
      dataKey === null || vaultKey === null ? null : wrapDataKey(vaultKey, dataKey, { vaultId, backupId }),
  }
}
