import type { SystemContents } from '../../../shared/domain/system-archive.ts'
import { sha256Pattern, type JsonFields } from '../image/json-fields.ts'
import { SealError } from '../image/sealed-json.ts'
import { vaultPaths } from '../vault/layout.ts'
import { readAuthentic, writeAuthentic, type AuthenticKind } from '../image/authentic-json.ts'
import { contentsFrom, contentsToJson } from './contents-fields.ts'
import { isMemberName, isSmallMember, smallMemberLimitBytes } from './member-names.ts'

/** A member of an archive besides its manifest. */
export interface SystemMember {
  readonly name: string
  readonly sizeBytes: number
  readonly sha256: string
}

/** What an archive's first member says. */
export interface SystemManifest extends SystemContents {
  readonly members: readonly SystemMember[]
}

const kind: AuthenticKind = { format: 'holdfast-system', formatVersion: 1, purpose: 'holdfast/system/1' }
/** 100,000 databases have less. */
export const systemManifestLimitBytes = 128 << 20

/** The bytes of `system_manifest.json`. */
export function writeSystemManifest(manifest: SystemManifest, vaultKey: Uint8Array | null): Uint8Array {
  const members = manifest.members.map(({ name, sizeBytes, sha256 }) => ({ name, sizeBytes, sha256 }))
  return writeAuthentic(kind, { ...contentsToJson(manifest), members }, vaultKey)
}

function memberFrom(fields: JsonFields): SystemMember {
  const member = {
    name: fields.text('name'),
    sizeBytes: fields.count('sizeBytes'),
    sha256: fields.text('sha256', sha256Pattern),
  }
  if (!isMemberName(member.name)) throw new SealError(`"${member.name}" has no place in an archive`)
  if (isSmallMember(member.name) && member.sizeBytes > smallMemberLimitBytes) {
    throw new SealError(`"${member.name}" is larger than it can need to be`)
  }
  return member
}

/** Reads what `writeSystemManifest` wrote; its MAC where the vault's key is known. Throws SealError, NewerRecord. */
export function readSystemManifest(bytes: Uint8Array, vaultKeys: readonly Uint8Array[]): SystemManifest {
  const fields = readAuthentic(kind, bytes, vaultKeys)
  const manifest = { ...contentsFrom(fields), members: fields.list('members', memberFrom) }
  const names = new Set(manifest.members.map(({ name }) => name))
  if (names.size !== manifest.members.length) throw new SealError('it lists one member twice')
  for (const needed of [vaultPaths.vaultFile, ...manifest.databases.map(({ file }) => file)]) {
    if (!names.has(needed)) throw new SealError(`it does not list ${needed}`)
  }
  return manifest
}
