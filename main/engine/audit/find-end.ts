import { createHash } from 'node:crypto'

import { FaultError } from '../../../shared/domain/fault.ts'
import type { OpenFile } from '../ports/file-system.ts'
import type { Ports } from '../ports/ports.ts'
import { inVault } from '../vault/layout.ts'
import { lineHash, readLine, type ReadEntry } from './audit-line.ts'
import { segmentLimitBytes, type AuditSegment } from './audit-segments.ts'

/** What is behind the last entry of a log and is none: cut by a crash while it was written. */
export interface TornEnd {
  readonly sizeBytes: number
  readonly sha256: string
  /** Whether the next entry needs an end of line before it. */
  readonly needsLineEnd: boolean
}

/** Where a log ends. */
export interface LogEnd {
  readonly last: { readonly entry: ReadEntry; readonly hash: string } | null
  /** The file that is written now; null where there is none. */
  readonly segment: AuditSegment | null
  readonly torn: TornEnd | null
}

const firstLookBytes = 64 << 10
const lineEnd = 0x0a

interface FoundEnd {
  readonly last: LogEnd['last']
  readonly tail: Uint8Array
}

/** The last entry in these bytes, and what is behind it; null where there is none, or its begin is not among them. */
function lastEntryIn(bytes: Uint8Array, isWhole: boolean): FoundEnd | null {
  for (let end = bytes.lastIndexOf(lineEnd); end >= 0; end = bytes.subarray(0, end).lastIndexOf(lineEnd)) {
    const before = bytes.subarray(0, end).lastIndexOf(lineEnd)
    if (before < 0 && !isWhole) return null
    const line = bytes.subarray(before + 1, end)
    const entry = readLine(line)
    if (entry !== null) return { last: { entry, hash: lineHash(line) }, tail: bytes.subarray(end + 1) }
  }
  return isWhole ? { last: null, tail: bytes } : null
}

async function endOfFile(file: OpenFile, folder: string): Promise<FoundEnd> {
  const { sizeBytes } = await file.stat()
  if (sizeBytes > segmentLimitBytes) {
    const detail = `a file of the audit log has ${sizeBytes} bytes, more than it can need`
    throw new FaultError({ code: 'VAULT_DAMAGED', path: folder, detail })
  }
  for (let look = firstLookBytes; ; look *= 8) {
    const bytes = new Uint8Array(Math.min(look, sizeBytes))
    await file.read(bytes, sizeBytes - bytes.length)
    const found = lastEntryIn(bytes, bytes.length === sizeBytes)
    if (found !== null) return found
  }
}

function tornFrom(tail: Uint8Array): TornEnd | null {
  if (tail.length === 0) return null
  return {
    sizeBytes: tail.length,
    sha256: createHash('sha256').update(tail).digest('hex'),
    needsLineEnd: tail.at(-1) !== lineEnd,
  }
}

/**
 * Where a log ends, and what a crash left there. A file without an entry (just begun, or cut in its first) leaves the last entry to the one
 * before it. Throws VAULT_DAMAGED for a file of no sensible size; rejects with the system's errors.
 */
export async function findEnd(
  ports: Ports,
  folder: string,
  segments: readonly AuditSegment[],
): Promise<LogEnd> {
  let torn: TornEnd | null = null
  for (const segment of segments.toReversed()) {
    const file = await ports.files.open(inVault(folder, segment.file), 'read')
    try {
      const { last, tail } = await endOfFile(file, folder)
      // What is behind the last entry of an earlier file is found by who looks through the log.
      if (segment === segments.at(-1)) torn = tornFrom(tail)
      if (last !== null) return { last, segment: segments.at(-1) ?? null, torn }
    } finally {
      await file.close()
    }
  }
  return { last: null, segment: segments.at(-1) ?? null, torn }
}
