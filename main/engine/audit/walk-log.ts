import { createHash } from 'node:crypto'

import type { Ports } from '../ports/ports.ts'
import { isSameProof, isSignedBy, type AuditKeys } from './audit-keys.ts'
import { checkpointText, genesisOf, lineHash, newKeyText, readLine, type ReadEntry } from './audit-line.ts'
import type { AuditSegment } from './audit-segments.ts'
import { readLines, type RawLine } from './read-lines.ts'

/** Something that is not as it must be, where it was met. */
export interface Oddity {
  /** `again`: its number was met before, or is lower than one that was. */
  readonly kind: 'changed' | 'removed' | 'inserted' | 'again' | 'replaced' | 'key_unknown' | 'signature'
  readonly seq: number
  readonly lastSeq: number
  readonly file: string
}

/** An entry of the log, as the walk came by it. */
export interface WalkedEntry {
  readonly entry: ReadEntry
  readonly hash: string
}

/** What a walk through a whole log met. */
export interface Walk {
  readonly oddities: readonly Oddity[]
  readonly oddityCount: number
  readonly entries: number
  readonly head: string | null
  readonly firstPublicKey: string | null
  readonly tornCount: number
  readonly isEndOpen: boolean
  readonly checkpoints: number
}

const keptOddities = 1000
/** What is no entry is kept up to this size, to be compared with what the entry behind it says was cut. */
const keptGarbageBytes = 16 << 20

class Walker {
  readonly oddities: Oddity[] = []
  oddityCount = 0
  seq = 0
  head: string
  firstPublicKey: string | null = null
  tornCount = 0
  checkpoints = 0
  private publicKey: string | null = null
  /** Whether the last entry was proved, so that the next one is held to it. */
  private isHeadProved = true
  private garbage: RawLine[] = []
  private garbageBytes = 0
  private readonly vaultId: string
  private readonly keys: readonly AuditKeys[]
  private readonly onEntry: (walked: WalkedEntry) => void

  constructor(vaultId: string, keys: readonly AuditKeys[], onEntry: (walked: WalkedEntry) => void) {
    this.vaultId = vaultId
    this.keys = keys
    this.onEntry = onEntry
    this.head = genesisOf(vaultId)
  }

  get isEndOpen(): boolean {
    return this.garbage.length > 0
  }

  take(line: RawLine, file: string): void {
    const entry = line.isEnded ? readLine(line.bytes) : null
    if (entry === null) {
      this.garbageBytes += line.bytes.length
      const isKept = this.garbageBytes <= keptGarbageBytes
      this.garbage.push(isKept ? { ...line, bytes: Uint8Array.from(line.bytes) } : unkept)
      return
    }
    if (this.garbage.length > 0) this.judgeGarbage(entry, file)
    const hash = lineHash(line.bytes)
    this.judge(entry, file)
    if (entry.seq > this.seq) {
      this.seq = entry.seq
      this.head = hash
    }
    this.onEntry({ entry, hash })
  }

  /** A crash cuts what was being written, and the next entry says so; anything else that is no entry was one. */
  private judgeGarbage(next: ReadEntry, file: string): void {
    const isTold = next.kind === 'torn' && isToldBy(this.garbage, next)
    if (isTold) this.tornCount += 1
    else if (next.seq > this.seq + 1) {
      this.odd('changed', this.seq + 1, file, next.seq - 1)
      // What is no entry any more is not also missing.
      this.seq = next.seq - 1
      this.isHeadProved = false
    } else this.odd('inserted', this.seq + 1, file)
    this.garbage = []
    this.garbageBytes = 0
  }

  private judge(entry: ReadEntry, file: string): void {
    const { seq, prev } = entry
    const expected = this.seq + 1
    if (seq > expected) this.odd('removed', expected, file, seq - 1)
    else if (seq < expected) this.odd('again', seq, file)
    const isProved = this.judgeProof(entry, file)
    if (isProved && this.isHeadProved && seq === expected && prev !== this.head) {
      // Without a key it can't be told which of two entries that do not fit was changed: the earlier one, unless it is the first.
      if (this.keys.length > 0) this.odd('replaced', seq, file)
      else this.odd('changed', Math.max(1, seq - 1), file)
    }
    this.isHeadProved = isProved
    this.judgeSignature(entry, file)
  }

  private judgeProof(entry: ReadEntry, file: string): boolean {
    const { seq, key, mac, macHead } = entry
    if (this.keys.length === 0 && key === null && mac === null) return true
    const keys = this.keys.find(({ id }) => id === key)
    if (key !== null && keys === undefined) {
      this.odd('key_unknown', seq, file)
      return false
    }
    if (mac !== null && keys !== undefined && isSameProof(mac, keys.macOf(macHead))) return true
    this.odd('changed', seq, file)
    return false
  }

  private judgeSignature(entry: ReadEntry, file: string): void {
    const { kind, seq, facts, signature, prev, at } = entry
    const said = typeof facts['publicKey'] === 'string' ? facts['publicKey'] : null
    if (kind === 'begin') {
      this.publicKey = said
      this.firstPublicKey ??= said
    }
    if (kind === 'key' && said !== null) {
      const text = newKeyText(this.vaultId, seq - 1, prev, said)
      if (signature !== null && !this.isSigned(text, signature)) this.odd('signature', seq, file)
      this.publicKey = said
    }
    if (kind !== 'checkpoint') return
    this.checkpoints += 1
    const text = checkpointText(this.vaultId, seq - 1, prev, at)
    if (signature === null || !this.isSigned(text, signature)) this.odd('signature', seq, file)
  }

  private isSigned(text: string, signature: string): boolean {
    return this.publicKey !== null && isSignedBy(this.publicKey, text, signature)
  }

  private odd(kind: Oddity['kind'], seq: number, file: string, lastSeq = seq): void {
    this.oddityCount += 1
    if (this.oddities.length < keptOddities) this.oddities.push({ kind, seq, lastSeq, file })
  }
}

const unkept: RawLine = { bytes: new Uint8Array(0), isEnded: true }

function isToldBy(garbage: readonly RawLine[], { facts }: ReadEntry): boolean {
  const pieces = garbage.flatMap(({ bytes, isEnded }) => (isEnded ? [bytes, Buffer.from('\n')] : [bytes]))
  const all = Buffer.concat(pieces)
  // Where the crash left no end of line the next entry's writer made one.
  const { sizeBytes, sha256 } = facts
  return [all, all.subarray(0, -1)].some(
    (bytes) => bytes.length === sizeBytes && createHash('sha256').update(bytes).digest('hex') === sha256,
  )
}

/**
 * Goes through a whole log, in its order, and looks whether each entry is what was written, and follows the one before it. `onEntry` is handed
 * each. Rejects with the system's errors.
 */
export async function walkLog(
  ports: Ports,
  folder: string,
  vaultId: string,
  segments: readonly AuditSegment[],
  keys: readonly AuditKeys[],
  onEntry: (walked: WalkedEntry) => void = () => undefined,
): Promise<Walk> {
  const walker = new Walker(vaultId, keys, onEntry)
  for (const segment of segments) {
    for await (const line of readLines(ports, folder, segment)) walker.take(line, segment.file)
  }
  const { oddities, oddityCount, seq, head, firstPublicKey, tornCount, isEndOpen, checkpoints } = walker
  return {
    oddities,
    oddityCount,
    entries: seq,
    head: seq === 0 ? null : head,
    firstPublicKey,
    tornCount,
    isEndOpen,
    checkpoints,
  }
}
