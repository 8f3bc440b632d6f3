import { createHash, hash } from 'node:crypto'

/** Pages to be hashed, from a file or from a live database. */
export interface PageSource {
  readonly pageSize: number
  readonly pageCount: number
  /** Fills `into` with whole pages from `firstPage` (1 is the first). */
  readPages(firstPage: number, into: Uint8Array): Promise<void>
}

/** What bounds and watches a reading. */
export interface ReadingOptions {
  readonly signal: AbortSignal
  onProgress(doneBytes: number, totalBytes: number): void
}

const blockBytes = 1024 * 1024

/** Reads every page in order, a block of about 1 MiB at a time. Throws the signal's reason. */
export async function readEveryPage(
  source: PageSource,
  options: ReadingOptions,
  take: (block: Uint8Array, firstPage: number) => void | Promise<void>,
): Promise<void> {
  const { pageSize, pageCount } = source
  const pagesPerBlock = Math.max(1, Math.floor(blockBytes / pageSize))
  const buffer = new Uint8Array(pagesPerBlock * pageSize)
  for (let first = 1; first <= pageCount; first += pagesPerBlock) {
    options.signal.throwIfAborted()
    const pages = Math.min(pagesPerBlock, pageCount - first + 1)
    const block = buffer.subarray(0, pages * pageSize)
    await source.readPages(first, block)
    await take(block, first)
    options.onProgress((first - 1 + pages) * pageSize, pageCount * pageSize)
  }
}

/** Takes pages in order and gives the root: SHA-256 over the SHA-256 of each page, hex. */
export function rootSum(pageSize: number): { add(block: Uint8Array): void; root(): string } {
  const sum = createHash('sha256')
  return {
    add(block) {
      for (let at = 0; at < block.length; at += pageSize) {
        sum.update(hash('sha256', block.subarray(at, at + pageSize), 'buffer'))
      }
    },
    root: () => sum.digest('hex'),
  }
}

/** The root of what can be read now. */
export async function readRoot(source: PageSource, options: ReadingOptions): Promise<string> {
  const sum = rootSum(source.pageSize)
  await readEveryPage(source, options, (block) => sum.add(block))
  return sum.root()
}
