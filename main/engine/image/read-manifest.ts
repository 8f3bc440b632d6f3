import { timingSafeEqual } from 'node:crypto'

import { backupFolders, endingFor } from '../../../shared/domain/backup-file-name.ts'
import type { AuditMark } from '../../../shared/domain/audit/audit-entry.ts'
import {
  backupLabels,
  backupTypes,
  type BackupRecord,
  type NeededBackup,
} from '../../../shared/domain/backup-record.ts'
import { FaultError } from '../../../shared/domain/fault.ts'
import { manifestOf, tombstoneOf } from '../vault/layout.ts'
import { pagesPerFrameOf } from './frame-codec.ts'
import {
  base64Pattern,
  idPattern,
  instantPattern,
  jsonFields,
  sha256Pattern,
  type JsonFields,
} from './json-fields.ts'
import { manifestFormat, manifestMac, manifestSeal, manifestVersion, type Manifest } from './manifest.ts'
import { peekJson, SealError, unsealJson } from './sealed-json.ts'
import { validationFrom } from './validation-json.ts'
import { headBefore, macOf } from './write-manifest.ts'

/** What a manifest is read against. */
export interface ManifestContext {
  /** Relative to the vault: the payload it names must be the one it lies beside. */
  readonly manifestFile: string
  readonly vaultId: string
  /** Every key that the vault has or had; empty: the MAC is not looked at. */
  readonly vaultKeys: readonly Uint8Array[]
}

const pageSizes = new Set([512, 1024, 2048, 4096, 8192, 16384, 32768, 65536])
const pageCountLimit = 2 ** 32 - 2

/** A payload in one of the vault's folders: nothing else is ever needed. */
const payloadPattern = new RegExp(`^(${backupFolders.join('|')})/[^/\\0]+$`)

function neededFrom(fields: JsonFields): NeededBackup {
  return { id: fields.text('id', idPattern), file: fields.text('file', payloadPattern) }
}

function recordFrom(fields: JsonFields): BackupRecord {
  const backup = fields.object('backup')
  const image = fields.object('image')
  const payload = fields.object('payload')
  return {
    id: backup.text('id', idPattern),
    databaseId: backup.text('databaseId', idPattern),
    database: backup.text('database'),
    type: backup.oneOf('type', backupTypes),
    label: backup.oneOf('label', backupLabels),
    file: payload.text('file'),
    takenAt: backup.text('takenAt', instantPattern),
    sizeBytes: payload.count('sizeBytes'),
    sourceBytes: image.count('sourceBytes', 1),
    sha256: payload.text('sha256', sha256Pattern),
    root: image.text('root', sha256Pattern),
    pageSize: image.count('pageSize', 512, 65536),
    pageCount: image.count('pageCount', 1, pageCountLimit),
    tableCount: image.count('tableCount'),
    rowCount: image.count('rowCount'),
    compressionRatio: payload.number('compressionRatio'),
    durationMs: backup.count('durationMs'),
    stored: {
      compression: payload.oneOf('compression', ['zstd', 'none']),
      encryption: payload.oneOf('encryption', ['aes-256-gcm', 'none']),
    },
    needs: backup.list('needs', neededFrom),
    remarks: backup.texts('remarks'),
    ...(backup.has('slotAt') && { slotAt: backup.text('slotAt', instantPattern) }),
    validation: validationFrom(fields.object('validation')),
  }
}

function auditFrom(fields: JsonFields): AuditMark {
  return { entries: fields.count('entries', 1), head: fields.text('head', sha256Pattern) }
}

function manifestFrom(fields: JsonFields): Manifest {
  const payload = fields.object('payload')
  const pages = fields.object('pages')
  return {
    vaultId: fields.text('vaultId', idPattern),
    record: recordFrom(fields),
    pagesPerFrame: payload.count('pagesPerFrame', 1, 2048),
    frameCount: payload.count('frameCount'),
    pageIndex: {
      sizeBytes: pages.count('sizeBytes', 1),
      bodyBytes: pages.count('bodyBytes', 1),
      sha256: pages.text('sha256', sha256Pattern),
    },
    wrappedKey: fields.textOrNull('wrappedKey', base64Pattern),
    ...(fields.has('audit') && { audit: auditFrom(fields.object('audit')) }),
  }
}

/** What a description, a page map and page hashes can take at most, so that a forged size takes no memory. */
function indexLimitBytes({ record, frameCount }: Manifest): number {
  return record.pageCount * (32 + 12) + frameCount * 4 + (64 << 20)
}

