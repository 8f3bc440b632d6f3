import { createHmac, timingSafeEqual } from 'node:crypto'

import { jsonFields, sha256Pattern, type JsonFields } from './json-fields.ts'
import { subKey } from './key-wrapping.ts'
import { canonicalJson, peekJson, SealError, sealJson, unsealJson, type Json } from './sealed-json.ts'
import { headBefore } from './write-manifest.ts'

const seal = 'sha256'
const mac = 'mac'

/** What one kind of sealed record is called. */
export interface AuthenticKind {
  readonly format: string
  readonly formatVersion: number
  /** The info string of its MAC's key. */
  readonly purpose: string
}

/** A record that says a newer version than this program knows. */
export class NewerRecord extends Error {
  readonly formatVersion: number

  constructor(formatVersion: number) {
    super(`format version ${formatVersion}`)
    this.formatVersion = formatVersion
  }
}

function macOf(vaultKey: Uint8Array, purpose: string, head: string): string {
  return createHmac('sha256', subKey(vaultKey, purpose)).update(head, 'utf8').digest('hex')
}

/** Canonical JSON that ends with its MAC by a key of the vault's (null without one) and its own SHA-256. */
export function writeAuthentic(
  { format, formatVersion, purpose }: AuthenticKind,
  content: { readonly [name: string]: Json },
  vaultKey: Uint8Array | null,
): Uint8Array {
  const members = { format, formatVersion, ...content }
  const head = headBefore(canonicalJson({ ...members, [mac]: null }), mac) ?? ''
  const proof = vaultKey === null ? null : macOf(vaultKey, purpose, head)
  return Buffer.from(sealJson({ ...members, [mac]: proof }, seal), 'utf8')
}

function checkMac(
  bytes: Uint8Array,
  fields: JsonFields,
  purpose: string,
  vaultKeys: readonly Uint8Array[],
): void {
  if (fields.isNull(mac)) throw new SealError('it was not written with this vault’s key')
  const given = Buffer.from(fields.text(mac, sha256Pattern), 'hex')
  const head = headBefore(Buffer.from(bytes).toString('utf8'), mac) ?? ''
  const fits = (key: Uint8Array): boolean =>
    timingSafeEqual(given, Buffer.from(macOf(key, purpose, head), 'hex'))
  if (!vaultKeys.some(fits)) throw new SealError('it was not written with this vault’s key')
}

/**
 * Reads what `writeAuthentic` wrote: its version, seal, canonical form, and its MAC by one of the vault's keys where they are known.
 * Throws SealError, NewerRecord.
 */
export function readAuthentic(
  { format, formatVersion, purpose }: AuthenticKind,
  bytes: Uint8Array,
  vaultKeys: readonly Uint8Array[],
): JsonFields {
  const seen = peekJson(bytes)
  const version = Number(seen['formatVersion'])
  if (seen['format'] === format && Number.isSafeInteger(version) && version > formatVersion) {
    throw new NewerRecord(version)
  }
  const fields = jsonFields(unsealJson(bytes, seal), 'the record')
  fields.oneOf('format', [format])
  fields.count('formatVersion', 1, formatVersion)
  if (vaultKeys.length > 0) checkMac(bytes, fields, purpose, vaultKeys)
  return fields
}
