import path from 'node:path'

import { backupLabels, backupTypes } from '../../../shared/domain/backup-record.ts'
import {
  asRemoval,
  removalRules,
  type Removal,
  type StandingRemoval,
} from '../../../shared/domain/retention/removal.ts'
import { idPattern, instantPattern, jsonFields } from '../image/json-fields.ts'
import { SealError } from '../image/sealed-json.ts'
import type { Ports } from '../ports/ports.ts'
import { isVaultPath } from './inside-vault.ts'
import { keepRecords } from './keep-records.ts'
import { inVault, isArchiveName, recordOf, tombstoneOf, vaultPaths } from './layout.ts'

/** Of a backup; an archive's is 2, so that a program that does not know of those leaves it alone. */
const formatVersions = { backup: 1, archive: 2 } as const

const removals = keepRecords<Removal>({
  folder: vaultPaths.removed,
  serialize(removal) {
    const { subject, ...facts } = asRemoval(removal)
    const formatVersion = formatVersions[subject]
    return subject === 'backup' ? { formatVersion, ...facts } : { formatVersion, subject, ...facts }
  },
  parse(value) {
    const fields = jsonFields(value, 'the removal')
    const formatVersion = fields.count('formatVersion', 1, formatVersions.archive)
    const subject = formatVersion === formatVersions.backup ? 'backup' : fields.oneOf('subject', ['archive'])
    const file = fields.text('file')
    if (!isVaultPath(file)) throw new SealError('"file" leads out of the vault')
    if ((subject === 'archive') !== isArchiveName(path.posix.basename(file)))
      throw new SealError('"file" is not of what it says it is of')
    return {
      subject,
      backupId: fields.text('backupId', idPattern),
      databaseId: fields.text('databaseId', idPattern),
      database: fields.text('database'),
      file,
      type: fields.oneOf('type', backupTypes),
      label: fields.oneOf('label', backupLabels),
      takenAt: fields.text('takenAt', instantPattern),
      removedAt: fields.text('removedAt', instantPattern),
      rule: fields.oneOf('rule', removalRules),
      sizeBytes: fields.count('sizeBytes'),
      endedAt: fields.textOrNull('endedAt', instantPattern),
    }
  },
})

/** Writes down durably that a backup or an archive is being removed. Throws the faults of writing a vault. */
export function saveRemoval(ports: Ports, folder: string, removal: Removal): Promise<void> {
  return removals.save(ports, folder, removal.backupId, removal)
}

/** Forgets a removal: it has ended, or the backup or archive is back. One that is not there is no error. */
export function forgetRemoval(ports: Ports, folder: string, backupId: string): Promise<void> {
  return removals.remove(ports, folder, backupId)
}

/** Where a removal stands; `there`: the backup or archive exists, so the removal never began, or was undone. */
export async function standingOf(
  ports: Ports,
  folder: string,
  { file, endedAt }: Removal,
): Promise<StandingRemoval['state'] | 'there'> {
  if ((await ports.files.stat(inVault(folder, recordOf(file)))) !== null) return 'there'
  if ((await ports.files.stat(inVault(folder, tombstoneOf(file)))) !== null) return 'aside'
  return endedAt === null ? 'lost' : 'ending'
}

/** Every removal that is under way, and the names of records among them that can't be read. Rejects with the system's errors. */
export async function listRemovals(
  ports: Ports,
  folder: string,
): Promise<{ readonly removals: readonly StandingRemoval[]; readonly damaged: readonly string[] }> {
  const { entries, damaged } = await removals.list(ports, folder)
  const standing: StandingRemoval[] = []
  for (const [id, removal] of entries) {
    const state = id === removal.backupId ? await standingOf(ports, folder, removal) : 'there'
    if (state !== 'there') standing.push({ ...removal, state })
  }
  return { removals: standing, damaged }
}

/** Records whose backup exists all the same. */
export async function undoneRemovals(ports: Ports, folder: string): Promise<readonly Removal[]> {
  const { entries } = await removals.list(ports, folder)
  const undone: Removal[] = []
  for (const removal of entries.values()) {
    if ((await standingOf(ports, folder, removal)) === 'there') undone.push(removal)
  }
  return undone
}
