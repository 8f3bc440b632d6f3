/** Pages of one moment, wherever they lie. */
export interface PageSource {
  /** Fills `into`, a whole number of pages, from `firstPage` (1 is the first). Throws FaultError. */
  readPages(firstPage: number, into: Uint8Array): Promise<void>
  /**
   * Where so many pages lie as they are in one file that stays open as long as this may be read; null, or left out: they have to be
   * read through here.
   */
  placeOf?(firstPage: number, count: number): FilePlace | null
}

/** Bytes in an open file. */
export interface FilePlace {
  readonly descriptor: number
  readonly position: number
}

/** Where pages lie in a file that has the image from its first byte on, but for the lock page, which is blanked when it is read. */
export function placeInFile(
  descriptor: number | undefined,
  firstPage: number,
  count: number,
  pageSize: number,
): FilePlace | null {
  const lockPage = lockPageOf(pageSize)
  if (descriptor === undefined || (firstPage <= lockPage && lockPage < firstPage + count)) return null
  return { descriptor, position: (firstPage - 1) * pageSize }
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
