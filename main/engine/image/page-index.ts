import { createHash } from 'node:crypto'

import type { DatabaseDescription, SchemaObject, TableDescription } from '../source/snapshot.ts'
import { pageHashBytes } from './frame-codec.ts'
import { jsonFields, sha256Pattern, type JsonFields } from './json-fields.ts'
import { SealError } from './sealed-json.ts'

/** A stretch of the image: so many pages, held by one backup in neighbouring slots. */
export interface PageRun {
  readonly pageCount: number
  /** 0 is this backup, n the n-th of its record's `needs`. */
  readonly owner: number
  /** The place of the run's first page among the pages stored in its owner; the first is 0. */
  readonly firstSlot: number
}

/** Everything about a backup's pages: where each page of the image is, and what each stored page's SHA-256 is. */
export interface PageIndex {
  readonly pageSize: number
  /** Pages of the image. */
  readonly pageCount: number
  readonly pagesPerFrame: number
  /** Stored bytes of each frame of this backup's payload, in order. */
  readonly frameLengths: Uint32Array
  /** SHA-256 of each page stored in this backup, in the order of their slots. */
  readonly slotHashes: Uint8Array
  /** Covers every page of the image, in order. */
  readonly runs: readonly PageRun[]
  readonly description: DatabaseDescription
}

const magic = 'HFPAGES1'
const headerBytes = 36
const runBytes = 12
const digestBytes = 32

function detailsOf(description: DatabaseDescription): Buffer {
  const schema = description.schema.map(({ type, name, tableName, sql }) => ({ type, name, tableName, sql }))
  const tables = description.tables.map(({ name, kind, rowCount, fingerprint }) => ({
    name,
    kind,
    rowCount,
    fingerprint,
  }))
  return Buffer.from(JSON.stringify({ schema, tables }), 'utf8')
}

/** Writes a page index's body: FORMAT.md, "The page index". All numbers are big-endian. */
export function encodePageIndex(index: PageIndex): Buffer {
  const details = detailsOf(index.description)
  const { frameLengths, slotHashes, runs } = index
  const header = Buffer.alloc(headerBytes)
  header.write(magic, 0, 'latin1')
  const slotCount = slotHashes.length / pageHashBytes
  const numbers = [index.pageSize, index.pagesPerFrame, index.pageCount, slotCount]
  for (const [place, number] of [...numbers, frameLengths.length, runs.length, details.length].entries()) {
    header.writeUInt32BE(number, 8 + 4 * place)
  }
  const runTable = Buffer.alloc(runs.length * runBytes)
  for (const [n, run] of runs.entries()) {
    runTable.writeUInt32BE(run.pageCount, n * runBytes)
    runTable.writeUInt32BE(run.owner, n * runBytes + 4)
    runTable.writeUInt32BE(run.firstSlot, n * runBytes + 8)
  }
  const frameTable = Buffer.alloc(frameLengths.length * 4)
  for (const [n, length] of frameLengths.entries()) frameTable.writeUInt32BE(length, n * 4)
  const content = Buffer.concat([header, runTable, frameTable, slotHashes, details])
  return Buffer.concat([content, createHash('sha256').update(content).digest()])
}

interface Sizes {
  readonly pageSize: number
  readonly pagesPerFrame: number
  readonly pageCount: number
  readonly slotCount: number
  readonly frameCount: number
  readonly runCount: number
  readonly detailsSize: number
}

function readSizes(body: Buffer): Sizes {
  if (body.length < headerBytes + digestBytes || body.toString('latin1', 0, 8) !== magic) {
    throw new SealError('it is no page index')
  }
  const numberAt = (place: number): number => body.readUInt32BE(8 + 4 * place)
  return {
    pageSize: numberAt(0),
    pagesPerFrame: numberAt(1),
    pageCount: numberAt(2),
    slotCount: numberAt(3),
    frameCount: numberAt(4),
    runCount: numberAt(5),
    detailsSize: numberAt(6),
  }
}

function checkSizes(body: Buffer, sizes: Sizes): void {
  const { slotCount, frameCount, runCount, detailsSize, pagesPerFrame } = sizes
  const size = headerBytes + runCount * runBytes + frameCount * 4 + slotCount * pageHashBytes + detailsSize
  if (body.length !== size + digestBytes) throw new SealError('its parts do not add up to its size')
  const digest = createHash('sha256').update(body.subarray(0, size)).digest()
  if (!digest.equals(body.subarray(size))) throw new SealError('its bytes do not fit its own checksum')
  if (pagesPerFrame < 1 || frameCount !== Math.ceil(slotCount / pagesPerFrame)) {
    throw new SealError('its frames do not hold its pages')
  }
}

function readRuns(table: Buffer, sizes: Sizes): readonly PageRun[] {
  const runs = Array.from({ length: sizes.runCount }, (_, n) => ({
    pageCount: table.readUInt32BE(n * runBytes),
    owner: table.readUInt32BE(n * runBytes + 4),
    firstSlot: table.readUInt32BE(n * runBytes + 8),
  }))
  const covered = runs.reduce((sum, run) => sum + run.pageCount, 0)
  if (covered !== sizes.pageCount) throw new SealError('its page map does not cover the image')
  return runs
}

function schemaObjectFrom(fields: JsonFields): SchemaObject {
  return {
    type: fields.oneOf('type', ['table', 'index', 'view', 'trigger']),
    name: fields.text('name'),
    tableName: fields.text('tableName'),
    sql: fields.textOrNull('sql'),
  }
}

function tableFrom(fields: JsonFields): TableDescription {
  return {
    name: fields.text('name'),
    kind: fields.oneOf('kind', ['table', 'without_rowid', 'virtual', 'shadow']),
    rowCount: fields.countOrNull('rowCount'),
    fingerprint: fields.textOrNull('fingerprint', sha256Pattern),
  }
}

function readDetails(bytes: Buffer): DatabaseDescription {
  try {
    const fields = jsonFields(JSON.parse(bytes.toString('utf8')), 'the description')
    return { schema: fields.list('schema', schemaObjectFrom), tables: fields.list('tables', tableFrom) }
  } catch (error) {
    if (error instanceof SyntaxError) throw new SealError('its description is no JSON', { cause: error })
    throw error
  }
}

/** Reads what `encodePageIndex` wrote. Throws SealError for anything else. */
export function decodePageIndex(body: Buffer): PageIndex {
  const sizes = readSizes(body)
  checkSizes(body, sizes)
  let at = headerBytes
  const take = (bytes: number): Buffer => body.subarray(at, (at += bytes))
  const runs = readRuns(take(sizes.runCount * runBytes), sizes)
  const frameTable = take(sizes.frameCount * 4)
  const frameLengths = Uint32Array.from({ length: sizes.frameCount }, (_, n) =>
    frameTable.readUInt32BE(n * 4),
  )
  const slotHashes = take(sizes.slotCount * pageHashBytes)
  const { pageSize, pageCount, pagesPerFrame } = sizes
  const description = readDetails(take(sizes.detailsSize))
  return { pageSize, pageCount, pagesPerFrame, frameLengths, slotHashes, runs, description }
}
