import { setTimeout as delay } from 'node:timers/promises'

import type { AuditMark } from '../../../shared/domain/audit/audit-entry.ts'
import { FaultError } from '../../../shared/domain/fault.ts'
import type { Ports } from '../ports/ports.ts'
import { ensureFolder } from '../vault/ensure-folder.ts'
import { inVault, privateFolder, vaultPaths } from '../vault/layout.ts'
import { findLease, takeLease, type Lease } from '../vault/leases.ts'
import { writingVault } from '../vault/vault-faults.ts'
import type { VaultAccess } from '../engine-types.ts'
import { auditKeysOf, type AuditKeys } from './audit-keys.ts'
import { lineHash, lineLimitBytes } from './audit-line.ts'
import { listSegments, segmentOf, type AuditSegment } from './audit-segments.ts'
import { chainDrafts, type ChainedLine, type DraftToWrite } from './chain-drafts.ts'
import { findEnd, type LogEnd } from './find-end.ts'

/** Where the bytes of an entry are. */
export interface EntryPlace {
  /** Relative to the vault. */
  readonly file: string
  readonly offset: number
  /** Without its line feed. */
  readonly sizeBytes: number
}

/** What an append left: how far the log is, and how far it was before. */
export interface Appended {
  readonly mark: AuditMark
  /** Of its newest entry. */
  readonly place: EntryPlace
  /** What the log ended with before; null where it began now. */
  readonly before: AuditMark | null
}

const leaseName = 'audit'
/** It is held for some milliseconds: whoever is silent for so long is gone, also on another machine. */
const silentForMs = 60_000
const lookAgainMs = 5

async function leaseWithin(ports: Ports, folder: string, patienceMs: number): Promise<Lease> {
  const beganMs = ports.clock.monotonicMs()
  for (;;) {
    const lease = await takeLease(ports, folder, { name: leaseName, purpose: leaseName, silentForMs })
    if (lease !== null) return lease
    if (ports.clock.monotonicMs() - beganMs >= patienceMs) break
    await delay(lookAgainMs)
  }
  const by = await findLease(ports, folder, leaseName)
  const holder = by === null ? 'another program' : `process ${by.pid} on ${by.hostName}`
  throw new FaultError({ code: 'VAULT_LOCKED', path: folder, holder })
}

/** Writes lines behind the end of one file; a file that is not there is made. Returns how large the file is then. */
async function writeLines(ports: Ports, folder: string, file: string, text: string): Promise<number> {
  const path = inVault(folder, file)
  const isNew = (await ports.files.stat(path)) === null
  const open = await ports.files.open(path, isNew ? 'create' : 'append')
  const bytes = new TextEncoder().encode(text)
  let sizeBytes = 0
  try {
    sizeBytes = (await open.stat()).sizeBytes
    await open.write(bytes, sizeBytes)
    await open.sync()
  } finally {
    await open.close()
  }
  // Without it the file’s name is gone after a power cut.
  if (isNew) await ports.files.syncFolder(inVault(folder, vaultPaths.audit))
  return sizeBytes + bytes.length
}

function textOf(lines: readonly ChainedLine[]): string {
  return lines.map(({ line }) => `${line}\n`).join('')
}

async function writeChain(
  ports: Ports,
  folder: string,
  end: LogEnd,
  lines: readonly ChainedLine[],
): Promise<EntryPlace> {
  const byFile = Map.groupBy(lines, ({ seq }) => fileFor(end.segment, seq))
  let place: EntryPlace = { file: '', offset: 0, sizeBytes: 0 }
  for (const [file, ofFile] of byFile) {
    const isBehindTorn = file === end.segment?.file && end.torn?.needsLineEnd === true
    const endsAt = await writeLines(ports, folder, file, (isBehindTorn ? '\n' : '') + textOf(ofFile))
    const sizeBytes = Buffer.byteLength(ofFile.at(-1)!.line)
    place = { file, offset: endsAt - sizeBytes - 1, sizeBytes }
  }
  return place
}

/** The file that is written now, as long as the entry belongs there; a file that somebody put behind the others stays the last. */
function fileFor(segment: AuditSegment | null, seq: number): string {
  const own = segmentOf(seq)
  return segment !== null && segment.firstSeq > own.firstSeq ? segment.file : own.file
}

function markOf({ last }: LogEnd): AuditMark | null {
  return last === null ? null : { entries: last.entry.seq, head: last.hash }
}

async function prepareFolder(ports: Ports, folder: string): Promise<void> {
  const isThere = (await ports.files.stat(inVault(folder, vaultPaths.audit))) !== null
  if (isThere) return
  await ensureFolder(ports, folder, vaultPaths.audit)
  await ports.files.syncFolder(inVault(folder, privateFolder))
}

async function appendUnder(
  ports: Ports,
  access: VaultAccess,
  keys: readonly AuditKeys[],
  draftsFor: (segments: readonly AuditSegment[]) => Promise<readonly DraftToWrite[]>,
): Promise<Appended | null> {
  const { folder, vaultId } = access
  const segments = await listSegments(ports, folder)
  const drafts = await draftsFor(segments)
  if (drafts.length === 0) return null
  if (segments.length === 0) await prepareFolder(ports, folder)
  const end = await findEnd(ports, folder, segments)
  const lines = chainDrafts(vaultId, keys, end, drafts)
  const place = await writeChain(ports, folder, end, lines)
  const { seq, hash } = lines.at(-1)!
  return { mark: { entries: seq, head: hash }, place, before: markOf(end) }
}

const keysKept = new WeakMap<VaultAccess, readonly AuditKeys[]>()

function keysFor(access: VaultAccess): readonly AuditKeys[] {
  const kept = keysKept.get(access) ?? auditKeysOf(access)
  keysKept.set(access, kept)
  return kept
}

/**
 * Writes entries behind the end of a vault's audit log, one after the other, durably: one flush for all of them. `draftsFor` says what is to
 * be written once nobody else writes. Null: nothing was. Throws VAULT_LOCKED where another program writes for longer than `patienceMs`,
 * VAULT_DAMAGED, and the faults of writing a vault.
 */
export function appendEntries(
  ports: Ports,
  access: VaultAccess,
  draftsFor: (segments: readonly AuditSegment[]) => Promise<readonly DraftToWrite[]>,
  patienceMs = 10_000,
): Promise<Appended | null> {
  const { folder } = access
  return writingVault(ports, folder, async () => {
    const lease = await leaseWithin(ports, folder, patienceMs)
    try {
      return await appendUnder(ports, access, keysFor(access), draftsFor)
    } finally {
      await lease.release()
    }
  })
}

/** Whether the entry with this hash is still where it was. Rejects with the system's errors. */
export async function isEntryAt(
  ports: Ports,
  folder: string,
  { file, offset, sizeBytes }: EntryPlace,
  hash: string,
): Promise<boolean> {
  const path = inVault(folder, file)
  if (sizeBytes > lineLimitBytes || (await ports.files.stat(path)) === null) return false
  const open = await ports.files.open(path, 'read')
  try {
    const bytes = new Uint8Array(sizeBytes)
    return (await open.read(bytes, offset)) === sizeBytes && lineHash(bytes) === hash
  } finally {
    await open.close()
  }
}
