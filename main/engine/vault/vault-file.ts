import path from 'node:path'

import { FaultError } from '../../../shared/domain/fault.ts'
import {
  base64Pattern,
  idPattern,
  instantPattern,
  jsonFields,
  type JsonFields,
} from '../image/json-fields.ts'
import { sealJson, SealError, unsealJson } from '../image/sealed-json.ts'
import type { Ports } from '../ports/ports.ts'
import type { KeySlot } from './key-slots.ts'
import { inVault, vaultPaths } from './layout.ts'
import { readSmallFile } from './read-small-file.ts'
import { replaceFile } from './replace-file.ts'
import { errnoOf } from './vault-faults.ts'

/** What a vault says of itself. */
export interface VaultFacts {
  /** Absolute path on this machine. */
  readonly folder: string
  readonly vaultId: string
  /** The folder's own name, for people. */
  readonly name: string
  /** UTC, ISO 8601. */
  readonly createdAt: string
  readonly encryption: 'aes-256-gcm' | 'none'
  /** Empty when the vault is not encrypted, else at least one. */
  readonly slots: readonly KeySlot[]
  /** Which key the slots hold (`keyIdOf`). Null: the one that the vault was made with. */
  readonly keyId: string | null
  /** Keys that it had before, newest first, each wrapped by the one it has now. */
  readonly olderKeys: readonly OlderKey[]
}

/** A key that a rotation retired: it still opens what was written by it. */
export interface OlderKey {
  readonly id: string
  /** UTC, ISO 8601. */
  readonly retiredAt: string
  readonly wrapped: string
}

const format = 'holdfast-vault'
/** The newest that this program reads. Raised only when a program of an older version could do harm to a newer vault. */
const formatVersion = 2

/** A vault says version 2 only where it has what a program of version 1 does not know. */
function versionOf({ slots, olderKeys }: VaultFacts): number {
  const isNewer = olderKeys.length > 0 || slots.some(({ kind }) => kind === 'recovery_code')
  return isNewer ? formatVersion : 1
}

const seal = 'sha256'
/** More than a description can need. */
export const vaultFileLimitBytes = 1 << 20

function serialize(facts: VaultFacts): string {
  const slots = facts.slots.map((slot) => ({
    id: slot.id,
    kind: slot.kind,
    createdAt: slot.createdAt,
    salt: slot.salt,
    scrypt: slot.scrypt === null ? null : { n: slot.scrypt.n, r: slot.scrypt.r, p: slot.scrypt.p },
    wrapped: slot.wrapped,
  }))
  const { vaultId, createdAt, encryption, keyId } = facts
  const olderKeys = facts.olderKeys.map(({ id, retiredAt, wrapped }) => ({ id, retiredAt, wrapped }))
  const rotated = olderKeys.length === 0 ? {} : { keyId, olderKeys }
  return sealJson(
    { format, formatVersion: versionOf(facts), vaultId, createdAt, encryption, slots, ...rotated },
    seal,
  )
}

/** The bounds keep a forged file from taking all memory or time. */
function readScrypt(fields: JsonFields): KeySlot['scrypt'] {
  const n = fields.count('n', 2 ** 10, 2 ** 22)
  if (!Number.isInteger(Math.log2(n))) throw new SealError('"n" of its key derivation is no power of two')
  return { n, r: fields.count('r', 1, 32), p: fields.count('p', 1, 16) }
}

function readSlot(fields: JsonFields): KeySlot {
  return {
    id: fields.text('id', idPattern),
    kind: fields.oneOf('kind', ['passphrase', 'key_file', 'keychain', 'recovery_code']),
    createdAt: fields.text('createdAt', instantPattern),
    salt: fields.text('salt', base64Pattern),
    scrypt: fields.isNull('scrypt') ? null : readScrypt(fields.object('scrypt')),
    wrapped: fields.text('wrapped', base64Pattern),
  }
}

const keyIdPattern = /^[0-9a-f]{16}$/

