import { assertNever } from '../../../shared/base/assert-never.ts'
import type { CompareOutcome, CompareRequest, RunContext } from '../engine-types.ts'
import type { Ports } from '../ports/ports.ts'
import { openSides, type OpenSides } from './open-sides.ts'
import { pageOfChanges } from './page-of-changes.ts'
import { summarize } from './summarize.ts'
import { writeDifference } from './write-difference.ts'

async function compareOpened(
  ports: Ports,
  sides: OpenSides,
  { wish }: CompareRequest,
  run: RunContext,
): Promise<CompareOutcome> {
  const compared = { left: sides.left.compared, right: sides.right.compared }
  switch (wish.kind) {
    case 'summary':
      return { kind: 'summary', comparison: await summarize(sides, run) }
    case 'rows':
      return { kind: 'rows', ...compared, rows: pageOfChanges(sides, wish) }
    case 'sql':
      return { kind: 'sql', ...compared, exported: await writeDifference(ports, sides, wish.toPath, run) }
    default:
      return assertNever(wish, 'wish')
  }
}

/**
 * Compares a backup with the live database or with another backup, by what SQLite reads from both. Throws the faults of rebuilding a
 * backup and of reading a live database, SCRATCH_FULL, SCRATCH_WRITE_FAILED, TABLE_UNKNOWN, TABLE_UNREADABLE, EXPORT_FAILED,
 * WRONG_USE, and the signal's reason.
 */
export async function compareContents(
  ports: Ports,
  request: CompareRequest,
  run: RunContext,
): Promise<CompareOutcome> {
  const sides = await openSides(ports, request, run)
  try {
    return await compareOpened(ports, sides, request, run)
  } finally {
    sides.close()
  }
}
