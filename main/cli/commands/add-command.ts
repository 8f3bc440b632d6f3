import type { Fault } from '../../../shared/domain/fault.ts'
import { exitStatusOfAll, type ExitStatus } from '../../../shared/domain/faults/fault-exit-status.ts'
import { registerDatabases, type RegisterResult } from '../../operations/databases/register-databases.ts'
import { faultLines, jsonError } from '../output/print-fault.ts'
import { printable } from '../output/print-table.ts'
import {
  answer,
  openCommandVault,
  pathFrom,
  withSession,
  type GlobalOptions,
  type Session,
} from '../session.ts'
import type { Terminal } from '../terminal.ts'

/** Options of `add`. */
export interface AddOptions extends GlobalOptions {
  readonly name?: string | undefined
  readonly tier?: string | undefined
}

/** The fault of one result; undefined when it succeeded. */
export function faultOfResult(result: RegisterResult): Fault | undefined {
  return 'fault' in result ? result.fault : undefined
}

/** The results of registering in JSON. */
export function jsonRegistered(results: readonly RegisterResult[]) {
  return results.map((result) =>
    'fault' in result
      ? { path: result.path, success: false, error: jsonError(result.fault) }
      : { path: result.path, success: true, database: result.record },
  )
}

/** The results of registering for a person: what was added on standard output, what was not on standard error. */
export function printRegistered({ terminal }: Session, results: readonly RegisterResult[]): string {
  for (const result of results) if ('fault' in result) terminal.err(faultLines(result.fault))
  const added = results.filter((result) => 'record' in result)
  return added
    .map(({ record }) => `Added ${record.name} (${record.tier}): ${printable(record.path)}\n`)
    .join('')
}

/** `add FILE...`: registers SQLite files. */
export function addCommand(
  terminal: Terminal,
  files: readonly string[],
  options: AddOptions,
): Promise<ExitStatus> {
  return withSession(terminal, async (session) => {
    await openCommandVault(session, options, 'databases.add', { paths: files })
    const paths = files.map((file) => pathFrom(terminal, file))
    const { name, tier } = options
    const results = await registerDatabases(session.operations, { paths, name, tier })
    const faults = results.map(faultOfResult)
    const failed = faults.every((fault) => fault !== undefined) ? faults[0] : undefined
    const json = { results: jsonRegistered(results), ...(failed && { error: jsonError(failed) }) }
    answer(session, options, json, () => printRegistered(session, results))
    return exitStatusOfAll(faults)
  })
}
