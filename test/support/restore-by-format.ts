import { createDecipheriv, createHash, createHmac, hkdfSync, scryptSync } from 'node:crypto'
import fs from 'node:fs'
import path from 'node:path'
import { zstdDecompressSync } from 'node:zlib'

/** A secret of the vault, as FORMAT.md section 3 takes it. */
export type Secret =
  | { readonly kind: 'passphrase'; readonly passphrase: string }
  | { readonly kind: 'key_file' | 'keychain' | 'recovery_code'; readonly bytes: Uint8Array }

interface Slot {
  id: string
  kind: string
  salt: string
  scrypt: { n: number; r: number; p: number }
  wrapped: string
}

interface VaultFile {
  vaultId: string
  slots: Slot[]
}

interface ManifestFile {
  vaultId: string
  backup: { id: string; needs: { id: string; file: string }[] }
  image: { root: string; pageSize: number; pageCount: number }
  payload: { file: string; sha256: string; compression: string }
  pages: { sha256: string; bodyBytes: number }
  wrappedKey: string | null
  manifestMac: string | null
}

function must(holds: boolean, what: string): void {
  if (!holds) throw new Error(what)
}

function hkdf(key: Uint8Array, info: string): Buffer {
  return Buffer.from(hkdfSync('sha256', key, '', info, 32))
}

function gcm(key: Uint8Array, nonce: Uint8Array, aad: string, sealed: Uint8Array): Buffer {
  const decipher = createDecipheriv('aes-256-gcm', key, nonce)
  decipher.setAAD(Buffer.from(aad))
  decipher.setAuthTag(sealed.subarray(-16))
  return Buffer.concat([decipher.update(sealed.subarray(0, -16)), decipher.final()])
}

function unwrap(key: Uint8Array, aad: string, wrapped: string): Buffer {
  const bytes = Buffer.from(wrapped, 'base64')
  return gcm(key, bytes.subarray(0, 12), aad, bytes.subarray(12))
}

function sha256(bytes: Uint8Array): string {
  return createHash('sha256').update(bytes).digest('hex')
}

/** Section 2: the seal is in the line before the last. */
function sealed(file: string): { text: string; value: unknown } {
  const text = fs.readFileSync(file, 'utf8')
  const lines = text.split('\n')
  const head = `${lines.slice(0, -3).join('\n')}\n`
  must(lines.at(-3)?.includes(sha256(Buffer.from(head))) === true, `the seal of ${file}`)
  return { text, value: JSON.parse(text) }
}

/** Section 3. */
function vaultKeyOf(vault: VaultFile, secret: Secret): Buffer {
  const slot = vault.slots.find((one) => one.kind === secret.kind)
  if (slot === undefined) throw new Error('no slot for this kind of secret')
  const salt = Buffer.from(slot.salt, 'base64')
  const { n, r, p } = slot.scrypt ?? {}
  const key =
    secret.kind === 'passphrase'
      ? scryptSync(secret.passphrase.normalize('NFKC'), salt, 32, { N: n, r, p, maxmem: 2 ** 28 })
      : hkdf(Buffer.concat([salt, secret.bytes]), 'holdfast/slot/1')
  return unwrap(key, `holdfast/slot/1|${vault.vaultId}|${slot.id}|${slot.kind}`, slot.wrapped)
}

/** One stretch of the page map. */
interface Run {
  pages: number
  owner: number
  firstSlot: number
}

/** Section 6. */
function readPages(body: Buffer): { lengths: number[]; hashes: Buffer; pagesPerFrame: number; runs: Run[] } {
  must(body.toString('latin1', 0, 8) === 'HFPAGES1', 'the page index')
  must(sha256(body.subarray(0, -32)) === body.subarray(-32).toString('hex'), 'the digest of the page index')
  const [, pagesPerFrame = 0, , slots = 0, frames = 0, runCount = 0] = [0, 1, 2, 3, 4, 5].map((n) =>
    body.readUInt32BE(8 + 4 * n),
  )
  const runs = Array.from({ length: runCount }, (_, n) => ({
    pages: body.readUInt32BE(36 + 12 * n),
    owner: body.readUInt32BE(40 + 12 * n),
    firstSlot: body.readUInt32BE(44 + 12 * n),
  }))
  const table = 36 + 12 * runCount
  const lengths = Array.from({ length: frames }, (_, n) => body.readUInt32BE(table + 4 * n))
  const hashes = body.subarray(table + 4 * frames, table + 4 * frames + 32 * slots)
  return { lengths, hashes, pagesPerFrame, runs }
}

