/**
 * One value of a row, as it can be shown and compared anywhere: SQLite's five storage classes. Integers are text, for a
 * 64-bit one is more than a number of JavaScript holds; long texts and blobs are cut for showing and say their whole size.
 */
export type Cell =
  | { readonly kind: 'null' }
  | { readonly kind: 'integer'; readonly text: string }
  /** As text too: infinities and -0 have no form in JSON. */
  | { readonly kind: 'real'; readonly text: string }
  /** `sizeBytes` is of the whole text as it is stored (in a UTF-16 database 2 or 4 a character), also where it is shown cut. */
  | { readonly kind: 'text'; readonly text: string; readonly sizeBytes: number; readonly isCut: boolean }
  /** The first bytes, in hexadecimal. */
  | { readonly kind: 'blob'; readonly hex: string; readonly sizeBytes: number; readonly isCut: boolean }

/** A text or blob longer than this is cut for showing. Bytes. */
export const cellShownBytes = 256
