import { createHash } from 'node:crypto'

import { FaultError } from '../../../shared/domain/fault.ts'
import { SealError } from '../image/sealed-json.ts'
import type { Ports } from '../ports/ports.ts'
import { NewerRecord } from '../image/authentic-json.ts'
import { systemManifestName } from './member-names.ts'
import {
  readArchive,
  refuseArchive,
  type ArchiveEntry,
  type ArchivePlace,
  type ArchiveReading,
} from './read-archive.ts'
import {
  readSystemManifest,
  systemManifestLimitBytes,
  type SystemManifest,
  type SystemMember,
} from './system-manifest.ts'

/** Which archive, and what it must have been made with. */
export interface SystemPlace extends ArchivePlace {
  /** Null: not known yet, as of an archive that is all there is. */
  readonly vaultId: string | null
  /** Null: the manifest's MAC is not looked at. */
  readonly vaultKeys: readonly Uint8Array[]
}

/** Takes the members that a manifest names, as they come. */
export interface MemberTaker {
  /** Once, before the first member: what the archive says it holds. */
  begin?(manifest: SystemManifest): Promise<void>
  /** A member's bytes, piece by piece; null: they are only checked. `stop`: nothing more is read. */
  open(member: SystemMember): Promise<MemberSink | null | 'stop'>
}

/** Where one member's bytes go. */
export interface MemberSink {
  write(bytes: Uint8Array): Promise<void>
  /** After the last byte: they were the recorded ones (`isWhole`), or not. */
  end(isWhole: boolean): Promise<void>
}

/** What was read of an archive. */
export interface ReadSystem {
  readonly manifest: SystemManifest
  /** Of the archive's file; null where reading was stopped before its end. */
  readonly archive: { readonly sizeBytes: number; readonly sha256: string } | null
}

async function collect(place: SystemPlace, entry: ArchiveEntry): Promise<Uint8Array> {
  if (entry.sizeBytes > systemManifestLimitBytes)
    refuseArchive(place, 'its manifest is larger than it can need to be')
  const parts: Uint8Array[] = []
  for await (const bytes of entry.bytes) parts.push(bytes)
  return Buffer.concat(parts)
}

async function manifestOf(place: SystemPlace, entry: ArchiveEntry): Promise<SystemManifest> {
  if (entry.name !== systemManifestName || entry.type !== 'file') {
    refuseArchive(place, `its first member is not ${systemManifestName}`)
  }
  try {
    const manifest = readSystemManifest(await collect(place, entry), place.vaultKeys)
    if (place.vaultId === null || manifest.vaultId === place.vaultId) return manifest
    return refuseArchive(place, 'it belongs to another vault')
  } catch (error) {
    if (error instanceof NewerRecord) {
      const { formatVersion } = error
      const fault = { code: 'MANIFEST_TOO_NEW', file: place.file, formatVersion, isSealed: false } as const
      throw new FaultError(fault, { cause: error })
    }
    if (!(error instanceof SealError)) throw error
    return refuseArchive(place, `of its manifest: ${error.message}`)
  }
}

async function takeMember(
  place: SystemPlace,
  entry: ArchiveEntry,
  member: SystemMember,
  taker: MemberTaker,
): Promise<'go_on' | 'stop'> {
  const sink = await taker.open(member)
  if (sink === 'stop') return 'stop'
  const digest = createHash('sha256')
  let isWhole = false
  try {
    for await (const bytes of entry.bytes) {
      digest.update(bytes)
      await sink?.write(bytes)
    }
    isWhole = digest.digest('hex') === member.sha256
  } finally {
    await sink?.end(isWhole)
  }
  if (!isWhole) refuseArchive(place, `the bytes of ${member.name} in it are not the recorded ones`)
  return 'go_on'
}

/**
 * Reads an archive of the complete system from its first to its last byte: the manifest first, whose seal and MAC are checked before
 * anything else is looked at, then each member, which must be an ordinary file that the manifest lists, of the recorded size and
 * SHA-256, once. Throws BACKUP_DAMAGED for everything else, MANIFEST_TOO_NEW, and as `readArchive`.
 */
export async function readSystem(
  ports: Ports,
  place: SystemPlace,
  reading: Omit<ArchiveReading, 'take'>,
  taker: MemberTaker,
): Promise<ReadSystem> {
  let manifest: SystemManifest | undefined
  const awaited = new Map<string, SystemMember>()
  const archive = await readArchive(ports, place, {
    ...reading,
    async take(entry) {
      if (manifest === undefined) {
        manifest = await manifestOf(place, entry)
        for (const member of manifest.members) awaited.set(member.name, member)
        await taker.begin?.(manifest)
        return 'go_on'
      }
      const { name, type, sizeBytes } = entry
      const member =
        awaited.get(name) ??
        refuseArchive(
          place,
          `${JSON.stringify(name.slice(0, 200))} in it is not in its manifest, or is there twice`,
        )
      if (type !== 'file') refuseArchive(place, `${name} in it is no ordinary file`)
      if (sizeBytes !== member.sizeBytes) refuseArchive(place, `${name} in it is not of the recorded size`)
      awaited.delete(name)
      return takeMember(place, entry, member, taker)
    },
  })
  if (manifest === undefined) return refuseArchive(place, 'it is empty')
  const [lost] = awaited.keys()
  if (archive !== null && lost !== undefined) refuseArchive(place, `${lost} is missing in it`)
  return { manifest, archive }
}
