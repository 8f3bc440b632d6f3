#!/usr/bin/env node
// oxlint-disable max-lines -- one file, so that it can be copied, printed and kept
// Lists, verifies and restores the backups of a Holdfast vault from the vault and its key alone. Needs Node 22.15 or newer, nothing else.
// The format is described in FORMAT.md; the sections that are named here are those of that page. This program changes nothing in a vault.
import { createDecipheriv, createHash, createHmac, hkdfSync, scryptSync } from 'node:crypto'
import fs from 'node:fs'
import path from 'node:path'
import readline from 'node:readline'
import { Writable } from 'node:stream'
import { pathToFileURL } from 'node:url'
import * as zlib from 'node:zlib'

const usage = `Usage: node holdfast-restore.mjs COMMAND ... [KEY] [--json]

  list    VAULT                       every backup, newest first
  verify  VAULT [BACKUP]              rebuild one backup, or all, in memory of one frame, and compare
  restore VAULT BACKUP --to FILE      rebuild a backup into a new file, and compare what was written
  unpack  ARCHIVE --to FOLDER         unpack an archive of the complete system: FOLDER is a vault then

  BACKUP  its id, the beginning of it, its file, or a database's name for its newest backup
  KEY     --passphrase-file FILE | --key-file FILE | --recovery-code-file FILE | --keychain-secret-file FILE
          (- is standard input); where none is given and the vault is encrypted, the passphrase or recovery code is asked for

Exit status: 0 done, 1 failed or damaged, 2 wrong use.
`

/** What is told to a person; everything else is a defect. */
class Refusal extends Error {
  /** @param {string} message @param {number} [status] */
  constructor(message, status = 1) {
    super(message)
    this.status = status
  }
}

/** @param {unknown} holds @param {string} what */
function must(holds, what) {
  if (!holds) throw new Refusal(what)
}

const hkdf = (key, info) => Buffer.from(hkdfSync('sha256', key, '', info, 32))
const sha256 = (bytes) => createHash('sha256').update(bytes).digest()

/** GCM of the page's head: ciphertext, then a tag of 16 bytes. */
function openSealed(key, nonce, aad, sealed) {
  const decipher = createDecipheriv('aes-256-gcm', key, nonce, { authTagLength: 16 })
  decipher.setAAD(Buffer.from(aad))
  decipher.setAuthTag(sealed.subarray(-16))
  return Buffer.concat([decipher.update(sealed.subarray(0, -16)), decipher.final()])
}

/** Null where the key is another one. */
function unwrap(key, aad, wrapped) {
  const bytes = Buffer.from(wrapped, 'base64')
  try {
    return openSealed(key, bytes.subarray(0, 12), aad, bytes.subarray(12))
  } catch {
    return null
  }
}

// ---- section 2: sealed JSON

function readSealed(bytes, name, what) {
  const text = bytes.toString('utf8')
  const value = JSON.parse(text)
  must(`${JSON.stringify(value, null, 2)}\n` === text, `${what} is not in its one form`)
  const at = text.lastIndexOf(`\n  "${name}": `) + 1
  must(
    sha256(Buffer.from(text.slice(0, at))).toString('hex') === value[name],
    `the seal of ${what} does not fit`,
  )
  return { text, value }
}

function checkMac(text, value, name, purpose, keys, what) {
  if (keys.length === 0) return
  const head = text.slice(0, text.lastIndexOf(`\n  "${name}": `) + 1)
  const fits = keys.some(
    (key) => createHmac('sha256', hkdf(key, purpose)).update(head).digest('hex') === value[name],
  )
  must(fits, `${what} was not written with this vault's key`)
}

// ---- section 3: the vault and its keys

const digits = '0123456789ABCDEFGHJKMNPQRSTVWXYZ'
const doubled = (value) => (value > 15 ? (value << 1) ^ 37 : value << 1)

