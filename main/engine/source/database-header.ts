/** The fields of a database's first 100 bytes that Holdfast uses (SQLite file format, section 1.3). */
export interface DatabaseHeader {
  readonly pageSize: number
  /** Whether readers and writers use a write-ahead log. */
  readonly usesWal: boolean
  readonly changeCounter: number
  /** Pages as the header states them; null where its last writer did not keep the field (SQLite before 3.7.0). */
  readonly pageCount: number | null
  readonly schemaCookie: number
  readonly textEncoding: 'UTF-8' | 'UTF-16le' | 'UTF-16be'
  /** SQLITE_VERSION_NUMBER of the last writer: 3045001 is 3.45.1; 0 when unknown. */
  readonly writerVersion: number
}

/** Why bytes are no header: another format altogether, or SQLite's with an impossible field. */
export interface HeaderProblem {
  readonly problem: 'not_sqlite' | 'damaged'
  readonly detail: string
}

/** Bytes a header needs. */
export const headerBytes = 100

const magic = Buffer.from('SQLite format 3\0', 'latin1')
const encodings = ['UTF-8', 'UTF-8', 'UTF-16le', 'UTF-16be'] as const

/** Whether bytes begin as every SQLite database does. */
export function hasDatabaseMagic(bytes: Uint8Array): boolean {
  return bytes.length >= magic.length && magic.equals(bytes.subarray(0, magic.length))
}

function findProblem(view: DataView, pageSize: number): string | null {
  if (pageSize < 512 || pageSize > 65536 || (pageSize & (pageSize - 1)) !== 0) {
    return `page size ${pageSize} in the header`
  }
  if (view.getUint8(18) > 2 || view.getUint8(19) > 2) return `file format version ${view.getUint8(19)}`
  if (view.getUint8(21) !== 64 || view.getUint8(22) !== 32 || view.getUint8(23) !== 32) {
    return 'payload fractions in the header'
  }
  if (pageSize - view.getUint8(20) < 480) return `${view.getUint8(20)} reserved bytes a page`
  return null
}

/** Reads a header, or says why it is none. Checks what SQLite itself would refuse. */
export function parseDatabaseHeader(bytes: Uint8Array): DatabaseHeader | HeaderProblem {
  if (!hasDatabaseMagic(bytes)) return { problem: 'not_sqlite', detail: 'another file header' }
  if (bytes.length < headerBytes) return { problem: 'damaged', detail: `only ${bytes.length} bytes` }
  const view = new DataView(bytes.buffer, bytes.byteOffset, bytes.byteLength)
  const stated = view.getUint16(16)
  const pageSize = stated === 1 ? 65536 : stated
  const detail = findProblem(view, pageSize)
  if (detail !== null) return { problem: 'damaged', detail }
  const changeCounter = view.getUint32(24)
  const statedPages = view.getUint32(28)
  return {
    pageSize,
    usesWal: view.getUint8(19) === 2,
    changeCounter,
    pageCount: statedPages > 0 && view.getUint32(92) === changeCounter ? statedPages : null,
    schemaCookie: view.getUint32(40),
    textEncoding: encodings[view.getUint32(56)] ?? 'UTF-8',
    writerVersion: view.getUint32(96),
  }
}
