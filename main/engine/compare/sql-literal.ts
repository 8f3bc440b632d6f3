import type { TextEncoding } from '../content/shown-cell.ts'

/** What better-sqlite3 gives for an exact term: texts and blobs are `t` or `b` and their bytes in hexadecimal. */
export type ExactValue = null | bigint | number | string

/** SQL for a value with all of its bytes. `term` is a column. Read with safeIntegers. */
export function exactTerm(term: string): string {
  return `CASE typeof(${term}) WHEN 'text' THEN 't' || hex(CAST(${term} AS BLOB))
    WHEN 'blob' THEN 'b' || hex(${term}) ELSE ${term} END`
}

/** Up to this many significant digits a decimal stands for one double, whoever reads it. */
const safeDigits = 15

function realLiteral(value: number): string {
  if (value === Infinity) return '9e999'
  if (value === -Infinity) return '-9e999'
  if (Object.is(value, -0)) return '-0.0'
  const short = String(value)
  const digits = short.replace(/e.*$/, '').replaceAll(/[-.]/g, '').replace(/^0+/, '').length
  // 17 digits leave a reader that rounds carelessly no neighbour to fall to.
  if (digits > safeDigits) return value.toExponential(16)
  return /[.e]/.test(short) ? short : `${short}.0`
}

/** The characters of a text's bytes; null where they are not all valid, or can't stand in a script. */
function readable(hex: string, encoding: TextEncoding): string | null {
  const bytes = Buffer.from(hex, 'hex')
  if (encoding === 'UTF-8') {
    try {
      return new TextDecoder('utf-8', { fatal: true, ignoreBOM: true }).decode(bytes)
    } catch {
      return null
    }
  }
  if (bytes.length % 2 === 1) return null
  const text = (encoding === 'UTF-16be' ? bytes.swap16() : bytes).toString('utf16le')
  return text.isWellFormed() ? text : null
}

function textLiteral(hex: string, encoding: TextEncoding): string {
  const text = readable(hex, encoding)
  // A NUL would end the script's line for some readers, and the sqlite3 shell drops a carriage return at a line's end; broken bytes
  // would not survive the script's own encoding.
  if (text === null || text.includes('\0') || text.includes('\r')) return `CAST(X'${hex}' AS TEXT)`
  return `'${text.replaceAll("'", "''")}'`
}

/** A value as SQL that gives the same storage class and bytes in a database of the same encoding. */
export function literalOf(value: ExactValue, encoding: TextEncoding): string {
  if (value === null) return 'NULL'
  if (typeof value === 'bigint') return String(value)
  if (typeof value === 'number') return realLiteral(value)
  const hex = value.slice(1)
  return value.startsWith('b') ? `X'${hex}'` : textLiteral(hex, encoding)
}
