import { createCipheriv, createDecipheriv, createHash } from 'node:crypto'
import { constants, zstdCompressSync, zstdDecompressSync } from 'node:zlib'

import { subKey } from './key-wrapping.ts'
import { decodePageIndex, encodePageIndex, type PageIndex } from './page-index.ts'
import { SealError } from './sealed-json.ts'

/** Whose page index it is, and the backup's data key if it is encrypted. */
export interface PageIndexBinding {
  readonly vaultId: string
  readonly backupId: string
  readonly dataKey: Uint8Array | null
}

/** What the manifest says of the page index file. */
export interface PageIndexFacts {
  readonly sizeBytes: number
  /** Bytes after decompression: looked at before memory is taken. */
  readonly bodyBytes: number
  readonly sha256: string
}

const tagBytes = 16
/** All zero: the key is used for this one message. */
const nonce = Buffer.alloc(12)

function keyAndBinding({ vaultId, backupId }: PageIndexBinding, dataKey: Uint8Array): [Buffer, Buffer] {
  return [subKey(dataKey, 'holdfast/pages/1'), Buffer.from(`holdfast/pages/1|${vaultId}|${backupId}`, 'utf8')]
}

function encrypt(binding: PageIndexBinding, dataKey: Uint8Array, clear: Uint8Array): Buffer {
  const [key, additional] = keyAndBinding(binding, dataKey)
  const cipher = createCipheriv('aes-256-gcm', key, nonce, { authTagLength: tagBytes })
  cipher.setAAD(additional)
  return Buffer.concat([cipher.update(clear), cipher.final(), cipher.getAuthTag()])
}

function decrypt(binding: PageIndexBinding, dataKey: Uint8Array, stored: Uint8Array): Buffer {
  const [key, additional] = keyAndBinding(binding, dataKey)
  if (stored.length < tagBytes) throw new SealError('it is too short to be encrypted')
  const decipher = createDecipheriv('aes-256-gcm', key, nonce, { authTagLength: tagBytes })
  decipher.setAAD(additional)
  decipher.setAuthTag(stored.subarray(stored.length - tagBytes))
  try {
    const clear = decipher.update(stored.subarray(0, stored.length - tagBytes))
    decipher.final()
    return clear
  } catch {
    throw new SealError('it does not decrypt: a byte of it was changed, or it belongs elsewhere')
  }
}

/** The bytes of a page index file: zstd, then AES-256-GCM if there is a key; and what the manifest must say of them. */
export function sealPageIndex(
  index: PageIndex,
  binding: PageIndexBinding,
): { readonly bytes: Uint8Array; readonly facts: PageIndexFacts } {
  const body = encodePageIndex(index)
  const compressed = zstdCompressSync(body, {
    pledgedSrcSize: body.length,
    params: { [constants.ZSTD_c_compressionLevel]: 3 },
  })
  const bytes = binding.dataKey === null ? compressed : encrypt(binding, binding.dataKey, compressed)
  const sha256 = createHash('sha256').update(bytes).digest('hex')
  return { bytes, facts: { sizeBytes: bytes.length, bodyBytes: body.length, sha256 } }
}

function decompress(compressed: Uint8Array, facts: PageIndexFacts): Buffer {
  try {
    return zstdDecompressSync(compressed, { maxOutputLength: facts.bodyBytes })
  } catch (error) {
    throw new SealError('it does not decompress to its recorded size', { cause: error })
  }
}

/** Reads what `sealPageIndex` made. Throws SealError for anything else, also with more or fewer bytes. */
export function unsealPageIndex(
  bytes: Uint8Array,
  facts: PageIndexFacts,
  binding: PageIndexBinding,
): PageIndex {
  if (bytes.length !== facts.sizeBytes) {
    throw new SealError(`it has ${bytes.length} bytes and not the recorded ${facts.sizeBytes}`)
  }
  if (createHash('sha256').update(bytes).digest('hex') !== facts.sha256) {
    throw new SealError('its SHA-256 is not the recorded one')
  }
  const compressed = binding.dataKey === null ? bytes : decrypt(binding, binding.dataKey, bytes)
  const body = decompress(compressed, facts)
  if (body.length !== facts.bodyBytes) throw new SealError('it does not decompress to its recorded size')
  return decodePageIndex(body)
}
