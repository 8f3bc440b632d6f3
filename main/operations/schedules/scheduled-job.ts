import type { OperationsContext } from '../operations-context.ts'
import { backupJob } from '../backups/take-backups.ts'
import { cleanUpJob } from '../retention/clean-up-job.ts'
import type { Job } from '../queue/job-queue.ts'
import type { OpenVault } from '../vaults/vault-session.ts'
import { systemJob } from '../system/take-system.ts'
import type { Planned } from './planned-work.ts'

/** The job that a schedule's slot runs; null: there is nothing to do (a complete system of no database). */
export function scheduledJob(
  context: OperationsContext,
  vault: OpenVault,
  { work, schedule }: Planned,
  slotAt: string,
): Job<unknown> | null {
  const { type, label } = schedule
  if (work.kind === 'backup') return backupJob(context, vault, work.record, { type, label, slotAt })
  if (work.kind === 'system') return systemJob(context, vault, work.policy, slotAt)
  return cleanUpJob(context, vault, slotAt)
}
