import fs from 'node:fs'
import path from 'node:path'
import { zstdDecompressSync } from 'node:zlib'

import Database from 'better-sqlite3'
import { describe, expect, it } from 'vitest'

import type { BackupRecord, StoredForm } from '../../../shared/domain/backup-record.ts'
import { faultOf, type Fault } from '../../../shared/domain/fault.ts'
import { listManifests, verifyBackup, type OpenFile, type VaultAccess } from '../../../main/engine/engine.ts'
import { openImage } from '../../../main/engine/image/image-reader.ts'
import { rebuildImage } from '../../../main/engine/image/rebuild-image.ts'
import { buildDatabase } from '../../support/database-builder.ts'
import {
  allForms,
  backupOf,
  compressedForm,
  encryptedForm,
  manifestFileOf,
  newVault,
  plainForm,
  quietRun,
  realPorts,
  sealedForm,
  storedBackup,
} from '../../support/engine-vault.ts'
import { rounds } from '../../support/rounds.ts'
import { tempFolder } from '../../support/temp-folder.ts'

const flips = rounds(2000)

/** Takes what is written and keeps nothing. */
const nowhere: OpenFile = {
  read: () => Promise.resolve(0),
  write: () => Promise.resolve(),
  sync: () => Promise.resolve(),
  truncate: () => Promise.resolve(),
  stat: () => Promise.reject(new Error('not asked for')),
  close: () => Promise.resolve(),
}

/** One stored backup and its three files, with their true bytes. */
interface Stored {
  readonly vault: VaultAccess
  readonly backup: BackupRecord
  readonly files: readonly { readonly path: string; readonly bytes: Buffer }[]
}

async function stored(form: StoredForm, rows: number, folder = tempFolder('damage')): Promise<Stored> {
  const source = path.join(folder, 'a.db')
  if (!fs.existsSync(source)) buildDatabase(source, { rows })
  const vault = await newVault(folder, form.encryption === 'none' ? 'none' : 'key_file')
  return storedIn(vault, source, form)
}

async function storedIn(vault: VaultAccess, source: string, form: StoredForm): Promise<Stored> {
  const backup = await storedBackup(backupOf(vault, source, { stored: form }))
  const files = ['', '.pages', '.manifest.json'].map((ending) => {
    const file = path.join(vault.folder, backup.file + ending)
    return { path: file, bytes: fs.readFileSync(file) }
  })
  return { vault, backup, files }
}

/** What verify and rebuild say; null for "all is well". */
async function judge({ vault, backup }: Stored): Promise<{ verify: Fault | null; rebuild: Fault | null }> {
  const manifestFile = manifestFileOf(backup)
  const request = { vault, manifestFile, threads: 0 }
  const verified = await verifyBackup(realPorts, request, quietRun()).catch((error: unknown) => {
    const fault = faultOf(error)
    // No verdict, and no success: the version’s digit was hit.
    if (fault?.code !== 'MANIFEST_TOO_NEW') throw error
    return { validation: { status: 'failed' }, fault } as const
  })
  const rebuild = await openImage(realPorts, vault, manifestFile)
    .then((reader) =>
      rebuildImage(realPorts, reader, nowhere, {
        threads: 0,
        signal: quietRun().signal,
        onProgress: () => undefined,
      }),
    )
    .then(
      () => null,
      (error: unknown) => faultOf(error) ?? Promise.reject(error as Error),
    )
  const verify = verified.validation.status === 'failed' ? (verified.fault ?? null) : null
  if ((verified.validation.status === 'failed') !== (verified.fault !== undefined)) {
    throw new Error('a failed verification has no fault, or a passed one has')
  }
  return { verify, rebuild }
}

async function expectRefused(one: Stored, what: string): Promise<void> {
  const { verify, rebuild } = await judge(one)
  const codes = ['BACKUP_DAMAGED', 'MANIFEST_DAMAGED', 'BACKUP_FILE_MISSING', 'MANIFEST_TOO_NEW']
  expect(codes, `verify, ${what}`).toContain(verify?.code)
  expect(codes, `rebuild, ${what}`).toContain(rebuild?.code)
}

/** The same numbers in every run. */
function numbers(seed: number): (below: number) => number {
  let state = seed
  return (below) => {
    state = (Math.imul(state, 1_664_525) + 1_013_904_223) >>> 0
    return Math.floor((state / 2 ** 32) * below)
  }
}

