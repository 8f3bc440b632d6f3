import { assertNever } from '../../../shared/base/assert-never.ts'
import { faultOf, type Fault, type FaultOf } from '../../../shared/domain/fault.ts'
import type { Ports } from '../ports/ports.ts'
import { openStored } from '../image/stored-file.ts'
import type { Manifest } from '../image/manifest.ts'
import { pagesOf } from '../vault/layout.ts'

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

/** Whether payload and page index are there, can be opened, and have their recorded sizes. */
export async function lookAtFiles(ports: Ports, folder: string, manifest: Manifest): Promise<FilesFound> {
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
