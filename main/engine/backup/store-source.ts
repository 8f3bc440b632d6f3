import { faultOf } from '../../../shared/domain/fault.ts'
import type { BackupBase, BackupRequest } from '../engine-types.ts'
import type { ImageReader } from '../image/image-reader.ts'
import type { Manifest } from '../image/manifest.ts'
import type { PageTags } from '../image/page-tags.ts'
import { openSnapshot } from '../source/open-snapshot.ts'
import { isSameObservation, observeSource, type SourceObservation } from '../source/observe-source.ts'
import type { SnapshotSteps } from '../source/snapshot-steps.ts'
import type { SourceSnapshot } from '../source/snapshot.ts'
import type { BackupWork } from './backup-work.ts'
import { fullInsteadRemark, type FoundBase, type Unchanged } from './find-base.ts'
import { heldByBase } from './held-pages.ts'
import { findPageTags } from './keep-page-tags.ts'
import type { Described, ImageToStore } from './payload-order.ts'
import { storeImage } from './store-image.ts'

/** What is taken: the order, what its changes are stored against (null: everything is stored), and the steps of the snapshot. */
export interface SourceToStore {
  readonly request: BackupRequest
  readonly base: FoundBase | null
  readonly steps: SnapshotSteps
}

/** A stored image of the source, without its checks; or that it is as its newest backup has it. */
export type StoredSource =
  /** `observed`: what the source looked like at that moment; null where it was written to meanwhile. */
  { readonly manifest: Manifest; readonly observed: SourceObservation | null } | Unchanged

/** The base that the snapshot's pages can be compared with, or why a full is taken. */
function fitting(base: FoundBase, { facts }: SourceSnapshot): FoundBase {
  if (!('reader' in base)) return base
  const { pageSize } = base.reader.record
  if (pageSize === facts.pageSize) return base
  return { because: `its pages have ${facts.pageSize} bytes now and had ${pageSize}` }
}

function whatToStore(
  request: BackupRequest,
  snapshot: SourceSnapshot,
  base: FoundBase | null,
  tags: PageTags | null,
): Pick<ImageToStore, 'type' | 'held' | 'remarks'> {
  const { remarks, pageCount } = snapshot.facts
  if (base === null) return { type: 'full', held: null, remarks }
  const found = fitting(base, snapshot)
  if ('reader' in found) {
    return { type: request.type, held: heldByBase(found.reader, tags, pageCount), remarks }
  }
  return { type: 'full', held: null, remarks: [fullInsteadRemark(request.type, found.because), ...remarks] }
}

/** The tags of the base's image, where there are any. */
function tagsOf({ ports, order }: BackupWork, base: FoundBase | null): Promise<PageTags | null> {
  if (base === null || !('reader' in base)) return Promise.resolve(null)
  return findPageTags(ports, order.pageTagsFolder ?? null, base.reader.record)
}

/** What needs no new backup: the newest one, where it is the base or of the same root, and so was found whole. */
function atRest({ base }: BackupRequest, reader: ImageReader | null): BackupBase['newest'] | null {
  if (reader === null || base === null || base === undefined) return null
  const { newest } = base
  return newest.id === reader.record.id || newest.root === reader.record.root ? newest : null
}

const undescribed =
  'SQLite can’t read the schema of the database. Its pages were kept as they are; nothing is recorded of its tables and rows.'

/** A database whose schema is malformed is kept without a description: it may be the last copy there is. */
async function describeIfReadable(
  snapshot: SourceSnapshot,
  { fingerprintLimitBytes }: BackupRequest,
): Promise<Described> {
  try {
    return { description: await snapshot.describe({ fingerprintLimitBytes }), remarks: [] }
  } catch (error) {
    if (faultOf(error)?.code !== 'SOURCE_DAMAGED') throw error
    return { description: { schema: [], tables: [] }, remarks: [undescribed] }
  }
}

function imageOf(
  request: BackupRequest,
  snapshot: SourceSnapshot,
  chosen: Pick<ImageToStore, 'type' | 'held' | 'remarks'>,
  sinceMs: number,
): ImageToStore {
  const { pageSize, pageCount } = snapshot.facts
  return {
    ...chosen,
    image: {
      pageSize,
      pageCount,
      readPages: (firstPage, into) => snapshot.readPages(firstPage, into),
      placeOf: (firstPage, count) => snapshot.placeOf(firstPage, count),
    },
    takenAt: new Date(snapshot.takenAtMs).toISOString(),
    sinceMs,
    describe: () => describeIfReadable(snapshot, request),
    release: () => snapshot.close(),
  }
}

/** Takes a consistent snapshot of the source and stores it, or only what changed since its base. Throws as `takeBackup`. */
export async function storeSource(
  work: BackupWork,
  { request, base, steps }: SourceToStore,
): Promise<StoredSource> {
  const { ports, run, vaultRun } = work
  const { sourcePath, lockWaitMs } = request
  const before = await observeSource(ports.files, sourcePath, ports.clock.now())
  const sinceMs = ports.clock.monotonicMs()
  const tags = await tagsOf(work, base)
  const { scratchFolder } = vaultRun
  const options = { lockWaitMs, signal: run.signal, scratchFolder }
  const snapshot = await openSnapshot(ports, sourcePath, options, steps)
  try {
    const chosen = whatToStore(request, snapshot, base, tags)
    const reader = base !== null && 'reader' in base && chosen.held !== null ? base.reader : null
    const newest = atRest(request, reader)
    const image = imageOf(request, snapshot, chosen, sinceMs)
    const manifest = await storeImage(work, image, newest?.root ?? null)
    const after = await observeSource(ports.files, sourcePath, ports.clock.now())
    const observed = isSameObservation(before, after) ? after : null
    if (manifest !== null) return { manifest, observed }
    return { unchangedSince: newest!.id, observedAt: image.takenAt, observed }
  } finally {
    await snapshot.close()
  }
}