describe('a damaged backup', () => {
  it.each(allForms)('is found at every flipped bit: $compression, $encryption', async (form) => {
    const one = await stored(form, 40)
    expect(await judge(one)).toEqual({ verify: null, rebuild: null })
    const next = numbers(20_250_129)
    const total = one.files.reduce((sum, { bytes }) => sum + bytes.length, 0)
    for (let round = 0; round < flips / allForms.length; round += 1) {
      let at = next(total)
      const file = one.files.find(({ bytes }) => (at -= bytes.length) < 0)
      if (file === undefined) throw new Error('beyond the last file')
      const place = at + file.bytes.length
      const flipped = Buffer.from(file.bytes)
      flipped[place] = (flipped[place] ?? 0) ^ (1 << next(8))
      fs.writeFileSync(file.path, flipped)
      await expectRefused(one, `byte ${place} of ${path.basename(file.path)}`)
      fs.writeFileSync(file.path, file.bytes)
    }
    expect(await judge(one)).toEqual({ verify: null, rebuild: null })
  })

  it.each(allForms)(
    'is found when cut short, longer, empty or gone: $compression, $encryption',
    async (form) => {
      const one = await stored(form, 40)
      for (const { path: file, bytes } of one.files) {
        const cuts = [
          0,
          1,
          15,
          16,
          17,
          100,
          bytes.length >> 1,
          bytes.length - 16,
          bytes.length - 2,
          bytes.length - 1,
        ]
        for (const length of cuts) {
          fs.writeFileSync(file, bytes.subarray(0, length))
          await expectRefused(one, `${path.basename(file)} cut to ${length} bytes`)
        }
        for (const more of ['\0', '\n', ' ', 'x'.repeat(4096)]) {
          fs.writeFileSync(file, Buffer.concat([bytes, Buffer.from(more)]))
          await expectRefused(one, `${path.basename(file)} with ${more.length} bytes more`)
        }
        fs.rmSync(file)
        await expectRefused(one, `${path.basename(file)} gone`)
        fs.mkdirSync(file)
        const { verify } = await judge(one)
        expect(verify, `${path.basename(file)} is a folder`).not.toBeNull()
        fs.rmdirSync(file)
        fs.writeFileSync(file, bytes)
      }
      expect(await judge(one)).toEqual({ verify: null, rebuild: null })
    },
  )

  it('is found also where zstd itself does not care: the unused bit of a frame’s descriptor', async () => {
    const one = await stored(compressedForm, 40)
    const [payload] = one.files
    if (payload === undefined) throw new Error('no payload')
    const flipped = Buffer.from(payload.bytes)
    flipped[4] = (flipped[4] ?? 0) ^ 0x10
    expect(zstdDecompressSync(flipped).equals(zstdDecompressSync(payload.bytes))).toBe(true)
    fs.writeFileSync(payload.path, flipped)
    await expectRefused(one, 'unused bit')
  })

  it('is told by the page that is not what was backed up', async () => {
    const one = await stored(plainForm, 4000)
    const [payload] = one.files
    if (payload === undefined) throw new Error('no payload')
    for (const page of [1, 2, one.backup.pageCount - 1, one.backup.pageCount]) {
      const flipped = Buffer.from(payload.bytes)
      flipped[page * 4096 - 1] = (flipped[page * 4096 - 1] ?? 0) ^ 1
      fs.writeFileSync(payload.path, flipped)
      const { verify, rebuild } = await judge(one)
      for (const fault of [verify, rebuild]) {
        expect(fault).toMatchObject({ detail: `page ${page} is not what was backed up (frame 0)` })
      }
    }
  })

  it.each([encryptedForm, sealedForm])(
    'is found when two frames are exchanged: $compression',
    async (form) => {
      const one = await stored(form, 30_000)
      const reader = await openImage(realPorts, one.vault, manifestFileOf(one.backup))
      const [first = 0, second = 0] = reader.index.frameLengths
      const [payload] = one.files
      if (payload === undefined || second === 0) throw new Error('one frame only')
      const { bytes } = payload
      const exchanged = [
        bytes.subarray(first, first + second),
        bytes.subarray(0, first),
        bytes.subarray(first + second),
      ]
      fs.writeFileSync(payload.path, Buffer.concat(exchanged))
      await expectRefused(one, 'frames exchanged')
    },
  )

  it.each(allForms)(
    'is found when a file of another backup is in its place: $compression, $encryption',
    async (form) => {
      const folder = tempFolder('other')
      const one = await stored(form, 40, folder)
      const db = new Database(path.join(folder, 'a.db'))
      db.exec(`UPDATE metro SET name = 'New Haven' WHERE msa = 35620`)
      db.close()
      const other = await storedIn(one.vault, path.join(folder, 'a.db'), form)
      for (const [n, { path: file, bytes }] of one.files.entries()) {
        fs.writeFileSync(file, other.files[n]?.bytes ?? '')
        await expectRefused(one, `${path.basename(file)} of another backup`)
        fs.writeFileSync(file, bytes)
      }
      for (const [n, { path: file }] of one.files.entries())
        fs.writeFileSync(file, other.files[n]?.bytes ?? '')
      await expectRefused(one, 'all three files of another backup')
    },
  )

  it('is found when one of its files is a link that leads out of the vault', async () => {
    const one = await stored(encryptedForm, 40)
    for (const { path: file, bytes } of one.files) {
      const outside = path.join(tempFolder('outside'), 'copy')
      fs.writeFileSync(outside, bytes)
      fs.rmSync(file)
      fs.symlinkSync(outside, file)
      await expectRefused(one, `${path.basename(file)} is a link`)
      fs.rmSync(file)
      fs.writeFileSync(file, bytes)
    }
  })

  it('is named by the list of manifests and stops nothing', async () => {
    const folder = tempFolder('list')
    const one = await stored(encryptedForm, 40, folder)
    const other = await storedIn(one.vault, path.join(folder, 'a.db'), encryptedForm)
    const manifest = one.files[2]
    if (manifest === undefined) throw new Error('no manifest')
    fs.writeFileSync(manifest.path, manifest.bytes.subarray(1))
    const listed = []
    for await (const entry of listManifests(realPorts, one.vault)) listed.push(entry)
    expect(listed).toEqual(
      expect.arrayContaining([
        {
          manifestFile: manifestFileOf(one.backup),
          fault: expect.objectContaining({ code: 'MANIFEST_DAMAGED' }) as unknown,
        },
        { manifestFile: manifestFileOf(other.backup), record: other.backup },
      ]),
    )
    expect(listed).toHaveLength(2)
  })
})