/** What one backup stores: its pages in the order of their slots, and its page map. */
interface Stored {
  manifest: ManifestFile
  runs: Run[]
  pages: Buffer
}

/** Sections 4 to 6: everything that one backup's own three files hold. */
function readStored(folder: string, manifestFile: string, vaultKey: Buffer | null): Stored {
  const { text, value } = sealed(path.join(folder, manifestFile))
  const manifest = value as ManifestFile
  const { vaultId, backup, image, payload, pages, wrappedKey, manifestMac } = manifest
  if (vaultKey !== null && manifestMac !== null) {
    const head = text.slice(0, text.indexOf('  "manifestMac"'))
    const mac = createHmac('sha256', hkdf(vaultKey, 'holdfast/manifest/1')).update(head).digest('hex')
    must(mac === manifestMac, 'the MAC')
  }
  const owner = `${vaultId}|${backup.id}`
  const dataKey =
    vaultKey === null || wrappedKey === null
      ? null
      : unwrap(hkdf(vaultKey, 'holdfast/data-key/1'), `holdfast/data-key/1|${owner}`, wrappedKey)

  const stored = fs.readFileSync(path.join(folder, `${payload.file}.pages`))
  must(sha256(stored) === pages.sha256, 'the SHA-256 of the page index')
  const clear =
    dataKey === null
      ? stored
      : gcm(hkdf(dataKey, 'holdfast/pages/1'), Buffer.alloc(12), `holdfast/pages/1|${owner}`, stored)
  const { lengths, hashes, pagesPerFrame, runs } = readPages(zstdDecompressSync(clear))
  must(pagesPerFrame === Math.floor(2 ** 20 / image.pageSize), 'the pages of a frame')

  const bytes = fs.readFileSync(path.join(folder, payload.file))
  must(sha256(bytes) === payload.sha256, 'the SHA-256 of the payload')
  let at = 0
  const frames = lengths.map((length, n) => {
    const frame = bytes.subarray(at, (at += length))
    const nonce = Buffer.alloc(12)
    nonce.writeBigUInt64BE(BigInt(n), 4)
    const opened =
      dataKey === null
        ? frame
        : gcm(hkdf(dataKey, 'holdfast/payload/1'), nonce, `holdfast/payload/1|${owner}|${n}`, frame)
    return payload.compression === 'zstd' ? zstdDecompressSync(opened) : opened
  })
  const slots = Buffer.concat(frames)
  for (let slot = 0; slot * 32 < hashes.length; slot += 1) {
    const hash = sha256(slots.subarray(slot * image.pageSize, (slot + 1) * image.pageSize))
    must(hash === hashes.toString('hex', slot * 32, slot * 32 + 32), `slot ${slot}`)
  }
  return { manifest, runs, pages: slots }
}

/**
 * Restores a backup with nothing of Holdfast: what FORMAT.md says, in its order. Returns the database's bytes.
 * For tests of that page; it holds everything in memory.
 */
export function restoreByFormat(folder: string, manifestFile: string, secret: Secret | null): Buffer {
  const vault = sealed(path.join(folder, '.holdfast/vault.json')).value as VaultFile
  const vaultKey = secret === null ? null : vaultKeyOf(vault, secret)
  const own = readStored(folder, manifestFile, vaultKey)
  const { backup, image } = own.manifest
  const needed = backup.needs.map(({ id, file }) => {
    const one = readStored(folder, `${file}.manifest.json`, vaultKey)
    must(one.manifest.backup.id === id, `the needed backup ${id}`)
    return one
  })
  const owners = [own, ...needed]
  const { pageSize, pageCount } = image
  const parts = own.runs.map(({ pages, owner, firstSlot }) =>
    owners[owner]?.pages.subarray(firstSlot * pageSize, (firstSlot + pages) * pageSize),
  )
  const database = Buffer.concat(parts.filter((part) => part !== undefined))
  must(database.length === pageSize * pageCount, 'the size of the image')
  const hashes = Array.from({ length: pageCount }, (_, n) =>
    createHash('sha256')
      .update(database.subarray(n * pageSize, (n + 1) * pageSize))
      .digest(),
  )
  must(sha256(Buffer.concat(hashes)) === image.root, 'the root')
  return database
}
