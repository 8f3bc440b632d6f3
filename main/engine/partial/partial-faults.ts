import { FaultError } from '../../../shared/domain/fault.ts'
import type { PartialConflict } from '../../../shared/domain/partial-restore.ts'
import type { Ports } from '../ports/ports.ts'
import { asSourceFault, isBusy, isCorruption, sqliteCodeOf } from '../source/source-faults.ts'
import type { ResolvedTarget } from '../target/resolve-target.ts'
import { asTargetError } from '../target/target-faults.ts'
import { TableNotMade } from './make-table.ts'

/** Refuses to bring rows back, for reasons in words. */
export function blocked(path: string, conflicts: readonly string[], cause?: unknown): FaultError {
  return new FaultError({ code: 'PARTIAL_BLOCKED', path, conflicts }, { cause })
}

/** Throws PARTIAL_BLOCKED where a conflict blocks. */
export function refuseBlocked(path: string, conflicts: readonly PartialConflict[]): void {
  const blocking = conflicts.filter(({ isBlocking }) => isBlocking)
  if (blocking.length > 0)
    throw blocked(
      path,
      blocking.map(({ detail }) => detail),
    )
}

/** What SQLite says of rows and of what a schema names; not of the file. */
const ofTheContent = /^SQLITE_(ERROR|CONSTRAINT|MISMATCH|AUTH|TOOBIG)/

/** Turns what went wrong in the transaction into its fault; the transaction is rolled back by then, or never was committed. */
export async function asPartialFault(ports: Ports, target: ResolvedTarget, error: unknown): Promise<unknown> {
  if (error instanceof TableNotMade || ofTheContent.test(sqliteCodeOf(error) ?? '')) {
    return blocked(target.path, [(error as Error).message], error)
  }
  if (isBusy(error) || isCorruption(error)) return asSourceFault(target.path, error)
  // Rows need about their own size; how much that is can't be said here.
  return asTargetError(ports, { path: target.path, folder: target.folder, neededBytes: 0 }, error)
}
