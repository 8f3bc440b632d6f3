import {
  concludeGuardCheck,
  guardCheckNotMade,
  joinFindings,
  judgeComplaints,
  nothingFound,
  type Complaints,
  type GuardCheck,
  type SinceThen,
} from '../../../shared/domain/guard.ts'
import type { DatabaseDescription } from '../source/snapshot.ts'
import { checkIntegrity } from '../verify/check-integrity.ts'
import type { PartReport } from '../verify/check-part.ts'
import { openForChecks } from '../verify/open-for-checks.ts'
import { runCheckPart } from '../verify/run-check-part.ts'

/** An image, as SQLite's integrity check is to be made of it. */
export interface CheckedImage {
  readonly file: string
  readonly sizeBytes: number
  readonly description: DatabaseDescription
  readonly threads: number
}

/** What comes after the first so many complaints is not known, on either side. */
const mostComplaints = 100_000

const what = ['problem', 'problems'] as const
const notAllKnown: SinceThen = judgeComplaints(
  new Map(),
  new Map([['there are more problems than can be told apart from those before', 1]]),
)
const whole = 'SQLite’s integrity check holds'

function askAll(file: string): PartReport {
  const connection = openForChecks(file)
  try {
    return runCheckPart(connection, { kind: 'whole' }, mostComplaints)
  } finally {
    connection.close()
  }
}

/** SQLite counts rows from the beginning of a table: one that was removed since gives every later one another number. */
function withoutRowNumber(complaint: string): string {
  return complaint.replace(/\brow \d+/, 'a row')
}

function counted(report: PartReport): Complaints {
  const words = 'complaints' in report ? report.complaints : [report.impossible]
  const complaints = new Map<string, number>()
  for (const one of words.map(withoutRowNumber)) complaints.set(one, (complaints.get(one) ?? 0) + 1)
  return complaints
}

/** Whether all that is wrong was told. */
function isCut(report: PartReport): boolean {
  return 'complaints' in report && report.complaints.length >= mostComplaints
}

function isClean(report: PartReport): boolean {
  return 'complaints' in report && report.complaints.length === 0
}

/** CHECK constraints and more that needs a function or module which is not here. */
function remarksOf(reports: readonly PartReport[]): readonly string[] {
  return reports.flatMap((report) => {
    if ('complaints' in report) return report.leftOut ?? []
    return report.isDamage ? [] : [report.impossible]
  })
}

/**
 * Makes SQLite's integrity check of a content, and tells what the backup has wrong as well apart. The backup is looked at only where
 * something is wrong, and then both in the same way, in one piece: their words are compared. Rejects with the signal's reason.
 */
export async function integritySince(
  beforeFile: string,
  after: CheckedImage,
  signal: AbortSignal,
): Promise<GuardCheck> {
  const reports = await checkIntegrity({ ...after, extent: 'full', leavesForeignKeysOut: true }, signal)
  if (reports.every(isClean)) {
    const remarks = [...new Set(remarksOf(reports))]
    return concludeGuardCheck(nothingFound, what, [whole, ...remarks].join('; '))
  }
  const now = askAll(after.file)
  if ('impossible' in now && !now.isDamage) return guardCheckNotMade(now.impossible)
  signal.throwIfAborted()
  const since = judgeComplaints(counted(askAll(beforeFile)), counted(now))
  return concludeGuardCheck(isCut(now) ? joinFindings(since, notAllKnown) : since, what, whole)
}
