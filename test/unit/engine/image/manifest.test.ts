import * as fc from 'fast-check'
import { describe, expect, it } from 'vitest'

import { backupLabels, type BackupRecord } from '../../../../shared/domain/backup-record.ts'
import { faultOf, type Fault } from '../../../../shared/domain/fault.ts'
import {
  checkNames,
  concludeValidation,
  type CheckName,
  type CheckOutcome,
} from '../../../../shared/domain/validation.ts'
import { pagesPerFrameOf } from '../../../../main/engine/image/frame-codec.ts'
import type { Manifest } from '../../../../main/engine/image/manifest.ts'
import { readManifest } from '../../../../main/engine/image/read-manifest.ts'
import { sealJson } from '../../../../main/engine/image/sealed-json.ts'
import { writeManifest } from '../../../../main/engine/image/write-manifest.ts'

const vaultKey = Buffer.alloc(32, 7)
const hex = fc.uint8Array({ minLength: 32, maxLength: 32 }).map((bytes) => Buffer.from(bytes).toString('hex'))
const instant = fc
  .date({ min: new Date(0), max: new Date(4e12), noInvalidDate: true })
  .map((date) => date.toISOString())
const id = fc.uuid({ version: 4 })

const outcome: fc.Arbitrary<CheckOutcome> = fc.record({
  status: fc.constantFrom('passed', 'failed', 'not_applicable'),
  detail: fc.string({ unit: 'binary' }).map((text) => text.toWellFormed()),
  durationMs: fc.nat(),
})

const validation = fc
  .tuple(instant, fc.array(outcome, { minLength: 5, maxLength: 5 }))
  .map(([at, outcomes]) =>
    concludeValidation(
      at,
      Object.fromEntries(checkNames.map((name, n) => [name, outcomes[n]])) as Record<CheckName, CheckOutcome>,
      null,
    ),
  )

/** Any manifest that a full backup can have. */
const manifest: fc.Arbitrary<Manifest> = fc
  .record({
    vaultId: id,
    backupId: id,
    databaseId: id,
    label: fc.constantFrom(...backupLabels),
    isCompressed: fc.boolean(),
    isEncrypted: fc.boolean(),
    pageSize: fc.constantFrom(512, 1024, 4096, 65536),
    pageCount: fc.integer({ min: 1, max: 2 ** 32 - 2 }),
    sizeBytes: fc.nat(2 ** 40),
    counts: fc.tuple(
      fc.nat(),
      fc.nat(),
      fc.nat(),
      fc.integer({ min: 1, max: 1 << 20 }),
      fc.integer({ min: 1, max: 1 << 20 }),
    ),
    hashes: fc.tuple(hex, hex, hex),
    takenAt: instant,
    remarks: fc.array(fc.string({ unit: 'binary' }).map((text) => text.toWellFormed())),
    ratio: fc.float({ min: 0, max: 1000, noNaN: true }).map((ratio) => Math.round(ratio * 100) / 100),
    validation,
    integrity: fc.option(fc.record({ extent: fc.constantFrom('full', 'quick'), checkedAt: instant })),
  })
  .map((any): Manifest => {
    const { pageSize, pageCount } = any
    const pagesPerFrame = pagesPerFrameOf(pageSize)
    const sourceBytes = pageSize * pageCount
    const isPlain = !any.isCompressed && !any.isEncrypted
    const record: BackupRecord = {
      id: any.backupId,
      databaseId: any.databaseId,
      database: 'market_data',
      type: 'full',
      label: any.label,
      file: `manual/a.db${any.isCompressed ? '.zst' : ''}${any.isEncrypted ? '.enc' : ''}`,
      takenAt: any.takenAt,
      sizeBytes: isPlain ? sourceBytes : any.sizeBytes,
      sourceBytes,
      sha256: any.hashes[0],
      root: any.hashes[1],
      pageSize,
      pageCount,
      tableCount: any.counts[0],
      rowCount: any.counts[1],
      compressionRatio: any.ratio,
      durationMs: any.counts[2],
      stored: {
        compression: any.isCompressed ? 'zstd' : 'none',
        encryption: any.isEncrypted ? 'aes-256-gcm' : 'none',
      },
      needs: [],
      remarks: any.remarks,
      validation: {
        ...any.validation,
        integrity: any.integrity === null ? null : { ...any.integrity, root: any.hashes[1] },
      },
    }
    return {
      vaultId: any.vaultId,
      record,
      pagesPerFrame,
      frameCount: Math.ceil(pageCount / pagesPerFrame),
      pageIndex: { sizeBytes: any.counts[3], bodyBytes: any.counts[4], sha256: any.hashes[2] },
      wrappedKey: any.isEncrypted ? Buffer.alloc(60, 1).toString('base64') : null,
    }
  })

