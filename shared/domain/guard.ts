import type { ComparisonView } from './comparison.ts'
import type { Fault } from './fault.ts'
import { faultText } from './faults/fault-text.ts'
import { countOf } from './words/format-count.ts'

/** What is checked of a database after a change, in the order it is made. */
export const guardCheckNames = ['database_readable', 'tables', 'integrity', 'foreign_keys'] as const
export type GuardCheckName = (typeof guardCheckNames)[number]

/** What is wrong with a content, by its words, and how often. */
export type Complaints = ReadonlyMap<string, number>

/** One thing that is wrong. */
export interface GuardFinding {
  readonly words: string
  readonly times: number
}

/** What is wrong: the first of it, and how much there is in all. */
export interface GuardFindings {
  readonly listed: readonly GuardFinding[]
  readonly total: number
}

/** What is wrong after a change, told apart by whether it was so before. */
export interface SinceThen {
  /** Not so in the backup. */
  readonly fresh: GuardFindings
  /** So in the backup already: no fault of the change. */
  readonly before: GuardFindings
}

/** One check of a database after a change. Only what is fresh fails it. */
export interface GuardCheck extends SinceThen {
  /** `not_made`: it could not be made, here or of this content; `detail` says why. */
  readonly status: 'passed' | 'failed' | 'not_made'
  readonly detail: string
}

/** How much a content holds, without SQLite's own tables. */
export interface ContentSize {
  readonly tables: number
  readonly rows: number
}

/** A database after a change, beside the backup that was taken before it. */
export interface GuardReport {
  readonly status: 'passed' | 'failed'
  readonly databaseId: string
  readonly database: string
  readonly path: string
  readonly backupId: string
  /** UTC, ISO 8601. */
  readonly takenAt: string
  /** The moment of the database that was looked at, UTC, ISO 8601; null: it could not be read. */
  readonly observedAt: string | null
  readonly checks: Readonly<Record<GuardCheckName, GuardCheck>>
  readonly sizeBefore: ContentSize | null
  readonly sizeAfter: ContentSize | null
  /** What the change did, from the backup to the database; null: it could not be compared. */
  readonly difference: ComparisonView | null
  /** Why there is no difference; null where there is one. */
  readonly notCompared: string | null
}

/** What an engine saw of a change: the part of a report that rests on reading. */
export type ChangeSeen = Pick<
  GuardReport,
  'observedAt' | 'checks' | 'sizeBefore' | 'sizeAfter' | 'difference' | 'notCompared'
>

/** As many findings are listed; the rest is counted. */
export const mostFindings = 20

const none: GuardFindings = { listed: [], total: 0 }

/** Nothing was found. */
export const nothingFound: SinceThen = { fresh: none, before: none }

function add(findings: GuardFindings, words: string, times: number): GuardFindings {
  if (times === 0) return findings
  const isListed = findings.listed.length < mostFindings
  return {
    listed: isListed ? [...findings.listed, { words, times }] : findings.listed,
    total: findings.total + times,
  }
}

/**
 * Tells what is wrong after a change apart by whether it was wrong before. The same complaint made more often than before is fresh for
 * as many times as were added.
 */
export function judgeComplaints(before: Complaints, after: Complaints): SinceThen {
  let { fresh, before: old } = nothingFound
  for (const [words, times] of after) {
    const wasThere = Math.min(times, before.get(words) ?? 0)
    fresh = add(fresh, words, times - wasThere)
    old = add(old, words, wasThere)
  }
  return { fresh, before: old }
}

function joined(one: GuardFindings, other: GuardFindings): GuardFindings {
  const listed = [...one.listed, ...other.listed].slice(0, mostFindings)
  return { listed, total: one.total + other.total }
}

/** What two looks found, the first one's first. */
export function joinFindings(one: SinceThen, other: SinceThen): SinceThen {
  return { fresh: joined(one.fresh, other.fresh), before: joined(one.before, other.before) }
}

/** A check that was made. `whole` says what holds where nothing is wrong, `what` what is counted. */
export function concludeGuardCheck(
  since: SinceThen,
  what: readonly [string, string],
  whole: string,
): GuardCheck {
  const { fresh, before } = since
  const ofBefore = `${countOf(before.total, ...what)} from before the change`
  if (fresh.total > 0) {
    const [first] = fresh.listed
    const detail = `${countOf(fresh.total, ...what)} since the backup, the first: ${first?.words ?? ''}`
    return { ...since, status: 'failed', detail: before.total === 0 ? detail : `${detail}; and ${ofBefore}` }
  }
  const detail = before.total === 0 ? whole : `nothing new; ${ofBefore}, which the backup has too`
  return { ...since, status: 'passed', detail }
}

/** A check that could not be made, and why. */
export function guardCheckNotMade(why: string): GuardCheck {
  return { ...nothingFound, status: 'not_made', detail: why }
}

/** Whether the tables are still there. A change may remove some; a database that lost all of them is not the one it was. */
export function judgeTables(before: ContentSize, after: ContentSize): GuardCheck {
  const of = ({ tables, rows }: ContentSize): string => `${countOf(tables, 'table')}, ${countOf(rows, 'row')}`
  const detail = `${of(after)}; in the backup ${of(before)}`
  if (before.tables === 0 || after.tables > 0) return { ...nothingFound, status: 'passed', detail }
  const words = 'no table is left'
  return {
    fresh: { listed: [{ words, times: 1 }], total: 1 },
    before: none,
    status: 'failed',
    detail: `${words}; in the backup ${of(before)}`,
  }
}

/** What was seen of a database that can't be read any more: gone, replaced by something else, or broken. */
export function unreadableAfter(fault: Fault): ChangeSeen {
  const { message } = faultText(fault)
  const words = message.replace(/\.$/, '')
  const because = guardCheckNotMade('the database can’t be read')
  return {
    observedAt: null,
    checks: {
      database_readable: {
        fresh: { listed: [{ words, times: 1 }], total: 1 },
        before: none,
        status: 'failed',
        detail: words,
      },
      tables: because,
      integrity: because,
      foreign_keys: because,
    },
    sizeBefore: null,
    sizeAfter: null,
    difference: null,
    notCompared: 'the database can’t be read',
  }
}

/** The verdict on a change: failed where a check is. */
export function verdictOfGuard({ checks }: Pick<ChangeSeen, 'checks'>): GuardReport['status'] {
  return guardCheckNames.some((name) => checks[name].status === 'failed') ? 'failed' : 'passed'
}

const checkWords: Readonly<Record<GuardCheckName, string>> = {
  database_readable: 'Database readable',
  tables: 'Tables and rows',
  integrity: 'Integrity',
  foreign_keys: 'Foreign keys',
}

/** A check's name in words. */
export function nameGuardCheck(name: GuardCheckName): string {
  return checkWords[name]
}

/** What failed, in words that go on after a colon; empty where nothing did. */
export function failureOfGuard({ checks }: Pick<ChangeSeen, 'checks'>): string {
  return guardCheckNames
    .filter((name) => checks[name].status === 'failed')
    .map((name) => `${nameGuardCheck(name).toLowerCase()}: ${checks[name].detail}`)
    .join('; ')
}
