import { randomBytes, scrypt } from 'node:crypto'

import { FaultError } from '../../../shared/domain/fault.ts'
import {
  readRecoveryCode,
  recoveryCodeRandomCount,
  writeRecoveryCode,
} from '../../../shared/domain/keys/recovery-code.ts'
import type { KeySlotKind } from '../../../shared/domain/views.ts'
import { keyBytes, subKey, unwrapKey, wrapKey } from '../image/key-wrapping.ts'

/** What opens a slot. Never logged, never stored by the engine. */
export type KeySecret =
  | { readonly kind: 'passphrase'; readonly passphrase: string }
  /** The whole content of a key file, at least 32 bytes. */
  | { readonly kind: 'key_file'; readonly bytes: Uint8Array }
  /** What the OS keychain keeps: 32 random bytes in base64 (`newKeychainSecret`). */
  | { readonly kind: 'keychain'; readonly secret: string }
  /** As it was printed, or as somebody typed it. */
  | { readonly kind: 'recovery_code'; readonly code: string }

/** The cost of one guess at a passphrase: about 130 MiB and a third of a second. */
export interface ScryptCost {
  readonly n: number
  readonly r: number
  readonly p: number
}

/** The vault's key, wrapped by one secret. Worth nothing without that secret. */
export interface KeySlot {
  readonly id: string
  readonly kind: KeySlotKind
  /** UTC, ISO 8601. */
  readonly createdAt: string
  /** 32 random bytes, base64. */
  readonly salt: string
  /** Of a passphrase slot only. */
  readonly scrypt: ScryptCost | null
  readonly wrapped: string
}

/** Characters that a passphrase must have at least. */
export const minimumPassphraseLength = 8
const minimumKeyFileBytes = 32
const cost: ScryptCost = { n: 2 ** 17, r: 8, p: 1 }

/** A new secret to put into an OS keychain. */
export function newKeychainSecret(): string {
  return randomBytes(keyBytes).toString('base64')
}

/** A new key file's content: 32 random bytes. */
export function newKeyFileContent(): Uint8Array {
  return randomBytes(keyBytes)
}

/** A new recovery code: 140 random bits, to be printed. */
export function newRecoveryCode(): string {
  return writeRecoveryCode(Array.from(randomBytes(recoveryCodeRandomCount), (byte) => byte & 31))
}

/** The code's characters without hyphens. Throws RECOVERY_CODE_MISTYPED. */
function codeBytes(typed: string): Uint8Array {
  const read = readRecoveryCode(typed)
  if (read.kind === 'read') return Buffer.from(read.code.replaceAll('-', ''), 'ascii')
  const { groups, characters } = read
  throw new FaultError({ code: 'RECOVERY_CODE_MISTYPED', groups, characters })
}

/** What of a secret is random already. */
function randomBytesOf(secret: Exclude<KeySecret, { kind: 'passphrase' }>): Uint8Array {
  if (secret.kind === 'key_file') return secret.bytes
  return secret.kind === 'keychain' ? Buffer.from(secret.secret, 'base64') : codeBytes(secret.code)
}

function deriveFromPassphrase(passphrase: string, salt: Buffer, { n, r, p }: ScryptCost): Promise<Buffer> {
  // The same words typed on another system may arrive composed differently.
  const typed = Buffer.from(passphrase.normalize('NFKC'), 'utf8')
  // scrypt takes 128 * N * r bytes; Node refuses more than maxmem, which is less than that by default.
  const maxmem = 128 * n * r + 128 * r * p + (1 << 20)
  return new Promise((resolve, reject) => {
    scrypt(typed, salt, keyBytes, { N: n, r, p, maxmem }, (error, key) =>
      error === null ? resolve(key) : reject(error),
    )
  })
}

/** The key that wraps: scrypt of a passphrase; HKDF of what is random already, with the slot's salt in front. */
async function wrappingKeyOf(secret: KeySecret, slot: Pick<KeySlot, 'salt' | 'scrypt'>): Promise<Buffer> {
  const salt = Buffer.from(slot.salt, 'base64')
  if (secret.kind === 'passphrase') return deriveFromPassphrase(secret.passphrase, salt, slot.scrypt ?? cost)
  return subKey(Buffer.concat([salt, randomBytesOf(secret)]), 'holdfast/slot/1')
}

function bindingOf(vaultId: string, slot: Pick<KeySlot, 'id' | 'kind'>): string {
  return `holdfast/slot/1|${vaultId}|${slot.id}|${slot.kind}`
}

function refuseWeak(secret: KeySecret, vaultFolder: string): void {
  if (secret.kind === 'passphrase' && Array.from(secret.passphrase).length < minimumPassphraseLength) {
    throw new FaultError({ code: 'PASSPHRASE_TOO_SHORT', minimum: minimumPassphraseLength })
  }
  const bytes = secret.kind === 'key_file' ? secret.bytes : null
  if (bytes !== null && bytes.length < minimumKeyFileBytes) {
    throw new FaultError({
      code: 'WRONG_USE',
      detail: `a key file for ${vaultFolder} must hold at least ${minimumKeyFileBytes} bytes; this one has ${bytes.length}`,
    })
  }
}

/** What names a new slot. */
export interface SlotNaming {
  readonly vaultId: string
  readonly folder: string
  readonly slotId: string
  readonly createdAt: string
}

/** Wraps a vault's key by a secret. Throws PASSPHRASE_TOO_SHORT, RECOVERY_CODE_MISTYPED, or WRONG_USE for a key file under 32 bytes. */
export async function makeKeySlot(
  naming: SlotNaming,
  vaultKey: Uint8Array,
  secret: KeySecret,
): Promise<KeySlot> {
  refuseWeak(secret, naming.folder)
  const slot = {
    id: naming.slotId,
    kind: secret.kind,
    createdAt: naming.createdAt,
    salt: randomBytes(32).toString('base64'),
    scrypt: secret.kind === 'passphrase' ? cost : null,
  }
  const wrapped = wrapKey(await wrappingKeyOf(secret, slot), vaultKey, bindingOf(naming.vaultId, slot))
  return { ...slot, wrapped }
}

/** The vault's key out of a slot; null when the secret is another one. Throws RECOVERY_CODE_MISTYPED. */
export async function openKeySlot(vaultId: string, slot: KeySlot, secret: KeySecret): Promise<Buffer | null> {
  if (slot.kind !== secret.kind) return null
  return unwrapKey(await wrappingKeyOf(secret, slot), slot.wrapped, bindingOf(vaultId, slot))
}