/** The 35 characters of a recovery code; says which group is mistyped. */
function readCode(typed) {
  const text = typed
    .toUpperCase()
    .replaceAll('O', '0')
    .replace(/[IL]/g, '1')
    .replace(/[^0-9A-Z]/g, '')
  must(text.length === 35, `a recovery code has 35 characters; this one has ${text.length}`)
  for (let group = 0; group < 7; group += 1) {
    const values = Array.from(text.slice(group * 5, group * 5 + 5), (one) => digits.indexOf(one))
    const check = doubled(values.slice(0, 4).reduce((sum, value) => doubled(sum) ^ value, group + 1))
    must(!values.includes(-1) && check === values[4], `group ${group + 1} of the recovery code is mistyped`)
  }
  return Buffer.from(text)
}

/** @returns {{kind: string, passphrase?: string, bytes?: Buffer}} */
function secretFrom(kind, content) {
  const text = content
    .toString('utf8')
    .replace(/^\uFEFF/, '')
    .replace(/\r?\n$/, '')
  if (kind === 'passphrase') return { kind, passphrase: text }
  if (kind === 'recovery_code') return { kind, bytes: readCode(text) }
  return { kind, bytes: kind === 'keychain' ? Buffer.from(text.trim(), 'base64') : content }
}

function slotKey(secret, slot) {
  const salt = Buffer.from(slot.salt, 'base64')
  if (secret.kind !== 'passphrase') return hkdf(Buffer.concat([salt, secret.bytes]), 'holdfast/slot/1')
  const { n, r, p } = slot.scrypt
  must(n <= 2 ** 22 && r <= 32 && p <= 16, 'the key derivation of the vault asks for too much')
  const maxmem = 128 * n * r + 128 * r * p + (1 << 20)
  return scryptSync(secret.passphrase.normalize('NFKC'), salt, 32, { N: n, r, p, maxmem })
}

function readVault(folder) {
  const reasons = []
  for (const name of ['vault.json', 'vault-copy.json']) {
    try {
      const bytes = fs.readFileSync(path.join(folder, '.holdfast', name))
      const { value } = readSealed(bytes, 'sha256', name)
      must(value.formatVersion <= 2, 'the vault is of a newer version: use a newer kit')
      return value
    } catch (error) {
      reasons.push(error.message)
    }
  }
  throw new Refusal(`${folder} is no vault that can be read: ${reasons.join('; ')}`)
}

/** The vault key, then the older ones that it has wrapped. */
function keysOf(vault, secret) {
  const fitting = vault.slots.filter(({ kind }) => kind === secret.kind)
  must(fitting.length > 0, `the vault has no ${secret.kind.replace('_', ' ')}`)
  for (const slot of fitting) {
    const binding = `holdfast/slot/1|${vault.vaultId}|${slot.id}|${slot.kind}`
    const key = unwrap(slotKey(secret, slot), binding, slot.wrapped)
    if (key === null) continue
    const wrapping = hkdf(key, 'holdfast/older-key/1')
    const older = (vault.olderKeys ?? []).map(({ id, wrapped }) =>
      unwrap(wrapping, `holdfast/older-key/1|${vault.vaultId}|${id}`, wrapped),
    )
    must(!older.includes(null), 'an older key of the vault does not open')
    return [key, ...older]
  }
  throw new Refusal('this key does not open the vault')
}

// ---- section 4: manifests

const payloadPattern = /^(daily|weekly|monthly|pre_update|manual|continuous)\/[^/\\\0]+$/

function readManifest(vault, folder, file, keys) {
  const { text, value } = readSealed(fs.readFileSync(path.join(folder, file)), 'manifestSha256', file)
  must(value.formatVersion === 1, `${file} is of a newer version: use a newer kit`)
  must(value.vaultId === vault.vaultId, `${file} belongs to another vault`)
  must(
    payloadPattern.test(value.payload.file) && `${value.payload.file}.manifest.json` === file,
    `${file} is not beside its payload`,
  )
  must(
    value.backup.needs.every((need) => payloadPattern.test(need.file)),
    `${file} leads out of the vault`,
  )
  checkMac(text, value, 'manifestMac', 'holdfast/manifest/1', keys, file)
  return value
}

