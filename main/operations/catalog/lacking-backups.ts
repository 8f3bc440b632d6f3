import { backupFolders } from '../../../shared/domain/backup-file-name.ts'
import type { LatestValidation } from '../../../shared/domain/validation.ts'
import { damageVerdict, manifestOf, pagesOf, payloadOf, type Ports } from '../../engine/engine.ts'
import type { Catalog } from './open-catalog.ts'

const manifestEnding = manifestOf('')

const markOf = (folder: string): string => `lacking:${folder}`

function lackingIn(catalog: Catalog, folder: string): readonly string[] {
  return JSON.parse(catalog.marks.get(markOf(folder)) ?? '[]') as string[]
}

/** The payloads in a listing of a folder whose manifest is there, and which are not, or whose page index is not. */
function findLacking(folder: string, names: readonly string[]): readonly string[] {
  const there = new Set(names)
  return names
    .filter((name) => name.endsWith(manifestEnding) && !name.startsWith('.'))
    .map(payloadOf)
    .filter((payload) => !there.has(payload) || !there.has(pagesOf(payload)))
    .map((payload) => `${folder}/${payload}`)
}

/**
 * Remembers which backups of a folder lack a file, as its listing shows. Those that lack none any more get the verdict again that
 * `verdictOf` finds for them in the vault (null: the manifest's own).
 */
export async function keepLacking(
  catalog: Catalog,
  folder: string,
  names: readonly string[],
  verdictOf: (backupId: string) => Promise<LatestValidation | null>,
): Promise<void> {
  const before = lackingIn(catalog, folder)
  const lacking = findLacking(folder, names)
  if (before.length === 0 && lacking.length === 0) return
  catalog.marks.set(markOf(folder), JSON.stringify(lacking))
  const whole = new Set(before)
  for (const file of lacking) whole.delete(file)
  for (const file of whole) {
    const backup = catalog.backups.getByFile(file)
    if (backup === null) continue
    const { lastValidation: _, lastDrill: __, ...record } = backup
    catalog.backups.put(record, await verdictOf(record.id))
  }
}

/**
 * A backup that lacks a file is failed, whatever was found of it before. Only the catalog says so, and only until the file is back: it
 * may be on its way, where a vault is being copied.
 */
export function failLacking(ports: Ports, catalog: Catalog): void {
  for (const file of backupFolders.flatMap((folder) => lackingIn(catalog, folder))) {
    const backup = catalog.backups.getByFile(file)
    if (backup === null || backup.lastValidation.status === 'failed') continue
    const verdict = damageVerdict(ports, { code: 'BACKUP_FILE_MISSING', file })
    if (verdict !== null) catalog.backups.putValidation(backup.id, verdict)
  }
}
