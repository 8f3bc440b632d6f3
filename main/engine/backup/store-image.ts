import { endingFor, folderFor, stemFor } from '../../../shared/domain/backup-file-name.ts'
import { FaultError } from '../../../shared/domain/fault.ts'
import type { StoringOrder } from '../engine-types.ts'
import { payloadKeyOf, wrapDataKey } from '../image/data-key.ts'
import { pagesPerFrameOf, type FrameForm } from '../image/frame-codec.ts'
import type { Manifest } from '../image/manifest.ts'
import { sealPageIndex } from '../image/page-index-file.ts'
import type { Ports } from '../ports/ports.ts'
import type { DatabaseDescription } from '../source/snapshot.ts'
import { leadsOut } from '../vault/inside-vault.ts'
import { inVault, pagesOf } from '../vault/layout.ts'
import { beginFile, discardFile, settleFile, type UnpublishedFile } from '../vault/publish-file.ts'
import { elapsedMs } from '../verify/check-outcome.ts'
import type { BackupWork } from './backup-work.ts'
import type { ImageToStore, WrittenPayload } from './payload-order.ts'
import { namePayload, publishPart } from './publish-backup.ts'
import { unprovedRecord } from './unproved-record.ts'
import { writeEveryPage } from './write-every-page.ts'
import { writeNewPages } from './write-new-pages.ts'

/** What the pages of an image came to. */
interface Written {
  readonly description: DatabaseDescription
  /** What kept it from being described, if anything did. */
  readonly remarks: readonly string[]
  readonly payload: WrittenPayload
}

function formOf({ order, backupId, dataKey }: BackupWork, pageSize: number): FrameForm {
  return {
    vaultId: order.vault.vaultId,
    backupId,
    pageSize,
    compression: order.stored.compression,
    compressionLevel: order.compressionLevel,
    key: dataKey === null ? null : payloadKeyOf(dataKey),
  }
}

/** Pages are read and the content is described side by side, in the same moment of the database. */
async function write(work: BackupWork, stored: ImageToStore, into: UnpublishedFile): Promise<Written> {
  const { order, run, vaultRun } = work
  const { image, held } = stored
  const payload = {
    image,
    form: formOf(work, image.pageSize),
    threads: order.threads,
    signal: run.signal,
    onProgress(doneBytes: number) {
      void vaultRun.lease?.renew()
      run.onProgress({ step: 'reading pages', doneBytes, totalBytes: image.pageCount * image.pageSize })
    },
  }
  const writing = held === null ? writeEveryPage(payload, into.file) : writeNewPages(payload, held, into.file)
  // Both end before the image is released, also when one fails.
  const [written, described] = await Promise.allSettled([writing, stored.describe()])
  if (written.status === 'rejected') throw written.reason
  if (described.status === 'rejected') throw described.reason
  return { ...described.value, payload: written.value }
}

/** A label's folder that is a link to elsewhere: what is written through it is not in the vault. */
async function refuseLeadingOut(ports: Ports, { vault, label }: StoringOrder): Promise<void> {
  if (!(await leadsOut(ports, vault.folder, folderFor(label)))) return
  const detail = `its folder ${folderFor(label)} is a link that leads out of it`
  throw new FaultError({ code: 'VAULT_DAMAGED', path: vault.folder, detail })
}

async function beginPayload(
  { ports, order, vaultRun }: BackupWork,
  { takenAt, type }: ImageToStore,
): Promise<UnpublishedFile> {
  const { database, label, stored, vault } = order
  await refuseLeadingOut(ports, order)
  const folder = inVault(vault.folder, folderFor(label))
  await ports.files.makeFolder(folder)
  const name = `${stemFor({ database, type, label, takenAt })}${endingFor(stored)}`
  return beginFile(ports, folder, name, vaultRun.runId)
}

async function publishPages(
  work: BackupWork,
  { image }: ImageToStore,
  { payload, description }: Written,
  file: string,
): Promise<Pick<Manifest, 'pageIndex' | 'pagesPerFrame' | 'frameCount'>> {
  const { ports, order, vaultRun, backupId, dataKey, published } = work
  const { vaultId, folder } = order.vault
  const { frameLengths, slotHashes, runs } = payload
  const { pageSize, pageCount } = image
  const pagesPerFrame = pagesPerFrameOf(pageSize)
  const index = { pageSize, pageCount, pagesPerFrame, frameLengths, slotHashes, runs, description }
  const { bytes, facts } = sealPageIndex(index, { vaultId, backupId, dataKey })
  await publishPart(ports, inVault(folder, pagesOf(file)), bytes, vaultRun.runId, published)
  return { pageIndex: facts, pagesPerFrame, frameCount: frameLengths.length }
}

/**
 * Stores an image and its page index, durably and under their names. Returns the manifest that they will have, with no check
 * made yet; null, and nothing is stored, where the image turned out to have the root `unlessRoot`. Throws as `takeBackup`.
 */
export async function storeImage(
  work: BackupWork,
  stored: ImageToStore,
  unlessRoot: string | null = null,
): Promise<Manifest | null> {
  const { ports, order, run, backupId, dataKey, vaultKey, published } = work
  const { vaultId } = order.vault
  let unpublished: UnpublishedFile | undefined
  try {
    unpublished = await beginPayload(work, stored)
    const written = await write(work, stored, unpublished)
    await stored.release()
    if (written.payload.root === unlessRoot) {
      await discardFile(ports, unpublished)
      return null
    }
    run.onProgress({ step: 'writing', doneBytes: written.payload.sizeBytes, totalBytes: null })
    await settleFile(unpublished)
    const file = await namePayload(ports, { ...order, ...stored }, unpublished, published)
    const durationMs = elapsedMs(ports, stored.sinceMs)
    const pages = await publishPages(work, stored, written, file)
    return {
      vaultId,
      ...pages,
      record: unprovedRecord(work, stored, { ...written, file, durationMs }),
      audit: order.audit,
      wrappedKey:
        dataKey === null || vaultKey === null ? null : wrapDataKey(vaultKey, dataKey, { vaultId, backupId }),
    }
  } catch (error) {
    if (unpublished !== undefined) await discardFile(ports, unpublished)
    throw error
  } finally {
    await stored.release()
  }
}
