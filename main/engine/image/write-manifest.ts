import { createHmac } from 'node:crypto'

import { subKey } from './key-wrapping.ts'
import { manifestFormat, manifestMac, manifestSeal, manifestVersion, type Manifest } from './manifest.ts'
import { canonicalJson, sealJson, type Json } from './sealed-json.ts'
import { validationToJson } from './validation-json.ts'

type Members = Readonly<Record<string, Json | undefined>>

function membersOf(manifest: Manifest): Members {
  const { vaultId, record, pagesPerFrame, frameCount, pageIndex, wrappedKey, audit } = manifest
  const { id, databaseId, database, type, label, takenAt, durationMs, needs, remarks, slotAt } = record
  const { root, pageSize, pageCount, sourceBytes, tableCount, rowCount } = record
  const { file, sizeBytes, sha256, compressionRatio, stored } = record
  return {
    format: manifestFormat,
    formatVersion: manifestVersion,
    vaultId,
    backup: {
      id,
      databaseId,
      database,
      type,
      label,
      takenAt,
      durationMs,
      needs: needs.map(({ id, file }) => ({ id, file })),
      remarks,
      slotAt,
    },
    image: { root, pageSize, pageCount, sourceBytes, tableCount, rowCount },
    payload: {
      file,
      sizeBytes,
      sha256,
      compression: stored.compression,
      encryption: stored.encryption,
      compressionRatio,
      pagesPerFrame,
      frameCount,
    },
    pages: { sizeBytes: pageIndex.sizeBytes, bodyBytes: pageIndex.bodyBytes, sha256: pageIndex.sha256 },
    wrappedKey,
    audit: audit === undefined ? undefined : { entries: audit.entries, head: audit.head },
    validation: validationToJson(record.validation),
  }
}

/** The HMAC over a manifest's bytes before the line of its MAC. */
export function macOf(vaultKey: Uint8Array, head: string): string {
  return createHmac('sha256', subKey(vaultKey, 'holdfast/manifest/1')).update(head, 'utf8').digest('hex')
}

/** What comes before a member's line in canonical JSON; null when there is no such member at the top. */
export function headBefore(text: string, member: string): string | null {
  const at = text.lastIndexOf(`\n  "${member}": `)
  return at < 0 ? null : text.slice(0, at + 1)
}

/** The bytes of a manifest: canonical JSON that ends with its MAC (null without a vault key) and its own SHA-256. */
export function writeManifest(manifest: Manifest, vaultKey: Uint8Array | null): Uint8Array {
  const members = membersOf(manifest)
  const head = headBefore(canonicalJson({ ...members, [manifestMac]: null }), manifestMac) ?? ''
  const mac = vaultKey === null ? null : macOf(vaultKey, head)
  return Buffer.from(sealJson({ ...members, [manifestMac]: mac }, manifestSeal), 'utf8')
}