function manifestFiles(folder) {
  const inFolder = (name) =>
    fs.existsSync(path.join(folder, name))
      ? fs.readdirSync(path.join(folder, name)).map((one) => `${name}/${one}`)
      : []
  const folders = ['daily', 'weekly', 'monthly', 'pre_update', 'manual', 'continuous']
  return folders
    .flatMap(inFolder)
    .filter((file) => file.endsWith('.manifest.json') && !path.basename(file).startsWith('.'))
}

/** Every manifest, newest first; those that can't be read have `problem`. */
function listBackups(vault, folder, keys) {
  const read = manifestFiles(folder).map((file) => {
    try {
      return { file, manifest: readManifest(vault, folder, file, keys), problem: null }
    } catch (error) {
      return { file, manifest: null, problem: error.message }
    }
  })
  const taken = ({ manifest }) => manifest?.backup.takenAt ?? ''
  return read.toSorted((one, other) => (taken(one) < taken(other) ? 1 : -1))
}

function findBackup(backups, called) {
  const whole = backups.filter(({ manifest }) => manifest !== null)
  const ofDatabase = whole.find(({ manifest }) => manifest.backup.database === called)
  const meant = whole.filter(
    ({ manifest: { backup, payload } }) =>
      backup.id.startsWith(called) || payload.file === called || path.basename(payload.file) === called,
  )
  if (ofDatabase !== undefined && meant.length === 0) return ofDatabase.manifest
  must(
    meant.length === 1,
    meant.length === 0 ? `no backup is called ${called}` : `${called} can be several backups`,
  )
  return meant[0].manifest
}

// ---- sections 5 and 6: page index and payload

function dataKeyOf(manifest, keys) {
  if (manifest.wrappedKey === null) return null
  must(keys.length > 0, `${manifest.payload.file} is encrypted: a key is needed`)
  const binding = `holdfast/data-key/1|${manifest.vaultId}|${manifest.backup.id}`
  for (const key of keys) {
    const opened = unwrap(hkdf(key, 'holdfast/data-key/1'), binding, manifest.wrappedKey)
    if (opened !== null) return opened
  }
  throw new Refusal(`the key of ${manifest.payload.file} does not unwrap`)
}

function readIndex(folder, manifest, dataKey) {
  const { payload, pages, image, backup, vaultId } = manifest
  const what = `the page index of ${payload.file}`
  const stored = fs.readFileSync(path.join(folder, `${payload.file}.pages`))
  must(sha256(stored).toString('hex') === pages.sha256, `${what} is damaged`)
  const clear =
    dataKey === null
      ? stored
      : openSealed(
          hkdf(dataKey, 'holdfast/pages/1'),
          Buffer.alloc(12),
          `holdfast/pages/1|${vaultId}|${backup.id}`,
          stored,
        )
  const body = zlib.zstdDecompressSync(clear, { maxOutputLength: pages.bodyBytes })
  must(body.toString('latin1', 0, 8) === 'HFPAGES1', `${what} is none`)
  must(sha256(body.subarray(0, -32)).equals(body.subarray(-32)), `${what} is damaged`)
  const [pageSize, pagesPerFrame, pageCount, slotCount, frameCount, runCount] = [0, 1, 2, 3, 4, 5].map((n) =>
    body.readUInt32BE(8 + 4 * n),
  )
  must(pageSize === image.pageSize && pageCount === image.pageCount, `${what} does not fit its manifest`)
  const runs = Array.from({ length: runCount }, (_, n) =>
    [0, 4, 8].map((at) => body.readUInt32BE(36 + 12 * n + at)),
  )
  const table = 36 + 12 * runCount
  const lengths = Array.from({ length: frameCount }, (_, n) => body.readUInt32BE(table + 4 * n))
  const hashesAt = table + 4 * frameCount
  return {
    pagesPerFrame,
    slotCount,
    runs,
    lengths,
    hashes: body.subarray(hashesAt, hashesAt + 32 * slotCount),
  }
}

