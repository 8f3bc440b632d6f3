import type { RunContext, StoringOrder } from '../engine-types.ts'
import type { Ports } from '../ports/ports.ts'
import type { VaultRun } from '../vault/run-in-vault.ts'
import type { Published } from './publish-backup.ts'

/** One backup under way. */
export interface BackupWork {
  readonly ports: Ports
  readonly order: StoringOrder
  readonly run: RunContext
  readonly vaultRun: VaultRun
  readonly backupId: string
  /** Null when the backup is not encrypted. */
  readonly dataKey: Uint8Array | null
  readonly vaultKey: Uint8Array | null
  readonly published: Published
}
