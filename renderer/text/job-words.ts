import type { JobKind, JobState, JobView } from '../../shared/domain/job.ts'
import { formatBytes, formatSpeed } from '../../shared/domain/words/format-bytes.ts'
import { formatCount } from '../../shared/domain/words/format-count.ts'
import { formatDuration } from '../../shared/domain/words/format-duration.ts'

/** The word of each kind of job, as a noun. */
export const jobKindWords: Readonly<Record<JobKind, string>> = {
  backup: 'Backup',
  verify: 'Verification',
  restore: 'Restore',
  drill: 'Drill',
  prove_detection: 'Proof of detection',
  merge: 'Merge',
  partial_restore: 'Partial restore',
  schema_copy: 'Schema copy',
  prune: 'Clean-up',
  system_backup: 'Backup',
  system_verify: 'Verification',
  system_restore: 'Restore',
}

/** The word of each state of a job. */
export const jobStateWords: Readonly<Record<JobState, string>> = {
  waiting: 'Waiting',
  running: 'Running',
  done: 'Done',
  failed: 'Failed',
  cancelled: 'Cancelled',
}

/** What cancelling a job leaves behind. */
export const cancelLeaves: Readonly<Record<JobKind, string>> = {
  backup: 'Cancelling leaves every earlier backup as it is; what this one wrote is cleared away.',
  verify: 'Cancelling leaves the backup and its last verdict as they are.',
  drill: 'Cancelling leaves the backup and its last drill as they are; what was restored is cleared away.',
  prove_detection: 'Cancelling leaves the vault as it is; the copy is cleared away.',
  restore: 'Cancelling leaves the file at the target as it is; what was rebuilt beside it is cleared away.',
  merge: 'Cancelling leaves the chain as it is; what the merge wrote is cleared away.',
  partial_restore: 'Cancelling rolls the transaction back: the database is as it was.',
  schema_copy: 'Cancelling leaves nothing at the target.',
  prune: 'Cancelling ends it after the backup at hand; what was removed so far stays removed.',
  system_backup: 'Cancelling leaves every earlier archive as it is; what this one wrote is cleared away.',
  system_verify: 'Cancelling leaves the archive and its last verdict as they are.',
  system_restore:
    'Cancelling leaves databases that are back as they are, and those still to come as they were.',
}

/** What a job that was cancelled left behind. */
export const cancelLeft: Readonly<Record<JobKind, string>> = {
  backup: 'Every earlier backup is as it was; what this one wrote is cleared away.',
  verify: 'The backup and its last verdict are as they were.',
  drill: 'The backup and its last drill are as they were; what was restored is cleared away.',
  prove_detection: 'The vault is as it was; the copy is cleared away.',
  restore: 'The file at the target is as it was; what was rebuilt beside it is cleared away.',
  merge: 'The chain is as it was; what the merge wrote is cleared away.',
  partial_restore:
    'The transaction was rolled back: the database is as it was. The pre-update backup, if it was taken, is kept.',
  schema_copy: 'Nothing is at the target.',
  prune: 'What it removed until then stays removed, and every other backup is where it was.',
  system_backup: 'Every earlier archive is as it was; what this one wrote is cleared away.',
  system_verify: 'The archive and its last verdict are as they were.',
  system_restore: 'No database was touched; what was unpacked is cleared away.',
}

const pagedKinds: ReadonlySet<JobKind> = new Set([
  'restore',
  'partial_restore',
  'schema_copy',
  'system_restore',
])

/** Whether a job has a page of its run and its proof. */
export function hasRunPage(kind: JobKind): boolean {
  return pagedKinds.has(kind)
}

/** How far a job is, 0 to 1; null while not known. */
export function jobFraction(job: JobView): number | null {
  const { doneBytes, totalBytes } = job.progress
  if (job.state === 'done') return 1
  if (totalBytes === null || totalBytes === 0) return null
  return Math.min(1, doneBytes / totalBytes)
}

/** An estimate has no hundredths: whole seconds, rounded up. */
function leftWords(timeLeftMs: number): string {
  return timeLeftMs < 59_000 ? `${Math.ceil(timeLeftMs / 1000)} s` : formatDuration(timeLeftMs)
}

/** The numbers of a running job: `412 MiB of 1.20 GiB · 118 MiB/s · 7 s left`. What is not known is left out. */
export function jobNumbers(job: JobView): string {
  const { doneBytes, totalBytes } = job.progress
  const amount =
    totalBytes === null ? formatBytes(doneBytes) : `${formatBytes(doneBytes)} of ${formatBytes(totalBytes)}`
  const parts = [amount]
  if (job.bytesPerSecond !== null) parts.push(formatSpeed(job.bytesPerSecond))
  if (job.timeLeftMs !== null) parts.push(`${leftWords(job.timeLeftMs)} left`)
  return parts.join(' · ')
}

/** How long a job ran, milliseconds; null while it has not ended. */
export function jobDurationMs(job: JobView): number | null {
  if (job.startedAt === undefined || job.endedAt === undefined) return null
  return new Date(job.endedAt).getTime() - new Date(job.startedAt).getTime()
}

const manyWords: Readonly<Record<JobKind, string>> = {
  backup: 'backups',
  verify: 'verifications',
  restore: 'restores',
  drill: 'drills',
  prove_detection: 'proofs of detection',
  merge: 'merges',
  partial_restore: 'partial restores',
  schema_copy: 'schema copies',
  prune: 'clean-ups',
  system_backup: 'backups of the complete system',
  system_verify: 'verifications of the complete system',
  system_restore: 'restores of the complete system',
}

function oneDone(job: JobView): string {
  const ms = jobDurationMs(job)
  const time = ms === null ? '' : ` in ${formatDuration(ms)}`
  if (job.remark === 'unchanged') return `${job.database} is as its newest backup has it. Nothing was stored.`
  if (job.remark === 'full_instead') {
    return `A full backup of ${job.database} is done${time}: no earlier one could be built on.`
  }
  return `${jobKindWords[job.kind]} of ${job.database} is done${time}.`
}

/** Says that jobs are done: one by its name and time, several by their number. */
export function doneSentence(jobs: readonly JobView[]): string {
  const [first] = jobs
  if (first === undefined) return ''
  if (jobs.length === 1) return oneDone(first)
  const areAlike = jobs.every(({ kind }) => kind === first.kind)
  const all = `${formatCount(jobs.length)} ${areAlike ? manyWords[first.kind] : 'jobs'} are done`
  const unchanged = jobs.filter(({ remark }) => remark === 'unchanged').length
  if (unchanged === 0) return `${all}.`
  const which = unchanged === jobs.length ? 'any of them' : `${formatCount(unchanged)} of them`
  return `${all}; nothing had changed in ${which}.`
}
