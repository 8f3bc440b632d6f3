import {
  createHash,
  createHmac,
  createPrivateKey,
  createPublicKey,
  createSecretKey,
  sign,
  timingSafeEqual,
  verify,
  type KeyObject,
} from 'node:crypto'

import type { VaultAccess } from '../engine-types.ts'
import { subKey } from '../image/key-wrapping.ts'
import { keyIdOf, keysOf } from '../vault/vault-keys.ts'

/** What one key of a vault proves its audit log with. */
export interface AuditKeys {
  /** Tells the keys of one vault apart, and nothing of them: 8 bytes, hexadecimal. */
  readonly id: string
  /** Base64 of the DER form (SPKI) of the Ed25519 key that checkpoints are signed with. */
  readonly publicKey: string
  macOf(head: string): string
  signatureOf(text: string): string
}

/** The DER form (PKCS8) of an Ed25519 private key, but for its 32 bytes. */
const privateKeyHead = Buffer.from('302e020100300506032b657004220420', 'hex')

function makeKeys(key: Uint8Array): AuditKeys {
  // As an object it is read in once, and not for each of many thousand entries.
  const macKey = createSecretKey(subKey(key, 'holdfast/audit/1'))
  const seed = subKey(key, 'holdfast/audit-signature/1')
  const der = Buffer.concat([privateKeyHead, seed])
  const privateKey = createPrivateKey({ key: der, format: 'der', type: 'pkcs8' })
  const publicKey = createPublicKey(privateKey).export({ format: 'der', type: 'spki' })
  return {
    id: keyIdOf(key),
    publicKey: publicKey.toString('base64'),
    macOf: (head) => createHmac('sha256', macKey).update(head, 'utf8').digest('hex'),
    signatureOf: (text) => sign(null, Buffer.from(text, 'utf8'), privateKey).toString('base64'),
  }
}

/** The keys of a vault, the present one first; none of a vault that is not encrypted. */
export function auditKeysOf(access: VaultAccess): readonly AuditKeys[] {
  return keysOf(access).map(makeKeys)
}

function publicKeyFrom(publicKey: string): KeyObject | null {
  try {
    const key = createPublicKey({ key: Buffer.from(publicKey, 'base64'), format: 'der', type: 'spki' })
    return key.asymmetricKeyType === 'ed25519' ? key : null
  } catch {
    return null
  }
}

/** Whether a signature over a text was made with the private half of a public key (base64 of its DER form). */
export function isSignedBy(publicKey: string, text: string, signature: string): boolean {
  const key = publicKeyFrom(publicKey)
  return key !== null && verify(null, Buffer.from(text, 'utf8'), key, Buffer.from(signature, 'base64'))
}

/** Whether two hexadecimal proofs are the same, in a time that tells nothing of them. */
export function isSameProof(one: string, other: string): boolean {
  return one.length === other.length && timingSafeEqual(Buffer.from(one), Buffer.from(other))
}

/** What a public key is compared by, between people. */
export function fingerprintOf(publicKey: string): string {
  return createHash('sha256').update(Buffer.from(publicKey, 'base64')).digest('hex')
}