function contradictionIn(manifest: Manifest): string | null {
  const { record, pageIndex } = manifest
  const isEncrypted = record.stored.encryption !== 'none'
  const isPlain = !isEncrypted && record.stored.compression === 'none'
  const isWhole = record.type === 'full' || record.type === 'schema'
  const rules: readonly (readonly [boolean, string])[] = [
    [pageSizes.has(record.pageSize), 'its page size is none of SQLite’s'],
    [record.sourceBytes === record.pageSize * record.pageCount, 'its pages do not add up to its size'],
    [manifest.pagesPerFrame === pagesPerFrameOf(record.pageSize), 'its frames are of another size than ours'],
    [
      !isWhole || manifest.frameCount === Math.ceil(record.pageCount / manifest.pagesPerFrame),
      'its frames do not hold its pages',
    ],
    [!isWhole || record.needs.length === 0, 'it is a backup of everything and needs others'],
    [!record.needs.some(({ id }) => id === record.id), 'it needs itself'],
    [
      manifest.frameCount <= Math.ceil(record.pageCount / manifest.pagesPerFrame),
      'it has more frames than pages',
    ],
    [
      !isWhole || !isPlain || record.sizeBytes === record.sourceBytes,
      'its plain payload is not as large as its image',
    ],
    [isEncrypted === (manifest.wrappedKey !== null), 'its key does not fit its encryption'],
    [pageIndex.bodyBytes <= indexLimitBytes(manifest), 'its page index is larger than it can need'],
    [pageIndex.sizeBytes <= indexLimitBytes(manifest), 'its page index is larger than it can need'],
    [
      (record.validation.integrity?.root ?? record.root) === record.root,
      'its integrity check was of another image',
    ],
    [record.file.endsWith(endingFor(record.stored)), 'its payload’s ending does not fit its form'],
  ]
  return rules.find(([holds]) => !holds)?.[1] ?? null
}

/** Every backup of a vault with a key carries one: else whoever may write there could put a backup of their own among them. */
function checkMac(
  text: string,
  fields: JsonFields,
  manifest: Manifest,
  vaultKeys: readonly Uint8Array[],
): void {
  const mac = fields.textOrNull(manifestMac, sha256Pattern)
  if (mac === null) {
    if (manifest.wrappedKey === null && vaultKeys.length === 0) return
    throw new SealError('its proof by the vault’s key is missing')
  }
  if (vaultKeys.length === 0) return
  const head = headBefore(text, manifestMac) ?? ''
  const given = Buffer.from(mac, 'hex')
  if (vaultKeys.some((key) => timingSafeEqual(given, Buffer.from(macOf(key, head), 'hex')))) return
  throw new SealError('it was not written with this vault’s key')
}

function isSealed(bytes: Uint8Array): boolean {
  try {
    unsealJson(bytes, manifestSeal)
    return true
  } catch (error) {
    if (error instanceof SealError) return false
    throw error
  }
}

/** Before anything is checked: a newer version may seal and prove its manifests otherwise, and is no damage for that. */
function refuseNewer(bytes: Uint8Array, file: string): void {
  const { format, formatVersion } = peekJson(bytes)
  if (format !== manifestFormat || !Number.isSafeInteger(formatVersion)) return
  const version = Number(formatVersion)
  if (version <= manifestVersion) return
  const fault = { code: 'MANIFEST_TOO_NEW', file, formatVersion: version, isSealed: isSealed(bytes) } as const
  throw new FaultError(fault)
}

function accept(bytes: Uint8Array, context: ManifestContext): Manifest {
  refuseNewer(bytes, context.manifestFile)
  const fields = jsonFields(unsealJson(bytes, manifestSeal), 'the manifest')
  fields.oneOf('format', [manifestFormat])
  fields.count('formatVersion', 1, manifestVersion)
  const manifest = manifestFrom(fields)
  const contradiction = contradictionIn(manifest)
  if (contradiction !== null) throw new SealError(contradiction)
  if (manifest.vaultId !== context.vaultId) throw new SealError('it belongs to another vault')
  checkMac(Buffer.from(bytes).toString('utf8'), fields, manifest, context.vaultKeys)
  const { file } = manifest.record
  if (manifestOf(file) !== context.manifestFile && tombstoneOf(file) !== context.manifestFile) {
    throw new SealError(`it belongs beside ${file}`)
  }
  return manifest
}

/**
 * Reads a manifest's bytes. In this order: whether it says a newer version, its own checksum, canonical form, format, members,
 * that they agree with each other, the vault, the MAC, its place. Throws MANIFEST_DAMAGED, MANIFEST_TOO_NEW.
 */
export function readManifest(bytes: Uint8Array, context: ManifestContext): Manifest {
  try {
    return accept(bytes, context)
  } catch (error) {
    if (!(error instanceof SealError)) throw error
    throw new FaultError(
      { code: 'MANIFEST_DAMAGED', file: context.manifestFile, detail: error.message },
      { cause: error },
    )
  }
}
