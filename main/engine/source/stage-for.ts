import type { SnapshotOrder } from './snapshot-parts.ts'
import { stageImage, type StagedImage } from './staged-image.ts'

/** The default of `stageInMemoryBytes`. */
const stageInMemoryDefaultBytes = 64 << 20

/**
 * Copies the database of a snapshot's order, as `stageImage`; what the copy takes is given back with the snapshot. The caller holds what keeps
 * the file still. Throws as `stageImage`.
 */
export async function stageFor(
  { ports, source, options, held }: SnapshotOrder,
  size: { readonly pageSize: number; readonly pageCount: number },
): Promise<StagedImage> {
  const staged = await stageImage(ports, {
    path: source.path,
    database: source.file,
    ...size,
    stageInMemoryBytes: options.stageInMemoryBytes ?? stageInMemoryDefaultBytes,
    scratchFolder: options.scratchFolder,
    signal: options.signal,
  })
  held.holdScratch(() => staged.discard())
  return staged
}
