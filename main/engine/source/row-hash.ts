import type { Hash } from 'node:crypto'
import { createHash } from 'node:crypto'

/** What better-sqlite3 gives for a value when integers are asked for as BigInt. */
export type SqlValue = null | bigint | number | string | Uint8Array

const bufferBytes = 1 << 18
/** A text of n UTF-16 units has at most 3n bytes in UTF-8. */
const bytesPerUnit = 3
/** Up to this many units a text is written here: a call into the runtime costs more. */
const shortText = 32
const tags = { null: 0, integer: 1, real: 2, text: 3, blob: 4 } as const
const tagAndLength = 5
const tagAndNumber = 9

function lengthOf(value: number): Buffer {
  const length = Buffer.alloc(4)
  length.writeUInt32LE(value)
  return length
}

/** Hashes a table's rows by the rules of FINGERPRINT.md. */
export class RowHash {
  readonly #hash: Hash = createHash('sha256')
  readonly #buffer = Buffer.allocUnsafeSlow(bufferBytes)
  readonly #view = new DataView(this.#buffer.buffer)
  readonly #textAsHex: boolean
  #used = 0
  #flushed = 0

  /** `textAsHex`: texts arrive as the hexadecimal digits of their stored bytes, so that none is lost. */
  constructor(columns: readonly string[], textAsHex: boolean) {
    this.#textAsHex = textAsHex
    this.#hash.update('holdfast rows 1\n', 'latin1').update(lengthOf(columns.length))
    for (const column of columns) {
      const name = Buffer.from(column, 'utf8')
      this.#hash.update(lengthOf(name.length)).update(name)
    }
  }

  /** Bytes taken so far, about. */
  get addedBytes(): number {
    return this.#flushed + this.#used
  }

  /** Adds a row's values in column order. False: a text has a replacement character, so its own bytes may have been lost. */
  addRow(values: readonly SqlValue[]): boolean {
    let whole = true
    for (const value of values) {
      if (typeof value === 'string') whole = this.#addText(value) && whole
      else if (value instanceof Uint8Array) this.#addBytes(tags.blob, value)
      else this.#addNumber(value)
    }
    return whole
  }

  /** Ends it: SHA-256, hex. */
  finish(rowCount: number): string {
    this.#flush()
    const count = Buffer.alloc(8)
    count.writeBigUInt64LE(BigInt(rowCount))
    return this.#hash.update(count).digest('hex')
  }

  #flush(): void {
    this.#hash.update(this.#buffer.subarray(0, this.#used))
    this.#flushed += this.#used
    this.#used = 0
  }

  #addNumber(value: null | bigint | number): void {
    if (this.#used + tagAndNumber > bufferBytes) this.#flush()
    const at = this.#used
    if (value === null) {
      this.#buffer[at] = tags.null
      this.#used = at + 1
      return
    }
    if (typeof value === 'bigint') {
      this.#buffer[at] = tags.integer
      this.#view.setBigInt64(at + 1, value, true)
    } else {
      this.#buffer[at] = tags.real
      this.#view.setFloat64(at + 1, value, true)
    }
    this.#used = at + tagAndNumber
  }

  #addText(text: string): boolean {
    const most = tagAndLength + text.length * bytesPerUnit
    if (this.#textAsHex || most > bufferBytes) {
      this.#addBytes(tags.text, Buffer.from(text, this.#textAsHex ? 'hex' : 'utf8'))
    } else {
      if (this.#used + most > bufferBytes) this.#flush()
      const at = this.#used
      if (this.#isAddedAsAscii(text)) return true
      const length = this.#buffer.write(text, at + tagAndLength, 'utf8')
      this.#buffer[at] = tags.text
      this.#view.setUint32(at + 1, length, true)
      this.#used = at + tagAndLength + length
    }
    return this.#textAsHex || !text.includes('\uFFFD')
  }

  /** Adds a short text of ASCII only, for which there is room. False: it is another, and nothing was added. */
  #isAddedAsAscii(text: string): boolean {
    const { length } = text
    if (length > shortText) return false
    const at = this.#used
    for (let n = 0; n < length; n += 1) {
      const unit = text.charCodeAt(n)
      if (unit > 0x7f) return false
      this.#buffer[at + tagAndLength + n] = unit
    }
    this.#buffer[at] = tags.text
    this.#view.setUint32(at + 1, length, true)
    this.#used = at + tagAndLength + length
    return true
  }

  #addBytes(tag: number, bytes: Uint8Array): void {
    if (this.#used + tagAndLength + bytes.length > bufferBytes) this.#flush()
    this.#buffer[this.#used] = tag
    this.#buffer.writeUInt32LE(bytes.length, this.#used + 1)
    this.#used += tagAndLength
    if (bytes.length > bufferBytes - tagAndLength) {
      this.#flush()
      this.#hash.update(bytes)
      this.#flushed += bytes.length
      return
    }
    this.#buffer.set(bytes, this.#used)
    this.#used += bytes.length
  }
}