/** Calls `take` with the pages of each frame that `isWanted`. */
function readFrames(folder, manifest, index, dataKey, isWanted, take) {
  const { payload, image, backup, vaultId } = manifest
  const key = dataKey === null ? null : hkdf(dataKey, 'holdfast/payload/1')
  const descriptor = fs.openSync(path.join(folder, payload.file), 'r')
  try {
    let at = 0
    index.lengths.forEach((length, n) => {
      const from = at
      at += length
      if (!isWanted(n)) return
      const stored = Buffer.alloc(length)
      must(fs.readSync(descriptor, stored, 0, length, from) === length, `${payload.file} is too short`)
      const nonce = Buffer.alloc(12)
      nonce.writeBigUInt64BE(BigInt(n), 4)
      const clear =
        key === null
          ? stored
          : openSealed(key, nonce, `holdfast/payload/1|${vaultId}|${backup.id}|${n}`, stored)
      const limit = index.pagesPerFrame * image.pageSize
      take(
        n,
        payload.compression === 'zstd' ? zlib.zstdDecompressSync(clear, { maxOutputLength: limit }) : clear,
      )
    })
    must(fs.fstatSync(descriptor).size === at, `${payload.file} is not as long as its frames`)
  } finally {
    fs.closeSync(descriptor)
  }
}

/** Which pages of the image each slot of an owner is. -1: none. */
function pagesOfSlots(index, slotCount, owner) {
  const pages = new Int32Array(slotCount).fill(-1)
  let page = 0
  for (const [count, of, first] of index.runs) {
    if (of === owner) for (let n = 0; n < count; n += 1) pages[first + n] = page + n
    page += count
  }
  return pages
}

/**
 * Section 7. Hands every page of the image to `put`, each once, after its SHA-256 was compared, and compares the root at the end. Holds one frame and the
 * hashes of the pages in memory.
 */
function rebuild(vault, folder, manifest, keys, put) {
  const { pageSize, pageCount, root } = manifest.image
  const own = readIndex(folder, manifest, dataKeyOf(manifest, keys))
  const hashes = Buffer.alloc(32 * pageCount)
  let found = 0
  const owners = [
    () => manifest,
    ...manifest.backup.needs.map(({ id, file }) => () => {
      const needed = readManifest(vault, folder, `${file}.manifest.json`, keys)
      must(needed.backup.id === id, `${file} is not the backup that is needed`)
      return needed
    }),
  ]
  owners.forEach((read, owner) => {
    const stored = read()
    const dataKey = dataKeyOf(stored, keys)
    const index = owner === 0 ? own : readIndex(folder, stored, dataKey)
    const pages = pagesOfSlots(own, index.slotCount, owner)
    const perFrame = index.pagesPerFrame
    const isWanted = (n) =>
      owner === 0 || pages.subarray(n * perFrame, (n + 1) * perFrame).some((page) => page >= 0)
    readFrames(folder, stored, index, dataKey, isWanted, (n, bytes) => {
      for (let at = 0; at * pageSize < bytes.length; at += 1) {
        const slot = n * perFrame + at
        const page = bytes.subarray(at * pageSize, (at + 1) * pageSize)
        const hash = sha256(page)
        must(
          hash.equals(index.hashes.subarray(slot * 32, slot * 32 + 32)),
          `page ${slot} of ${stored.payload.file} is damaged`,
        )
        if ((pages[slot] ?? -1) < 0) continue
        hash.copy(hashes, 32 * pages[slot])
        found += 1
        put(page, pages[slot])
      }
    })
  })
  must(found === pageCount, `${pageCount - found} of ${pageCount} pages were not found`)
  must(
    sha256(hashes).toString('hex') === root,
    'what was rebuilt is not what was backed up: the root differs',
  )
}

