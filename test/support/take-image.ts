import { nodePorts, silentLogger } from '../../main/engine/ports/node-ports.ts'
import type { Ports } from '../../main/engine/ports/ports.ts'
import type { SourceSnapshot } from '../../main/engine/source/snapshot.ts'
import type { SnapshotOptions } from '../../main/engine/source/snapshot-parts.ts'

/** The real world, without a log. */
export const realPorts: Ports = nodePorts(silentLogger)

/** Options for a snapshot of a test, with a patience of 20 s. */
export function snapshotOptions(scratchFolder: string, more: Partial<SnapshotOptions> = {}): SnapshotOptions {
  return { lockWaitMs: 20_000, signal: new AbortController().signal, scratchFolder, ...more }
}

/** Reads a snapshot's whole image, `pagesAtOnce` pages a call. */
export async function readImage(snapshot: SourceSnapshot, pagesAtOnce = 64): Promise<Buffer> {
  const { pageSize, pageCount } = snapshot.facts
  const image = Buffer.alloc(pageSize * pageCount)
  for (let page = 1; page <= pageCount; page += pagesAtOnce) {
    const count = Math.min(pagesAtOnce, pageCount - page + 1)
    await snapshot.readPages(page, image.subarray((page - 1) * pageSize, (page - 1 + count) * pageSize))
  }
  return image
}
