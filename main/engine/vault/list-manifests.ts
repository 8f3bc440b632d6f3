import type { BackupRecord } from '../../../shared/domain/backup-record.ts'
import type { Fault } from '../../../shared/domain/fault.ts'
import type { VaultAccess } from '../engine-types.ts'
import type { Ports } from '../ports/ports.ts'

/** One manifest of a vault: what it says, or why it says nothing. `manifestFile` is relative to the vault. */
export type ListedManifest =
  | { readonly manifestFile: string; readonly record: BackupRecord }
  | { readonly manifestFile: string; readonly fault: Fault }

/** Reads every manifest of a vault, folder by folder, and no payload. Damaged and too new ones are reported and stop nothing. */
export function listManifests(_ports: Ports, _vault: VaultAccess): AsyncIterable<ListedManifest> {
  throw new Error('not built yet')
}
