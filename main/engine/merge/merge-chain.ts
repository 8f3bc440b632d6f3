import path from 'node:path'

import { chainIdsOf } from '../../../shared/domain/backup-record.ts'
import { FaultError } from '../../../shared/domain/fault.ts'
import { countOf } from '../../../shared/domain/words/format-count.ts'
import { formatMoment } from '../../../shared/domain/words/format-moment.ts'
import type { BackupWork } from '../backup/backup-work.ts'
import { heldByOthers } from '../backup/held-pages.ts'
import { proveAndPublish } from '../backup/prove-and-publish.ts'
import { runBackupWork, vaultKeyOf } from '../backup/run-backup-work.ts'
import type { ImageToStore } from '../backup/payload-order.ts'
import { storeImage } from '../backup/store-image.ts'
import type { MergeOutcome, MergeRequest, RunContext } from '../engine-types.ts'
import { openImage, type ImageReader } from '../image/image-reader.ts'
import { rebuildImage } from '../image/rebuild-image.ts'
import type { OpenFile } from '../ports/file-system.ts'
import type { Ports } from '../ports/ports.ts'
import { confirmVault } from '../vault/open-vault.ts'
import { writingVault } from '../vault/vault-faults.ts'

/** The image in the run's scratch folder, every page of it proved. */
async function rebuildInScratch(
  { ports, order, run, vaultRun }: BackupWork,
  reader: ImageReader,
): Promise<OpenFile> {
  const image = await ports.files.open(path.join(vaultRun.scratchFolder, 'merged.db'), 'create')
  try {
    await rebuildImage(ports, reader, image, {
      threads: order.threads,
      signal: run.signal,
      onProgress(doneBytes, totalBytes) {
        void vaultRun.lease?.renew()
        run.onProgress({ step: 'reading the chain', doneBytes, totalBytes })
      },
    })
    return image
  } catch (error) {
    await image.close()
    throw error
  }
}

function imageToStore(
  reader: ImageReader,
  image: OpenFile,
  request: MergeRequest,
  sinceMs: number,
): ImageToStore {
  const { record, description } = reader
  const { pageSize, pageCount, needs } = record
  const absorbed = request.absorbed === null ? null : new Set(request.absorbed)
  const count = absorbed === null ? needs.length : needs.filter(({ id }) => absorbed.has(id)).length
  let isReleased = false
  return {
    image: {
      pageSize,
      pageCount,
      async readPages(firstPage, into) {
        if ((await image.read(into, (firstPage - 1) * pageSize)) === into.length) return
        throw new Error('the rebuilt image became shorter while it was read')
      },
    },
    type: absorbed === null ? 'full' : record.type,
    takenAt: record.takenAt,
    held: absorbed === null ? null : heldByOthers(reader, absorbed),
    remarks: [
      `Merged from ${record.file} and ${countOf(count, 'backup')} it needs, of ${formatMoment(record.takenAt)}, without reading the database.`,
    ],
    describe: () => Promise.resolve({ description, remarks: [] }),
    async release() {
      if (isReleased) return
      isReleased = true
      await image.close()
    },
    sinceMs,
  }
}

async function mergeInRun(
  work: BackupWork,
  request: MergeRequest,
  reader: ImageReader,
): Promise<MergeOutcome> {
  const sinceMs = work.ports.clock.monotonicMs()
  const image = await rebuildInScratch(work, reader)
  const { record } = reader
  const manifest = await storeImage(work, imageToStore(reader, image, request, sinceMs))
  if (manifest === null || manifest.record.root !== record.root) {
    const detail = `the merged image has another root than ${record.root}`
    throw new FaultError({ code: 'VALIDATION_FAILED', file: record.file, checks: ['checksum_match'], detail })
  }
  return { backup: await proveAndPublish(work, manifest), mergedFrom: record.id }
}

/**
 * Makes one backup out of a chain, from what is stored alone: a full out of all of it, or one change out of several. Its
 * image has the root of the backup it was made from; it is proved as any other, and the chain stays as it is.
 * Throws NOTHING_TO_MERGE, those of opening and reading a backup, the faults of writing a vault, VALIDATION_FAILED, and the
 * signal's reason.
 */
export function mergeChain(ports: Ports, request: MergeRequest, run: RunContext): Promise<MergeOutcome> {
  const { vault, manifestFile, absorbed } = request
  return writingVault(ports, vault.folder, async () => {
    run.signal.throwIfAborted()
    const vaultKey = vaultKeyOf(request, await confirmVault(ports, vault))
    const reader = await openImage(ports, vault, manifestFile)
    const { databaseId, database, label, needs, file } = reader.record
    const isAny = absorbed === null ? needs.length > 0 : needs.some(({ id }) => absorbed.includes(id))
    if (!isAny) throw new FaultError({ code: 'NOTHING_TO_MERGE', file })
    const order = { ...request, databaseId, database, label }
    const around = { purpose: 'merge', subject: database, reads: chainIdsOf(reader.record), vaultKey }
    return runBackupWork(ports, order, run, around, (work) => mergeInRun(work, request, reader))
  })
}