function readOlderKey(fields: JsonFields): OlderKey {
  return {
    id: fields.text('id', idPattern),
    retiredAt: fields.text('retiredAt', instantPattern),
    wrapped: fields.text('wrapped', base64Pattern),
  }
}

/** Reads a vault file’s bytes. Throws SealError, VAULT_TOO_NEW. */
export function parseVaultFile(folder: string, bytes: Uint8Array): VaultFacts {
  const fields = jsonFields(unsealJson(bytes, seal), 'the vault file')
  fields.oneOf('format', [format])
  const version = fields.count('formatVersion', 1)
  if (version > formatVersion) {
    throw new FaultError({ code: 'VAULT_TOO_NEW', path: folder, formatVersion: version })
  }
  const facts = {
    folder,
    name: path.basename(folder),
    vaultId: fields.text('vaultId', idPattern),
    createdAt: fields.text('createdAt', instantPattern),
    encryption: fields.oneOf('encryption', ['aes-256-gcm', 'none']),
    slots: fields.list('slots', readSlot),
    keyId: fields.has('keyId') ? fields.text('keyId', keyIdPattern) : null,
    olderKeys: fields.has('olderKeys') ? fields.list('olderKeys', readOlderKey) : [],
  }
  if ((facts.encryption === 'none') !== (facts.slots.length === 0)) {
    throw new SealError('its key slots do not fit its encryption')
  }
  return facts
}

/** Reads one of the two copies. Null: it is not there. A string: why it can't be used. Throws VAULT_TOO_NEW, VAULT_NOT_PERMITTED. */
export async function readVaultCopy(
  ports: Ports,
  folder: string,
  relative: string,
): Promise<VaultFacts | string | null> {
  try {
    const bytes = await readSmallFile(ports, inVault(folder, relative), vaultFileLimitBytes)
    return bytes === null ? null : parseVaultFile(folder, bytes)
  } catch (error) {
    if (error instanceof SealError) return `${relative}: ${error.message}`
    const errno = errnoOf(error)
    if (errno === 'EACCES' || errno === 'EPERM') {
      throw new FaultError({ code: 'VAULT_NOT_PERMITTED', path: folder }, { cause: error })
    }
    if (errno !== undefined) return `${relative}: ${errno}`
    throw error
  }
}

/**
 * Reads the vault file, or its second copy where the first is lost or damaged. Null: there is neither.
 * Throws VAULT_TOO_NEW, VAULT_DAMAGED, VAULT_NOT_PERMITTED.
 */
export async function readVaultFile(ports: Ports, folder: string): Promise<VaultFacts | null> {
  const reasons: string[] = []
  for (const relative of [vaultPaths.vaultFile, vaultPaths.vaultFileCopy]) {
    const read = await readVaultCopy(ports, folder, relative)
    if (typeof read === 'string') reasons.push(read)
    else if (read !== null) {
      if (reasons.length > 0) ports.logger.warn('vault.copy_used', { folder, reasons })
      return read
    }
  }
  if (reasons.length === 0) return null
  throw new FaultError({ code: 'VAULT_DAMAGED', path: folder, detail: reasons.join('; ') })
}

/**
 * Writes both copies, one after the other, each durably: at any instant one of them is whole. `prove` looks at the first before the second, the old
 * one, goes: what it throws brings the old one back.
 */
export async function writeVaultFile(
  ports: Ports,
  facts: VaultFacts,
  prove?: { readonly before: VaultFacts; check(): Promise<void> },
): Promise<void> {
  const content = serialize(facts)
  const first = inVault(facts.folder, vaultPaths.vaultFile)
  await replaceFile(ports, first, content)
  try {
    await prove?.check()
  } catch (error) {
    if (prove !== undefined) await replaceFile(ports, first, serialize(prove.before))
    throw error
  }
  await replaceFile(ports, inVault(facts.folder, vaultPaths.vaultFileCopy), content)
}
