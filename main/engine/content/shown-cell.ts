import { cellShownBytes, type Cell } from '../../../shared/domain/cell.ts'

/** How a database stores its texts. */
export type TextEncoding = 'UTF-8' | 'UTF-16le' | 'UTF-16be'

/** What better-sqlite3 gives for a shown term: a text is `t` or `b`, the size, a colon, and the first bytes in hexadecimal. */
export type ShownValue = null | bigint | number | string

/**
 * SQLite hands a value's bytes out only whole, so of one that is larger only the size is read, which lies beside its row. Bytes.
 */
const readUpToBytes = 1 << 20

/**
 * SQL for a value as it is shown, exact in its bytes and small in what it reads. `term` is a column; it is repeated. Read with
 * safeIntegers.
 */
export function shownTerm(term: string): string {
  const size = `octet_length(${term})`
  const hex = (bytes: string): string =>
    `CASE WHEN ${size} > ${readUpToBytes} THEN '' ELSE hex(substr(${bytes}, 1, ${cellShownBytes})) END`
  return `CASE typeof(${term})
    WHEN 'text' THEN 't' || ${size} || ':' || ${hex(`CAST(${term} AS BLOB)`)}
    WHEN 'blob' THEN 'b' || ${size} || ':' || ${hex(term)}
    ELSE ${term} END`
}

/** The bytes of a text as characters: broken ones become U+FFFD, and one that was cut in the middle is left away. */
function decode(bytes: Buffer, encoding: TextEncoding, isCut: boolean): string {
  if (encoding === 'UTF-8') {
    return new TextDecoder('utf-8', { ignoreBOM: true }).decode(bytes, { stream: isCut })
  }
  const units = bytes.subarray(0, bytes.length & ~1)
  const text = (encoding === 'UTF-16be' ? Buffer.from(units).swap16() : units).toString('utf16le')
  const cutPair = isCut && /[\uD800-\uDBFF]$/.test(text)
  return (cutPair ? text.slice(0, -1) : text).toWellFormed()
}

/** A real as text that is read back as the same real, and never as an integer. */
export function realText(value: number): string {
  if (Object.is(value, -0)) return '-0.0'
  return Number.isInteger(value) && Math.abs(value) < 1e15 ? `${value}.0` : String(value)
}

/** A cell from what `shownTerm` gave. */
export function cellOf(value: ShownValue, encoding: TextEncoding): Cell {
  if (value === null) return { kind: 'null' }
  if (typeof value === 'bigint') return { kind: 'integer', text: String(value) }
  if (typeof value === 'number') return { kind: 'real', text: realText(value) }
  const colon = value.indexOf(':')
  const sizeBytes = Number(value.slice(1, colon))
  const hex = value.slice(colon + 1)
  const isCut = hex.length / 2 < sizeBytes
  if (value.startsWith('b')) return { kind: 'blob', hex: hex.toLowerCase(), sizeBytes, isCut }
  return { kind: 'text', text: decode(Buffer.from(hex, 'hex'), encoding, isCut), sizeBytes, isCut }
}