function rootOfFile(descriptor, pageSize, pageCount) {
  const root = createHash('sha256')
  const page = Buffer.alloc(pageSize)
  for (let n = 0; n < pageCount; n += 1) {
    must(fs.readSync(descriptor, page, 0, pageSize, n * pageSize) === pageSize, 'the new file is too short')
    root.update(sha256(page))
  }
  return root.digest('hex')
}

function restoreTo(vault, folder, manifest, keys, to) {
  for (const name of [to, `${to}-wal`, `${to}-journal`])
    must(!fs.existsSync(name), `${name} is there already: nothing is replaced`)
  const { pageSize, pageCount, root } = manifest.image
  const unfinished = `${to}.unfinished-${process.pid}`
  const descriptor = fs.openSync(unfinished, 'wx+', 0o600)
  try {
    rebuild(vault, folder, manifest, keys, (page, n) =>
      fs.writeSync(descriptor, page, 0, pageSize, n * pageSize),
    )
    fs.fsyncSync(descriptor)
    must(fs.fstatSync(descriptor).size === pageSize * pageCount, 'the new file is of another size')
    must(
      rootOfFile(descriptor, pageSize, pageCount) === root,
      'what was written does not read back as it was backed up',
    )
    fs.closeSync(descriptor)
    fs.renameSync(unfinished, to)
  } catch (error) {
    fs.rmSync(unfinished, { force: true })
    throw error
  }
}

// ---- section 8: archives of the complete system

/** The members of a tar, as they come: headers with `size` bytes after them. */
async function* tarMembers(chunks) {
  let held = Buffer.alloc(0)
  const iterator = chunks[Symbol.asyncIterator]()
  const take = async (count) => {
    while (held.length < count) {
      const { value, done } = await iterator.next()
      must(!done, 'the archive ends too early')
      held = Buffer.concat([held, value])
    }
    const bytes = held.subarray(0, count)
    held = held.subarray(count)
    return bytes
  }
  let longName = null
  let longSize = null
  for (;;) {
    const header = await take(512)
    if (header.every((byte) => byte === 0)) return
    const text = (from, to) => header.toString('utf8', from, to).replace(/\0.*$/s, '')
    const size = longSize ?? Number.parseInt(text(124, 136).trim() || '0', 8)
    const type = text(156, 157)
    const prefix = text(345, 500)
    const name = longName ?? (prefix === '' ? text(0, 100) : `${prefix}/${text(0, 100)}`)
    const padding = (512 - (size % 512)) % 512
    if (type === 'x') {
      const fields = (await take(size)).toString('utf8')
      longName = /^\d+ path=(.*)$/m.exec(fields)?.[1] ?? null
      const large = /^\d+ size=(\d+)$/m.exec(fields)?.[1]
      longSize = large === undefined ? null : Number(large)
      await take(padding)
      continue
    }
    must(type === '0' || type === '', `${name} in the archive is no ordinary file`)
    longName = null
    longSize = null
    let left = size
    yield {
      name,
      size,
      async *content() {
        while (left > 0) {
          const part = await take(Math.min(left, 1 << 20))
          left -= part.length
          yield part
        }
      },
    }
    must(left === 0, 'a member was not read')
    await take(padding)
  }
}

async function bytesOf(member) {
  must(member.size <= 64 << 20, `${member.name} is too large`)
  const parts = []
  for await (const part of member.content()) parts.push(Buffer.from(part))
  return Buffer.concat(parts)
}

async function unpackMember(member, listed, to) {
  const { name, size } = member
  must(listed !== undefined && listed.sizeBytes === size, `${name} is not what the archive lists`)
  must(!path.isAbsolute(name) && !name.split(/[/\\]/).includes('..'), `${name} leads out of the folder`)
  const file = path.join(to, name)
  fs.mkdirSync(path.dirname(file), { recursive: true, mode: 0o700 })
  const descriptor = fs.openSync(file, 'wx', 0o600)
  const digest = createHash('sha256')
  try {
    for await (const part of member.content()) {
      digest.update(part)
      fs.writeSync(descriptor, part)
    }
    fs.fsyncSync(descriptor)
  } finally {
    fs.closeSync(descriptor)
  }
  must(digest.digest('hex') === listed.sha256, `${name} in the archive is damaged`)
}

