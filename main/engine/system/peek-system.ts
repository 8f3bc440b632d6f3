import type { BackupRecord } from '../../../shared/domain/backup-record.ts'
import type { DatabaseRecord } from '../../../shared/domain/database-record.ts'
import type { Policy } from '../../../shared/domain/policies/policy.ts'
import { SealError } from '../image/sealed-json.ts'
import { readManifest } from '../image/read-manifest.ts'
import type { Ports } from '../ports/ports.ts'
import { manifestOf, vaultPaths } from '../vault/layout.ts'
import { parsePolicy } from '../vault/policies.ts'
import { parseRegistration } from '../vault/registrations.ts'
import { parseVaultFile, type VaultFacts } from '../vault/vault-file.ts'
import { isSmallMember } from './member-names.ts'
import { refuseArchive } from './read-archive.ts'
import { readSystem, type MemberSink, type SystemPlace } from './read-system.ts'
import type { SystemManifest } from './system-manifest.ts'

/** What the beginning of an archive tells, without its backups' pages. */
export interface PeekedSystem {
  readonly manifest: SystemManifest
  /** Its `folder` is the archive. */
  readonly facts: VaultFacts
  readonly registrations: readonly DatabaseRecord[]
  readonly policies: readonly Policy[]
  /** In the order of the manifest's databases. */
  readonly backups: readonly BackupRecord[]
}

function keeping(into: Map<string, Uint8Array>, name: string): MemberSink {
  const parts: Uint8Array[] = []
  return {
    write: async (bytes) => void parts.push(Buffer.from(bytes)),
    end: async () => void into.set(name, Buffer.concat(parts)),
  }
}

function parseJson(bytes: Uint8Array): unknown {
  return JSON.parse(Buffer.from(bytes).toString('utf8'))
}

/** Damage of what a member says is damage of the archive. */
function reading<T>(place: SystemPlace, name: string, parse: () => T): T {
  try {
    return parse()
  } catch (error) {
    if (!(error instanceof SealError || error instanceof SyntaxError)) throw error
    return refuseArchive(place, `of ${name} in it: ${error.message}`)
  }
}

function backupsIn(
  place: SystemPlace,
  manifest: SystemManifest,
  small: ReadonlyMap<string, Uint8Array>,
): readonly BackupRecord[] {
  const { vaultKeys } = place
  return manifest.databases.map((one) => {
    const manifestFile = manifestOf(one.file)
    const bytes = small.get(manifestFile) ?? refuseArchive(place, `${manifestFile} is missing in it`)
    const { record } = readManifest(bytes, { manifestFile, vaultId: manifest.vaultId, vaultKeys })
    if (record.root !== one.root || record.databaseId !== one.databaseId || record.id !== one.backupId) {
      refuseArchive(place, `${manifestFile} in it is not of the backup that its manifest names`)
    }
    return record
  })
}

/**
 * Reads the beginning of an archive: its manifest, what it says of its vault, registrations, policies and the manifests of its backups, all
 * checked as `readSystem` does. Without the vault's key no MAC is looked at. Throws as `readSystem` and `readManifest`.
 */
export async function peekSystem(
  ports: Ports,
  place: SystemPlace,
  signal: AbortSignal,
): Promise<PeekedSystem> {
  const small = new Map<string, Uint8Array>()
  const quiet = { signal, onProgress: () => undefined }
  const { manifest } = await readSystem(ports, place, quiet, {
    open: async ({ name }) => (isSmallMember(name) ? keeping(small, name) : 'stop'),
  })
  const vaultFile = small.get(vaultPaths.vaultFile) ?? refuseArchive(place, 'its vault file is missing in it')
  const facts = reading(place, vaultPaths.vaultFile, () => parseVaultFile(place.path, vaultFile))
  if (facts.vaultId !== manifest.vaultId) refuseArchive(place, 'its vault file is of another vault')
  const inFolder = <T>(folder: string, parse: (value: unknown) => T): readonly T[] =>
    [...small]
      .filter(([name]) => name.startsWith(`${folder}/`))
      .map(([name, bytes]) => reading(place, name, () => parse(parseJson(bytes))))
  return {
    manifest,
    facts,
    registrations: inFolder(vaultPaths.databases, parseRegistration),
    policies: inFolder(vaultPaths.policies, parsePolicy),
    backups: backupsIn(place, manifest, small),
  }
}
