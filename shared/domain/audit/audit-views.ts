import type { AuditEntry, AuditResult } from './audit-entry.ts'

/** Which entries are looked for. What is left out accepts everything. */
export interface AuditFilter {
  /** A user, or a part of the name. */
  readonly user?: string | undefined
  /** An act's name, or the begin of it: `restore.`. */
  readonly act?: string | undefined
  readonly result?: AuditResult | undefined
  /** UTC, ISO 8601: not before, and before. */
  readonly from?: string | undefined
  readonly to?: string | undefined
  /** Words that are all in what the entry says. */
  readonly search?: string | undefined
}

/** A part of the log, newest first. */
export interface AuditPage {
  readonly entries: readonly AuditEntry[]
  /** Where to go on from, towards older ones; null: there are none. */
  readonly before: number | null
}

/** What was exported. */
export interface AuditExport {
  readonly folder: string
  readonly entries: number
  readonly files: readonly string[]
  readonly sizeBytes: number
}

function textOf({ user, machine, act, facts, fault, result, kind }: AuditEntry): string {
  return [user, machine, act ?? '', kind, result ?? '', fault ?? '', ...Object.values(facts).flat()]
    .join(' ')
    .toLowerCase()
}

/** Whether an entry is one that is looked for. */
export function acceptedBy(filter: AuditFilter): (entry: AuditEntry) => boolean {
  const words = (filter.search ?? '')
    .toLowerCase()
    .split(/\s+/)
    .filter((word) => word !== '')
  const user = filter.user?.toLowerCase()
  return (entry) =>
    (user === undefined || entry.user.toLowerCase().includes(user)) &&
    (filter.act === undefined || (entry.act ?? '').startsWith(filter.act)) &&
    (filter.result === undefined || entry.result === filter.result) &&
    (filter.from === undefined || entry.at >= filter.from) &&
    (filter.to === undefined || entry.at < filter.to) &&
    words.every((word) => textOf(entry).includes(word))
}
