import type { AuditEntry } from './audit-entry.ts'

/** Something that was asked for, with what came of it: what a list shows in one row. */
export interface AuditedOperation {
  /** The newest that is said of it. */
  readonly entry: AuditEntry
  /** When it began; null where that is not among the entries. */
  readonly beganAt: string | null
}

/**
 * Operations, newest first: the entry of a begin goes into the row of its result, which is newer. `entries`: newest first, without gaps
 * between those that were filtered.
 */
export function operationsOfEntries(entries: readonly AuditEntry[]): readonly AuditedOperation[] {
  const ended = new Map<string, AuditEntry>()
  const begins = new Map<string, string>()
  for (const entry of entries) {
    const { kind, actId, at } = entry
    if (actId === null) continue
    if (kind === 'result' || kind === 'job_result') ended.set(actId, entry)
    if (kind === 'intent' || kind === 'job_intent') begins.set(actId, at)
  }
  const isBegin = ({ kind }: AuditEntry): boolean => kind === 'intent' || kind === 'job_intent'
  return entries
    .filter((entry) => !(isBegin(entry) && entry.actId !== null && ended.has(entry.actId)))
    .map((entry) => ({
      entry,
      beganAt: entry.actId === null ? null : (begins.get(entry.actId) ?? null),
    }))
}
