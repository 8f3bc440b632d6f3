/** Pages of one moment, wherever they lie. */
export interface PageSource {
  /** Fills `into`, a whole number of pages, from `firstPage` (1 is the first). Throws FaultError. */
  readPages(firstPage: number, into: Uint8Array): Promise<void>
}

/** The page that holds SQLite's lock bytes, at 1 GiB. It is never used, whatever the file has there: in an image it is zero. */
export function lockPageOf(pageSize: number): number {
  return 0x4000_0000 / pageSize + 1
}

/** Zeroes the lock page where it is among pages that were read. */
export function blankLockPage(firstPage: number, into: Uint8Array, pageSize: number): void {
  const at = (lockPageOf(pageSize) - firstPage) * pageSize
  if (at >= 0 && at < into.length) into.fill(0, at, at + pageSize)
}

/** Refuses a request that is a defect of the caller. */
export function checkPageRange(
  firstPage: number,
  into: Uint8Array,
  image: { readonly pageSize: number; readonly pageCount: number },
): void {
  const count = into.length / image.pageSize
  if (!Number.isInteger(count) || firstPage < 1 || firstPage + count - 1 > image.pageCount) {
    throw new RangeError(`pages ${firstPage}+${count} of ${image.pageCount}`)
  }
}
