import {
  concludeGuardCheck,
  guardCheckNotMade,
  judgeComplaints,
  nothingFound,
  type Complaints,
  type GuardCheck,
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

/** So many complaints of the database are looked at, and so many of the backup: what was there before is found among more. */
const mostAfter = 200
const mostBefore = 10_000

const what = ['problem', 'problems'] as const
const whole = 'SQLite’s integrity check holds'

function askAll(file: string, atMost: number): PartReport {
  const connection = openForChecks(file)
  try {
    return runCheckPart(connection, { kind: 'whole' }, atMost)
  } finally {
    connection.close()
  }
}

function counted(report: PartReport): Complaints {
  const words = 'complaints' in report ? report.complaints : [report.impossible]
  const complaints = new Map<string, number>()
  for (const one of words) complaints.set(one, (complaints.get(one) ?? 0) + 1)
  return complaints
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
  const now = askAll(after.file, mostAfter)
  if ('impossible' in now && !now.isDamage) return guardCheckNotMade(now.impossible)
  signal.throwIfAborted()
  const since = judgeComplaints(counted(askAll(beforeFile, mostBefore)), counted(now))
  return concludeGuardCheck(since, what, whole)
}
