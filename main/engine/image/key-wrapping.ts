import { createCipheriv, createDecipheriv, hkdfSync, randomBytes } from 'node:crypto'

/** Bytes of every symmetric key. */
export const keyBytes = 32
const nonceBytes = 12
const tagBytes = 16

/** A key for one purpose, made of another by HKDF-SHA256 without salt; `purpose` is the info string. */
export function subKey(key: Uint8Array, purpose: string): Buffer {
  return Buffer.from(hkdfSync('sha256', key, new Uint8Array(0), purpose, keyBytes))
}

/** Wraps a key with another: base64 of nonce (12 bytes, random), ciphertext (as long as the key) and tag (16). `binding` is authenticated with it. */
export function wrapKey(wrappingKey: Uint8Array, key: Uint8Array, binding: string): string {
  const nonce = randomBytes(nonceBytes)
  const cipher = createCipheriv('aes-256-gcm', wrappingKey, nonce, { authTagLength: tagBytes })
  cipher.setAAD(Buffer.from(binding, 'utf8'))
  return Buffer.concat([nonce, cipher.update(key), cipher.final(), cipher.getAuthTag()]).toString('base64')
}

/** Undoes `wrapKey` for a key of `keyBytes`; null when the wrapping key or the binding is another, or a byte was changed. */
export function unwrapKey(wrappingKey: Uint8Array, wrapped: string, binding: string): Buffer | null {
  const key = openSealed(wrappingKey, wrapped, binding)
  return key?.length === keyBytes ? key : null
}

/** Undoes `wrapKey` for bytes of any length; null as `unwrapKey`. */
export function openSealed(wrappingKey: Uint8Array, wrapped: string, binding: string): Buffer | null {
  const bytes = Buffer.from(wrapped, 'base64')
  if (bytes.length < nonceBytes + tagBytes) return null
  const decipher = createDecipheriv('aes-256-gcm', wrappingKey, bytes.subarray(0, nonceBytes), {
    authTagLength: tagBytes,
  })
  const tagAt = bytes.length - tagBytes
  decipher.setAAD(Buffer.from(binding, 'utf8'))
  decipher.setAuthTag(bytes.subarray(tagAt))
  try {
    return Buffer.concat([decipher.update(bytes.subarray(nonceBytes, tagAt)), decipher.final()])
  } catch {
    return null
  }
}