function contextOf({ vaultId, record }: Manifest): Parameters<typeof readManifest>[1] {
  return { vaultId, vaultKeys: [vaultKey], manifestFile: `${record.file}.manifest.json` }
}

function faultIn(work: () => unknown): Fault | undefined {
  try {
    work()
    return undefined
  } catch (error) {
    const fault = faultOf(error)
    if (fault === undefined) throw error
    return fault
  }
}

function codeOf(work: () => unknown): string {
  return faultIn(work)?.code ?? 'no fault'
}

/** The members of a manifest that was written, to be changed and sealed anew. */
function membersOf(bytes: Uint8Array): Record<string, never> {
  const { manifestSha256: _, ...members } = JSON.parse(Buffer.from(bytes).toString('utf8')) as Record<
    string,
    never
  >
  return members
}

const [sample] = fc.sample(manifest, { seed: 4, numRuns: 1 })
if (sample === undefined) throw new Error('no sample')
const encrypted: Manifest = {
  ...sample,
  wrappedKey: Buffer.alloc(60, 1).toString('base64'),
  record: {
    ...sample.record,
    file: 'manual/a.db.zst.enc',
    stored: { compression: 'zstd', encryption: 'aes-256-gcm' },
  },
}

describe('a manifest', () => {
  it('is read back as it was written, and written again it is the same bytes', () => {
    fc.assert(
      fc.property(manifest, (any) => {
        const bytes = writeManifest(any, vaultKey)
        const read = readManifest(bytes, contextOf(any))
        expect(read).toEqual(any)
        expect(Buffer.from(writeManifest(read, vaultKey)).equals(Buffer.from(bytes))).toBe(true)
      }),
    )
  })

  it('is refused with any bit flipped', () => {
    fc.assert(
      fc.property(manifest, fc.nat(), fc.nat(7), (any, at, bit) => {
        const bytes = Buffer.from(writeManifest(any, vaultKey))
        bytes[at % bytes.length] = (bytes[at % bytes.length] ?? 0) ^ (1 << bit)
        // The digit of the version may have become a higher one: then it can't be told from a newer version's.
        const code = codeOf(() => readManifest(bytes, contextOf(any)))
        const isVersionRaised = /"formatVersion": [2-9]/.test(bytes.toString('latin1'))
        expect(code).toBe(isVersionRaised ? 'MANIFEST_TOO_NEW' : 'MANIFEST_DAMAGED')
      }),
      { numRuns: 300 },
    )
  })

  it('of a newer version is called too new, whether or not its seal is one of ours', () => {
    const members = { ...membersOf(writeManifest(sample, vaultKey)), formatVersion: 2, another: 'member' }
    const sealed = sealJson(members, 'manifestSha256')
    const otherSeal = `${JSON.stringify({ ...members, formatVersion: 3, manifestBlake3: 'another rule' })}\n`
    for (const [text, formatVersion, isSealed] of [
      [sealed, 2, true],
      [sealed.replace('"formatVersion": 2', '"formatVersion": 3'), 3, false],
      [otherSeal, 3, false],
    ] as const) {
      expect(faultIn(() => readManifest(Buffer.from(text), contextOf(sample)))).toEqual({
        code: 'MANIFEST_TOO_NEW',
        file: contextOf(sample).manifestFile,
        formatVersion,
        isSealed,
      })
    }
  })

  it.each([
    ['a lower version', ': 0'],
    ['a version that is no number', ': "2"'],
    ['a version that is no whole number', ': 2.5'],
    ['a version cut off', ': 2'],
  ])('that says %s is damaged', (what, version) => {
    const text = Buffer.from(writeManifest(sample, vaultKey)).toString('utf8')
    const changed = text.replace('"formatVersion": 1', `"formatVersion"${version}`)
    const bytes = Buffer.from(what.endsWith('cut off') ? changed.slice(0, -20) : changed)
    expect(codeOf(() => readManifest(bytes, contextOf(sample)))).toBe('MANIFEST_DAMAGED')
  })

  it('changed and sealed anew by who has no key is refused', () => {
    const forged = sealJson(
      {
        ...membersOf(writeManifest(encrypted, vaultKey)),
        wrappedKey: Buffer.alloc(60, 2).toString('base64'),
      },
      'manifestSha256',
    )
    expect(codeOf(() => readManifest(Buffer.from(forged), contextOf(encrypted)))).toBe('MANIFEST_DAMAGED')
    const withoutMac = sealJson(
      { ...membersOf(writeManifest(encrypted, vaultKey)), manifestMac: null },
      'manifestSha256',
    )
    expect(codeOf(() => readManifest(Buffer.from(withoutMac), contextOf(encrypted)))).toBe('MANIFEST_DAMAGED')
    const plain = { ...encrypted.record.stored, encryption: 'none' } as const
    const file = encrypted.record.file.replace(/\.enc$/, '')
    const unencrypted = {
      ...encrypted,
      wrappedKey: null,
      record: { ...encrypted.record, file, stored: plain },
    }
    const planted = writeManifest(unencrypted, null)
    expect(codeOf(() => readManifest(planted, contextOf(unencrypted)))).toBe('MANIFEST_DAMAGED')
    const proved = writeManifest(unencrypted, vaultKey)
    expect(codeOf(() => readManifest(proved, contextOf(unencrypted)))).toBe('no fault')
    const unchanged = sealJson(membersOf(writeManifest(encrypted, vaultKey)), 'manifestSha256')
    expect(codeOf(() => readManifest(Buffer.from(unchanged), contextOf(encrypted)))).toBe('no fault')
  })

  it.each<[string, (one: Manifest) => Manifest]>([
    [
      'a page count that does not fit',
      (one) => ({ ...one, record: { ...one.record, pageCount: one.record.pageCount + 1 } }),
    ],
    ['frames that do not hold its pages', (one) => ({ ...one, frameCount: one.frameCount + 1 })],
    ['frames of another size', (one) => ({ ...one, pagesPerFrame: one.pagesPerFrame + 1 })],
    [
      'a page index that takes all memory',
      (one) => ({ ...one, pageIndex: { ...one.pageIndex, bodyBytes: 2 ** 50 } }),
    ],
    [
      'a full that needs others',
      (one) => ({
        ...one,
        record: {
          ...one.record,
          needs: [{ id: one.vaultId, file: 'manual/a_full_20250129_143022.db.zst.enc' }],
        },
      }),
    ],
    [
      'a key without encryption',
      (one) => ({ ...one, record: { ...one.record, stored: { compression: 'zstd', encryption: 'none' } } }),
    ],
    [
      'an integrity check of another image',
      (one) => ({
        ...one,
        record: {
          ...one.record,
          validation: {
            ...one.record.validation,
            integrity: { extent: 'full', root: '0'.repeat(64), checkedAt: one.record.takenAt },
          },
        },
      }),
    ],
    ['no key', (one) => ({ ...one, wrappedKey: null })],
    ['a payload elsewhere', (one) => ({ ...one, record: { ...one.record, file: '../../etc/a.db.zst.enc' } })],
  ])('that says %s is refused', (_, change) => {
    const bytes = writeManifest(change(encrypted), vaultKey)
    expect(codeOf(() => readManifest(bytes, contextOf(encrypted)))).toBe('MANIFEST_DAMAGED')
  })

  it('that does not say how thoroughly SQLite checked it is refused', () => {
    const text = Buffer.from(writeManifest(encrypted, vaultKey)).toString('utf8')
    const { manifestSha256: _, ...members } = JSON.parse(text) as {
      manifestSha256: string
      validation: Record<string, never>
    }
    const sealed = (validation: Record<string, never>): Uint8Array =>
      Buffer.from(sealJson({ ...members, validation }, 'manifestSha256'), 'utf8')
    const { integrity: __, ...silent } = members.validation
    const context = { ...contextOf(encrypted), vaultKeys: [] }
    expect(codeOf(() => readManifest(sealed(members.validation), context))).toBe('no fault')
    expect(codeOf(() => readManifest(sealed(silent), context))).toBe('MANIFEST_DAMAGED')
  })

  it('of another vault, or by another key, is refused', () => {
    const bytes = writeManifest(encrypted, vaultKey)
    const context = contextOf(encrypted)
    const otherVault = { ...context, vaultId: '00000000-0000-4000-8000-000000000000' }
    expect(codeOf(() => readManifest(bytes, otherVault))).toBe('MANIFEST_DAMAGED')
    expect(codeOf(() => readManifest(bytes, { ...context, vaultKeys: [Buffer.alloc(32, 8)] }))).toBe(
      'MANIFEST_DAMAGED',
    )
    expect(codeOf(() => readManifest(bytes, { ...context, vaultKeys: [] }))).toBe('no fault')
  })
})