/** Unpacks into a folder that is new or empty; answers how many files. The MAC is checked once the vault in it can be opened. */
async function unpack(archive, to) {
  must(!fs.existsSync(to) || fs.readdirSync(to).length === 0, `${to} is not empty`)
  const gunzip = fs.createReadStream(archive).pipe(zlib.createGunzip())
  const left = new Map()
  let first = null
  for await (const member of tarMembers(gunzip)) {
    if (first === null) {
      must(member.name === 'system_manifest.json', `${archive} is no archive of a complete system`)
      first = readSealed(await bytesOf(member), 'sha256', member.name)
      must(first.value.formatVersion === 1, 'the archive is of a newer version: use a newer kit')
      for (const one of first.value.members) left.set(one.name, one)
      continue
    }
    await unpackMember(member, left.get(member.name), to)
    left.delete(member.name)
  }
  must(
    first !== null && left.size === 0,
    `the archive is not whole: ${[...left.keys()].slice(0, 3).join(', ')} is missing`,
  )
  return first
}

// ---- the command line

const keyOptions = {
  '--passphrase-file': 'passphrase',
  '--key-file': 'key_file',
  '--recovery-code-file': 'recovery_code',
  '--keychain-secret-file': 'keychain',
}

function parse(argv) {
  const parsed = { words: [], key: null, to: null, json: false }
  for (let at = 0; at < argv.length; at += 1) {
    const word = argv[at]
    const value = argv[at + 1]
    if (word === '--json') parsed.json = true
    else if (word === '--to' || word in keyOptions) {
      if (value === undefined) throw new Refusal(`${word} needs a value`, 2)
      if (word === '--to') parsed.to = value
      else parsed.key = { kind: keyOptions[word], file: value }
      at += 1
    } else if (word.startsWith('--')) throw new Refusal(`there is no option ${word}\n${usage}`, 2)
    else parsed.words.push(word)
  }
  return parsed
}

async function keysFor(vault, { key }, io) {
  if (vault.encryption === 'none') return []
  if (key !== null) {
    return keysOf(
      vault,
      secretFrom(key.kind, key.file === '-' ? await io.input() : fs.readFileSync(key.file)),
    )
  }
  const typed = ['passphrase', 'recovery_code'].filter((kind) =>
    vault.slots.some((slot) => slot.kind === kind),
  )
  must(typed.length > 0 && io.ask !== null, 'the vault is encrypted: name its key (--key-file FILE, …)')
  const answer = await io.ask(`${typed.join(' or ').replace('_', ' ')}: `)
  const isCode = /^([0-9a-z]{5}[\s-]*){7}$/i.test(answer.trim()) && typed.includes('recovery_code')
  return keysOf(vault, secretFrom(isCode ? 'recovery_code' : typed[0], Buffer.from(answer)))
}

const shown = ({ backup, image, payload }) => ({
  id: backup.id,
  database: backup.database,
  type: backup.type,
  label: backup.label,
  takenAt: backup.takenAt,
  sourceBytes: image.sourceBytes,
  root: image.root,
  file: payload.file,
})

function tell(io, { json }, value, text) {
  io.out(json ? `${JSON.stringify(value, null, 2)}\n` : text)
}

async function list(vault, folder, parsed, io) {
  // Without a key the seals are compared all the same; who wrote the manifests is then not proved.
  const keys = parsed.key === null ? [] : await keysFor(vault, parsed, io)
  const backups = listBackups(vault, folder, keys)
  const value = backups.map(({ file, manifest, problem }) =>
    manifest === null ? { file, problem } : shown(manifest),
  )
  const lines = value.map((one) =>
    'problem' in one
      ? `can not be read: ${one.file}: ${one.problem}\n`
      : `${one.id}  ${one.takenAt}  ${one.type}  ${one.database}  ${one.sourceBytes} bytes\n`,
  )
  tell(io, parsed, value, lines.join('') || 'no backups\n')
  return backups.some(({ problem }) => problem !== null) ? 1 : 0
}

