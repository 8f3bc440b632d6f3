import type { BackupRequest, RunContext } from '../engine-types.ts'
import type { Ports } from '../ports/ports.ts'
import type { SnapshotSteps } from '../source/snapshot-steps.ts'
import type { VaultRun } from '../vault/run-in-vault.ts'
import type { Published } from './publish-backup.ts'

/** One backup under way. */
export interface BackupWork {
  readonly ports: Ports
  readonly request: BackupRequest
  readonly run: RunContext
  readonly vaultRun: VaultRun
  readonly steps: SnapshotSteps
  readonly backupId: string
  /** Null when the backup is not encrypted. */
  readonly dataKey: Uint8Array | null
  readonly vaultKey: Uint8Array | null
  readonly published: Published
}
