import { createHash } from 'node:crypto'

import type { ActFacts } from '../../../shared/domain/access/act.ts'
import { actingBy } from '../../../shared/domain/access/actor.ts'
import {
  auditKinds,
  auditResults,
  type AuditDraft,
  type AuditEntry,
} from '../../../shared/domain/audit/audit-entry.ts'
import { base64Pattern, instantPattern, jsonFields, sha256Pattern } from '../image/json-fields.ts'
import { SealError } from '../image/sealed-json.ts'
import type { AuditKeys } from './audit-keys.ts'

/** An entry in its place in a log. */
export interface ChainedEntry extends AuditEntry {
  /** SHA-256 of the bytes of the entry before it; `genesisOf` of the first. */
  readonly prev: string
  /** Which key of the vault proves it; null in a vault without one. */
  readonly key: string | null
  /** Of a checkpoint, and of an entry that says another key. Base64; null of every other entry, and without a key. */
  readonly signature: string | null
}

/** An entry as it was read. */
export interface ReadEntry extends ChainedEntry {
  readonly mac: string | null
  /** The part of its line that `mac` is over. */
  readonly macHead: string
}

/** Longer lines are no entries. */
export const lineLimitBytes = 256 << 10
const purpose = 'holdfast/audit/1'
const keyIdPattern = /^[0-9a-f]{16}$/

/** SHA-256 of a line’s bytes, without what ends it. Hexadecimal. */
export function lineHash(line: string | Uint8Array): string {
  return createHash('sha256').update(line).digest('hex')
}

/** What stands for the entry before the first: bound to the vault. */
export function genesisOf(vaultId: string): string {
  return lineHash(`${purpose}|${vaultId}`)
}

/** What a checkpoint signs: that the log had so many entries, and which. */
export function checkpointText(vaultId: string, entries: number, head: string, at: string): string {
  return [purpose, vaultId, 'checkpoint', entries, head, at].join('|')
}

/** What the older key signs where another takes its place. */
export function newKeyText(vaultId: string, entries: number, head: string, publicKey: string): string {
  return [purpose, vaultId, 'key', entries, head, publicKey].join('|')
}

function headText(entry: ChainedEntry): string {
  const { seq, at, writtenAt, user, uid, machine, by, kind, act, actId, facts, result, fault } = entry
  const { prev, key, signature } = entry
  const members = { seq, at, writtenAt, user, uid, machine, by, kind, act, actId, facts, result, fault }
  return JSON.stringify({ ...members, prev, key, signature }).slice(0, -1)
}

/** The line of an entry, without its end. `keys`: those that prove it; null in a vault without a key. */
export function writeLine(entry: ChainedEntry, keys: AuditKeys | null): string {
  const head = headText(entry)
  return `${head},"mac":${keys === null ? 'null' : `"${keys.macOf(head)}"`}}`
}

function factsFrom(value: unknown): ActFacts {
  if (typeof value !== 'object' || value === null || Array.isArray(value)) {
    throw new SealError('its facts are no object')
  }
  for (const fact of Object.values(value)) {
    const isText = (one: unknown): boolean => typeof one === 'string'
    const isList = Array.isArray(fact) && fact.every(isText)
    if (!isList && !['string', 'number', 'boolean'].includes(typeof fact)) {
      throw new SealError('a fact is none')
    }
  }
  return value as ActFacts
}

function entryFrom(line: string): ReadEntry {
  const fields = jsonFields(JSON.parse(line), 'the entry')
  const oneOfOrNull = <T extends string>(name: string, allowed: readonly T[]): T | null =>
    fields.isNull(name) ? null : fields.oneOf(name, allowed)
  const entry: ChainedEntry = {
    seq: fields.count('seq', 1),
    at: fields.text('at', instantPattern),
    writtenAt: fields.textOrNull('writtenAt', instantPattern),
    user: fields.text('user'),
    uid: fields.countOrNull('uid'),
    machine: fields.text('machine'),
    by: fields.oneOf('by', actingBy),
    kind: fields.oneOf('kind', auditKinds),
    act: fields.textOrNull('act'),
    actId: fields.textOrNull('actId'),
    facts: factsFrom(fields.value('facts')),
    result: oneOfOrNull('result', auditResults),
    fault: fields.textOrNull('fault'),
    prev: fields.text('prev', sha256Pattern),
    key: fields.textOrNull('key', keyIdPattern),
    signature: fields.textOrNull('signature', base64Pattern),
  }
  return { ...entry, mac: fields.textOrNull('mac', sha256Pattern), macHead: headText(entry) }
}

/** What a draft says that was kept as JSON; null where it says nothing of the kind. */
export function draftFrom(value: unknown): AuditDraft | null {
  const unproved = { seq: 1, writtenAt: null, prev: genesisOf(''), key: null, signature: null }
  const read = readLine(Buffer.from(writeLine({ ...(value as AuditDraft), ...unproved }, null)))
  return read === null ? null : draftOf(read)
}

/** What is said in an entry, without its place. */
export function draftOf({ kind, at, act, actId, facts, result, fault, ...entry }: AuditEntry): AuditDraft {
  const { user, uid, machine, by } = entry
  return { user, uid, machine, by, kind, at, act, actId, facts, result, fault }
}

/**
 * Reads a line. Null where it is no entry: of other members, or not exactly the bytes that `writeLine` makes of what it says.
 * Whether its proof holds is not looked at.
 */
export function readLine(bytes: Uint8Array): ReadEntry | null {
  if (bytes.length > lineLimitBytes) return null
  try {
    const line = new TextDecoder('utf-8', { fatal: true, ignoreBOM: true }).decode(bytes)
    const entry = entryFrom(line)
    const mac = entry.mac === null ? 'null' : `"${entry.mac}"`
    return line === `${entry.macHead},"mac":${mac}}` ? entry : null
  } catch (error) {
    if (error instanceof SealError || error instanceof SyntaxError || error instanceof TypeError) return null
    throw error
  }
}
