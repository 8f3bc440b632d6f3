import { backupFolders } from '../../../shared/domain/backup-file-name.ts'
import { faultOf } from '../../../shared/domain/fault.ts'
import type { VaultAccess } from '../engine-types.ts'
import { loadManifest } from '../image/load-manifest.ts'
import type { Ports } from '../ports/ports.ts'
import { partOf } from '../vault/layout.ts'
import { listBackupFolder } from '../vault/list-manifests.ts'
import type { KnownMark } from './verify-log.ts'

/** What a manifest says of the log. One that can't be read says nothing: it is found by who verifies the backup. */
async function markIn(ports: Ports, vault: VaultAccess, file: string): Promise<KnownMark | null> {
  try {
    const { audit } = await loadManifest(ports, vault, file)
    return audit === undefined ? null : { ...audit, source: { kind: 'manifest', file } }
  } catch (error) {
    if (faultOf(error) === undefined) throw error
    return null
  }
}

/**
 * How far the manifests of a vault say that its audit log was, those of backups that are set aside among them. Rejects with the system's
 * errors where a folder can't be listed.
 */
export async function listAuditMarks(ports: Ports, vault: VaultAccess): Promise<readonly KnownMark[]> {
  const marks: KnownMark[] = []
  for (const folder of backupFolders) {
    for (const name of await listBackupFolder(ports, vault.folder, folder)) {
      const part = partOf(name)?.part
      if (part !== 'manifest' && part !== 'tombstone') continue
      const mark = await markIn(ports, vault, `${folder}/${name}`)
      if (mark !== null) marks.push(mark)
    }
  }
  return marks
}
