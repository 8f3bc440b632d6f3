import type { Act } from '../access/act.ts'

/** Acts of viewers that read what is in a database, or the log itself, or take it out. */
const readingActs: ReadonlySet<string> = new Set([
  'look.content',
  'look.rows',
  'compare.summary',
  'compare.rows',
  'partial.preview',
  'partial.rows',
  'audit.list',
  'audit.verify',
])

/** Acts that a viewer may do, too, though they change something. */
const viewersActs: ReadonlySet<string> = new Set(['access.mend', 'system.changeSettings', 'vault.close'])

/** Acts that only look, though they need more than a viewer's role: a window asks for them again and again. */
const lookingActs: ReadonlySet<string> = new Set(['channels.list', 'databases.scan'])

/** Acts that remove something for good: not done where they can be recorded nowhere. */
const removingActs: ReadonlySet<string> = new Set(['retention.run', 'databases.remove'])

/** Acts, and jobs, that replace or remove something: all before and after them is signed. */
const destructiveActs: ReadonlySet<string> = new Set([
  ...removingActs,
  'restore.start',
  'partial.start',
  'archives.restore',
  'job.restore',
  'job.partial_restore',
  'job.system_restore',
  'job.prune',
])

/** Acts that end with another vault than they began with: they stand in the log of that one, with their result alone. */
const openingActs: ReadonlySet<string> = new Set(['vault.create', 'vault.open', 'vault.unlock'])

/**
 * Whether an act is kept in the audit log: all that needs more than a viewer's role or changes something, what opens a vault, and what reads
 * contents or the log.
 */
export function isAudited({ name, needs }: Pick<Act, 'name' | 'needs'>): boolean {
  if (needs !== 'viewer') return true
  return [readingActs, viewersActs, openingActs].some((acts) => acts.has(name))
}

/** Whether an act only reads: the same one, asked for again within minutes, is said once. */
export function isReading(name: string): boolean {
  return readingActs.has(name) || lookingActs.has(name)
}

/** Whether an act or a job (`job.prune`) is refused where it can be recorded nowhere. */
export function mustBeRecorded(name: string): boolean {
  return removingActs.has(name) || name === 'job.prune'
}

/** Whether signed checkpoints stand before and after an act or a job. */
export function isDestructive(name: string): boolean {
  return destructiveActs.has(name)
}

/** Whether it is not known before the end of an act which vault it belongs to. */
export function opensVault(name: string): boolean {
  return openingActs.has(name)
}
