import type { AuditDraft } from '../../../shared/domain/audit/audit-entry.ts'
import type { AuditKeys } from './audit-keys.ts'
import {
  checkpointText,
  genesisOf,
  lineHash,
  newKeyText,
  writeLine,
  type ChainedEntry,
} from './audit-line.ts'
import type { LogEnd } from './find-end.ts'

/** At each multiple of this the log signs itself, where it has a key. */
const checkpointEvery = 100

/** A draft, and when it was written where that is later than it happened. */
export interface DraftToWrite {
  readonly draft: AuditDraft
  readonly writtenAt: string | null
}

/** A line in its place. */
export interface ChainedLine {
  readonly seq: number
  readonly at: string
  readonly line: string
  readonly hash: string
}

/** The lines that go behind the end of a log: each names the one before it. */
class Chain {
  readonly lines: ChainedLine[] = []
  private readonly vaultId: string
  private readonly keys: AuditKeys | null
  private seq: number
  private head: string

  constructor(vaultId: string, keys: AuditKeys | null, { last }: LogEnd) {
    this.vaultId = vaultId
    this.keys = keys
    this.seq = last?.entry.seq ?? 0
    this.head = last?.hash ?? genesisOf(vaultId)
  }

  add({ draft, writtenAt }: DraftToWrite, signature: string | null = null): void {
    const seq = this.seq + 1
    const entry: ChainedEntry = {
      ...draft,
      seq,
      writtenAt,
      prev: this.head,
      key: this.keys?.id ?? null,
      signature,
    }
    const line = writeLine(entry, this.keys)
    this.seq = seq
    this.head = lineHash(line)
    this.lines.push({ seq, at: draft.at, line, hash: this.head })
  }

  /** Adds a draft, and before it a checkpoint where one is due. */
  addInTurn(to: DraftToWrite): void {
    const isCheckpoint = to.draft.kind === 'checkpoint'
    if ((this.seq + 1) % checkpointEvery === 0 && !isCheckpoint)
      this.addCheckpoint({ draft: ofTheLog(to.draft, 'checkpoint', {}), writtenAt: to.writtenAt })
    if (isCheckpoint) this.addCheckpoint(to)
    else this.add(to)
  }

  /** Signs all before it. Without a key, or where nothing is before it, there is nothing to sign with or to sign. */
  addCheckpoint(to: DraftToWrite): void {
    if (this.keys === null || this.seq === 0) return
    const text = checkpointText(this.vaultId, this.seq, this.head, to.draft.at)
    this.add(to, this.keys.signatureOf(text))
  }

  addNewKey(by: AuditDraft, older: AuditKeys | null): void {
    if (this.keys === null) return
    const { publicKey } = this.keys
    const text = newKeyText(this.vaultId, this.seq, this.head, publicKey)
    const draft = ofTheLog(by, 'key', { publicKey })
    this.add({ draft, writtenAt: null }, older?.signatureOf(text) ?? null)
  }
}

/** Something that the log says of itself, because of what somebody does. */
function ofTheLog(by: AuditDraft, kind: AuditDraft['kind'], facts: AuditDraft['facts']): AuditDraft {
  return { ...by, kind, act: null, actId: null, facts, result: null, fault: null }
}

/**
 * The lines of drafts behind the end of a log: before them, where need be, what a crash cut, that the log begins, that another key proves it
 * now. At least one draft.
 */
export function chainDrafts(
  vaultId: string,
  keys: readonly AuditKeys[],
  end: LogEnd,
  drafts: readonly DraftToWrite[],
): readonly ChainedLine[] {
  const now = keys[0] ?? null
  const by = drafts[0]!.draft
  const chain = new Chain(vaultId, now, end)
  if (end.torn !== null) {
    const { sizeBytes, sha256 } = end.torn
    chain.add({ draft: ofTheLog(by, 'torn', { sizeBytes, sha256 }), writtenAt: null })
  }
  const keyBefore = end.last?.entry.key
  if (end.last === null) {
    const facts = now === null ? { vaultId } : { vaultId, publicKey: now.publicKey }
    chain.add({ draft: ofTheLog(by, 'begin', facts), writtenAt: null })
  } else if (now !== null && keyBefore !== now.id) {
    chain.addNewKey(by, keys.find(({ id }) => id === keyBefore) ?? null)
  }
  for (const one of drafts) chain.addInTurn(one)
  return chain.lines
}
