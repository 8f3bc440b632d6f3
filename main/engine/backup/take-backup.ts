import type { BackupOutcome, BackupRequest, RunContext } from '../engine-types.ts'
import type { Ports } from '../ports/ports.ts'

/** Takes one backup: all of it, proved, or nothing. */
export function takeBackup(_ports: Ports, _request: BackupRequest, _run: RunContext): Promise<BackupOutcome> {
  return Promise.reject(new Error('not built yet'))
}
