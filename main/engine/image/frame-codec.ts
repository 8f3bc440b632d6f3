import { createCipheriv, createDecipheriv, hash } from 'node:crypto'
import { constants, zstdCompressSync, zstdDecompressSync } from 'node:zlib'

/** How the frames of one payload are made. Plain data: it crosses to worker threads. */
export interface FrameForm {
  readonly vaultId: string
  readonly backupId: string
  readonly pageSize: number
  readonly compression: 'zstd' | 'none'
  /** Used when encoding only. */
  readonly compressionLevel: number
  /** The payload's own key, 32 bytes; null when it is not encrypted. */
  readonly key: Uint8Array | null
}

/** Why a frame can't be what was stored, in words that end a sentence. */
export class FrameError extends Error {}

/** Bytes of one page's SHA-256. */
export const pageHashBytes = 32
/** Bytes of image in a frame, and so the most memory that one takes. A page is at most 64 KiB. */
export const frameLimitBytes = 1 << 20
const tagBytes = 16

/** Pages in each frame but the last. */
export function pagesPerFrameOf(pageSize: number): number {
  return Math.max(1, Math.floor(frameLimitBytes / pageSize))
}

/** The SHA-256 of each page, one after the other. */
export function hashPages(pages: Uint8Array, pageSize: number): Uint8Array {
  const count = pages.length / pageSize
  const hashes = Buffer.allocUnsafeSlow(count * pageHashBytes)
  for (let page = 0; page < count; page += 1) {
    // A digest as a string is half as slow as one as a Buffer: no object with a finalizer is made for each page.
    const digest = hash('sha256', pages.subarray(page * pageSize, (page + 1) * pageSize), 'binary')
    hashes.write(digest, page * pageHashBytes, 'latin1')
  }
  return hashes
}

/** The frame number, big-endian, in the last 8 of 12 bytes. Never used twice with one key: each backup has its own. */
function nonceOf(frameNumber: number): Buffer {
  const nonce = Buffer.alloc(12)
  nonce.writeBigUInt64BE(BigInt(frameNumber), 4)
  return nonce
}

function bindingOf(form: FrameForm, frameNumber: number): Buffer {
  return Buffer.from(`holdfast/payload/1|${form.vaultId}|${form.backupId}|${frameNumber}`, 'utf8')
}

function encrypt(form: FrameForm, key: Uint8Array, frameNumber: number, clear: Uint8Array): Uint8Array {
  const cipher = createCipheriv('aes-256-gcm', key, nonceOf(frameNumber), { authTagLength: tagBytes })
  cipher.setAAD(bindingOf(form, frameNumber))
  return Buffer.concat([cipher.update(clear), cipher.final(), cipher.getAuthTag()])
}

function decrypt(form: FrameForm, key: Uint8Array, frameNumber: number, stored: Uint8Array): Uint8Array {
  if (stored.length < tagBytes) throw new FrameError('is too short to be encrypted')
  const decipher = createDecipheriv('aes-256-gcm', key, nonceOf(frameNumber), { authTagLength: tagBytes })
  decipher.setAAD(bindingOf(form, frameNumber))
  decipher.setAuthTag(stored.subarray(stored.length - tagBytes))
  try {
    const clear = decipher.update(stored.subarray(0, stored.length - tagBytes))
    decipher.final()
    return clear
  } catch {
    throw new FrameError('does not decrypt: a byte of it was changed, or it belongs elsewhere')
  }
}

function compress(pages: Uint8Array, level: number): Uint8Array {
  return zstdCompressSync(pages, {
    // One chunk holds the whole result, so nothing is put together from pieces of 16 KiB.
    chunkSize: pages.length + 4096,
    pledgedSrcSize: pages.length,
    params: { [constants.ZSTD_c_compressionLevel]: level },
  })
}

function decompress(compressed: Uint8Array, imageBytes: number): Uint8Array {
  try {
    return zstdDecompressSync(compressed, {
      chunkSize: Math.max(1024, imageBytes),
      maxOutputLength: imageBytes,
    })
  } catch (error) {
    const tooMuch = (error as NodeJS.ErrnoException).code === 'ERR_BUFFER_TOO_LARGE'
    throw new FrameError(tooMuch ? 'holds more than it should' : 'does not decompress', { cause: error })
  }
}

/** A frame's bytes before encryption, and the level that made them. */
interface Compressed {
  readonly bytes: Uint8Array
  readonly level: number
}

function compressByForm(form: FrameForm, pages: Uint8Array, cheaperLevel: number | null): Compressed {
  const { compression, compressionLevel: level } = form
  if (compression === 'none') return { bytes: pages, level }
  const asked = { bytes: compress(pages, level), level }
  if (cheaperLevel === null) return asked
  const cheaper = { bytes: compress(pages, cheaperLevel), level: cheaperLevel }
  return cheaper.bytes.length <= asked.bytes.length ? cheaper : asked
}

/** A stored frame. */
export interface StoredFrame {
  readonly stored: Uint8Array
  /** The zstd level that made it. */
  readonly level: number
}

/**
 * One frame as it is stored: whole pages, compressed, then encrypted, each if the form says so. `cheaperLevel` is tried beside
 * the form's level, and kept where it stores no more.
 */
export function encodeFrame(
  form: FrameForm,
  frameNumber: number,
  pages: Uint8Array,
  cheaperLevel: number | null = null,
): StoredFrame {
  const { bytes, level } = compressByForm(form, pages, cheaperLevel)
  const stored = form.key === null ? bytes : encrypt(form, form.key, frameNumber, bytes)
  return { stored, level }
}

/** Undoes `encodeFrame`; takes no more memory than the frame may hold. Throws FrameError when it is not exactly `imageBytes`. */
export function decodeFrame(
  form: FrameForm,
  frameNumber: number,
  stored: Uint8Array,
  imageBytes: number,
): Uint8Array {
  const compressed = form.key === null ? stored : decrypt(form, form.key, frameNumber, stored)
  const pages = form.compression === 'zstd' ? decompress(compressed, imageBytes) : compressed
  if (pages.length !== imageBytes) throw new FrameError(`holds ${pages.length} bytes and not ${imageBytes}`)
  return pages
}
