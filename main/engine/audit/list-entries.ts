import type { AuditEntry } from '../../../shared/domain/audit/audit-entry.ts'
import type { Ports } from '../ports/ports.ts'
import { readLine, type ReadEntry } from './audit-line.ts'
import { listSegments, type AuditSegment } from './audit-segments.ts'
import { readLines } from './read-lines.ts'

/** What is looked for, from the newest to the oldest. */
export interface EntryQuestion {
  /** Only entries before this one; null: from the newest. */
  readonly before: number | null
  readonly limit: number
  readonly accepts: (entry: AuditEntry) => boolean
}

/** What was found. */
export interface FoundEntries {
  /** Newest first. */
  readonly entries: readonly AuditEntry[]
  /** Where to go on from; null: the beginning of the log was reached. */
  readonly before: number | null
}

/** Entries that one question looks at, at most: a question that finds little is to be asked again from where it stopped. */
const scanLimit = 40_960

function withoutProof(read: ReadEntry): AuditEntry {
  const { prev: _prev, key: _key, signature: _signature, mac: _mac, macHead: _head, ...entry } = read
  return entry
}

async function entriesOf(ports: Ports, folder: string, segment: AuditSegment): Promise<readonly ReadEntry[]> {
  const entries: ReadEntry[] = []
  for await (const { bytes, isEnded } of readLines(ports, folder, segment)) {
    const entry = isEnded ? readLine(bytes) : null
    if (entry !== null) entries.push(entry)
  }
  return entries
}

/**
 * Entries of a log, newest first, as they are written: their proofs are not looked at. Rejects with the system's errors.
 */
export async function listEntries(
  ports: Ports,
  folder: string,
  { before, limit, accepts }: EntryQuestion,
): Promise<FoundEntries> {
  const found: AuditEntry[] = []
  let scanned = 0
  const isBefore = (seq: number): boolean => before === null || seq < before
  for (const segment of (await listSegments(ports, folder)).toReversed()) {
    if (!isBefore(segment.firstSeq)) continue
    for (const read of (await entriesOf(ports, folder, segment)).toReversed()) {
      if (!isBefore(read.seq)) continue
      if (found.length >= limit || scanned >= scanLimit) return { entries: found, before: read.seq + 1 }
      scanned += 1
      const entry = withoutProof(read)
      if (accepts(entry)) found.push(entry)
    }
  }
  return { entries: found, before: null }
}
