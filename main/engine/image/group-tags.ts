import { createCipheriv, createSecretKey, randomBytes, type KeyObject } from 'node:crypto'

/**
 * Bytes of image in a group: neighbouring pages that have one tag together. Measured: of smaller groups the calls cost more than
 * is hashed in vain of larger ones when one page in a hundred has changed. Every page size divides it, and it divides a frame.
 */
export const groupBytes = 64 << 10
/** Bytes of a group's tag. */
export const groupTagBytes = 16
/** Bytes of the key that tags are made with. */
export const tagKeyBytes = 32

/**
 * Makes the tags of an image's groups: GMAC (AES-256-GCM over nothing, with the group as additional data), the group's number as
 * the nonce. Any two different contents of a group, whoever chose them, have the same tag with a probability of at most
 * (16-byte blocks in a group + 1) / 2^128 = 4097 / 2^128 over the choice of the key, as long as whoever chose them knows nothing of it.
 * One key serves the tags of one image and those of the images that are compared with it, so nonces come again: that would give the
 * differences of tags away, and with them the hash key, to somebody who has the tags; but they lie beside the key, in one private
 * file, and authenticate nothing.
 */
export class GroupTagger {
  readonly #key: KeyObject
  readonly #nonce = Buffer.alloc(12)

  constructor(key: Uint8Array) {
    this.#key = createSecretKey(key)
  }

  /** The tag of group `group` (the first is 0): 16 bytes. */
  tag(group: number, bytes: Uint8Array): Buffer {
    this.#nonce.writeBigUInt64BE(BigInt(group), 4)
    const cipher = createCipheriv('aes-256-gcm', this.#key, this.#nonce, { authTagLength: groupTagBytes })
    cipher.setAAD(bytes)
    cipher.final()
    return cipher.getAuthTag()
  }
}

/** A key for the tags of one image. */
export function newTagKey(): Buffer {
  return randomBytes(tagKeyBytes)
}

/** Groups of so many bytes; the last may be shorter. */
export function groupCountOf(imageBytes: number): number {
  return Math.ceil(imageBytes / groupBytes)
}
