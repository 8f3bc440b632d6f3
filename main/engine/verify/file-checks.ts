import { assertNever } from '../../../shared/base/assert-never.ts'
import type { BackupRecord, NeededBackup } from '../../../shared/domain/backup-record.ts'
import { faultOf, type Fault, type FaultOf } from '../../../shared/domain/fault.ts'
import { countOf } from '../../../shared/domain/words/format-count.ts'
import type { Ports } from '../ports/ports.ts'
import type { VaultAccess } from '../engine-types.ts'
import { loadManifest } from '../image/load-manifest.ts'
import type { Manifest } from '../image/manifest.ts'
import { openStored } from '../image/stored-file.ts'
import { manifestOf, pagesOf } from '../vault/layout.ts'

/** The state of a backup's files before anything in them is read. */
export interface FilesFound {
  readonly bytes: number
  /** Of the first file that is missing, can't be read, or has another size; null when all are as recorded. */
  readonly fault: Damage | null
}

async function look(ports: Ports, folder: string, file: string, sizeBytes: number): Promise<Damage | null> {
  try {
    await (await openStored(ports, { folder, file }, sizeBytes)).close()
    return null
  } catch (error) {
    return damageOf(error)
  }
}

async function lookAtOwnFiles(ports: Ports, folder: string, manifest: Manifest): Promise<FilesFound> {
  const { record, pageIndex } = manifest
  const files: readonly (readonly [string, number])[] = [
    [record.file, record.sizeBytes],
    [pagesOf(record.file), pageIndex.sizeBytes],
  ]
  for (const [file, sizeBytes] of files) {
    const fault = await look(ports, folder, file, sizeBytes)
    if (fault !== null) return { bytes: 0, fault }
  }
  return { bytes: record.sizeBytes + pageIndex.sizeBytes, fault: null }
}

async function lookAtNeeded(ports: Ports, vault: VaultAccess, needed: NeededBackup): Promise<FilesFound> {
  try {
    const manifest = await loadManifest(ports, vault, manifestOf(needed.file))
    if (manifest.record.id === needed.id) return await lookAtOwnFiles(ports, vault.folder, manifest)
    const detail = 'it is another backup than the one that is needed'
    return { bytes: 0, fault: { code: 'BACKUP_DAMAGED', file: needed.file, detail } }
  } catch (error) {
    return { bytes: 0, fault: damageOf(error) }
  }
}

/** Whether every file of a chain is there, can be opened, and has its recorded size: the backup's own and those of the backups it needs. */
export async function lookAtFiles(ports: Ports, vault: VaultAccess, manifest: Manifest): Promise<FilesFound> {
  const own = await lookAtOwnFiles(ports, vault.folder, manifest)
  let { bytes } = own
  if (own.fault !== null) return own
  for (const needed of manifest.record.needs) {
    const found = await lookAtNeeded(ports, vault, needed)
    if (found.fault !== null) return found
    bytes += found.bytes
  }
  return { bytes, fault: null }
}

/** What can be wrong with a backup's own bytes: the outcome of a check. */
export type Damage = FaultOf<
  'BACKUP_DAMAGED' | 'BACKUP_FILE_MISSING' | 'BACKUP_FILE_UNREADABLE' | 'MANIFEST_DAMAGED'
>

const damageCodes: ReadonlySet<string> = new Set<Damage['code']>([
  'BACKUP_DAMAGED',
  'BACKUP_FILE_MISSING',
  'BACKUP_FILE_UNREADABLE',
  'MANIFEST_DAMAGED',
])

/** Whether a fault says that a backup's own bytes are wrong. */
export function isDamage(fault: Fault): fault is Damage {
  return damageCodes.has(fault.code)
}

/** The damage that an error tells of. Every other error is thrown again. */
export function damageOf(error: unknown): Damage {
  const fault = faultOf(error)
  if (fault !== undefined && isDamage(fault)) return fault
  throw error
}

/** A damage in words that say which file. */
export function damageText(damage: Damage): string {
  switch (damage.code) {
    case 'BACKUP_DAMAGED':
    case 'MANIFEST_DAMAGED':
      return `${damage.file}: ${damage.detail}`
    case 'BACKUP_FILE_MISSING':
      return `${damage.file} is not there`
    case 'BACKUP_FILE_UNREADABLE':
      return `${damage.file} can’t be read (${damage.errno})`
    default:
      return assertNever(damage, 'damage')
  }
}

/** 'of it and of the 3 backups it needs ' where it needs any, to go before a verb. */
export function ofChain({ needs }: BackupRecord): string {
  return needs.length === 0 ? '' : `of it and of the ${countOf(needs.length, 'backup')} it needs `
}