async function verify(vault, folder, parsed, io) {
  const keys = await keysFor(vault, parsed, io)
  const backups = listBackups(vault, folder, keys)
  const called = parsed.words[2]
  const wanted =
    called === undefined ? backups : [{ manifest: findBackup(backups, called), problem: null, file: '' }]
  const value = wanted.map(({ file, manifest, problem }) => {
    if (manifest === null) return { file, problem }
    try {
      rebuild(vault, folder, manifest, keys, () => undefined)
      return { ...shown(manifest), problem: null }
    } catch (error) {
      return { ...shown(manifest), problem: error.message }
    }
  })
  const line = ({ file, problem }) =>
    `${problem === null ? 'proved' : 'DAMAGED'}  ${file}${problem === null ? '' : `: ${problem}`}\n`
  tell(io, parsed, value, value.map(line).join(''))
  return value.every(({ problem }) => problem === null) ? 0 : 1
}

async function restore(vault, folder, parsed, io) {
  const called = parsed.words[2]
  if (called === undefined || parsed.to === null) throw new Refusal(usage, 2)
  const keys = await keysFor(vault, parsed, io)
  const manifest = findBackup(listBackups(vault, folder, keys), called)
  restoreTo(vault, folder, manifest, keys, path.resolve(parsed.to))
  const { database, takenAt } = manifest.backup
  tell(
    io,
    parsed,
    { ...shown(manifest), to: path.resolve(parsed.to) },
    `${database} as it was at ${takenAt}: ${parsed.to}\n`,
  )
  return 0
}

async function unpackCommand(archive, parsed, io) {
  if (parsed.to === null) throw new Refusal(usage, 2)
  const { text, value } = await unpack(archive, parsed.to)
  if (parsed.key !== null) {
    const keys = await keysFor(readVault(parsed.to), parsed, io)
    checkMac(text, value, 'mac', 'holdfast/system/1', keys, archive)
  }
  tell(
    io,
    parsed,
    { databases: value.databases.length, to: parsed.to },
    `${value.databases.length} databases: ${parsed.to} is a vault now\n`,
  )
  return 0
}

/** Runs one command line and answers its exit status. `io` is where words go, and where a secret comes from. */
export async function run(argv, io) {
  try {
    must(typeof zlib.zstdDecompressSync === 'function', 'this needs Node 22.15 or newer')
    const parsed = parse(argv)
    const [command, place] = parsed.words
    const commands = { list, verify, restore }
    if (place === undefined || (command !== 'unpack' && !Object.hasOwn(commands, command)))
      throw new Refusal(usage, 2)
    if (command === 'unpack') return await unpackCommand(place, parsed, io)
    return await commands[command](readVault(place), place, parsed, io)
  } catch (error) {
    io.err(`${error.message.trimEnd()}\n`)
    return error.status ?? 1
  }
}

function askHidden(question) {
  process.stderr.write(question)
  const silent = new Writable({ write: (_chunk, _encoding, done) => done() })
  const lines = readline.createInterface({ input: process.stdin, output: silent, terminal: true })
  return new Promise((resolve) => {
    lines.question('', (answer) => {
      lines.close()
      process.stderr.write('\n')
      resolve(answer)
    })
  })
}

if (
  process.argv[1] !== undefined &&
  import.meta.url === pathToFileURL(fs.realpathSync(process.argv[1])).href
) {
  process.exitCode = await run(process.argv.slice(2), {
    out: (text) => process.stdout.write(text),
    err: (text) => process.stderr.write(text),
    input: async () => fs.readFileSync(0),
    ask: process.stdin.isTTY ? askHidden : null,
  })
}
