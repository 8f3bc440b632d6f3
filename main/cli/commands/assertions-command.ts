import { wantedWords, type DrillAssertion } from '../../../shared/domain/drills/assertion.ts'
import { exitStatus, type ExitStatus } from '../../../shared/domain/faults/fault-exit-status.ts'
import { FaultError } from '../../../shared/domain/fault.ts'
import { countOf } from '../../../shared/domain/words/format-count.ts'
import { allAssertions, assertionsOf, keepAssertions } from '../../operations/drills/keep-assertions.ts'
import type { OpenVault } from '../../operations/vaults/vault-session.ts'
import { databaseCalled } from '../find-called.ts'
import { printable } from '../output/print-table.ts'
import { readAssertions } from '../read-assertions.ts'
import { answer, openCommandVault, pathFrom, withSession, type GlobalOptions } from '../session.ts'
import type { Terminal } from '../terminal.ts'

interface Asserted {
  readonly database: string
  readonly databaseId: string
  readonly assertions: readonly DrillAssertion[]
}

function textOf({ database, assertions }: Asserted): string {
  const lines = assertions.map((one) => {
    const of = one.of === 'newest_backup' ? ' (of the newest backup only)' : ''
    return `  ${printable(one.name)}: ${printable(wantedWords(one))}${of}\n    ${printable(one.sql)}\n`
  })
  return `${printable(database)}: ${countOf(assertions.length, 'assertion')}\n${lines.join('')}`
}

function nameOf({ catalog }: OpenVault, databaseId: string): string {
  return catalog.databases.get(databaseId)?.name ?? databaseId
}

/** `assertions list [DATABASE]`: what is asserted of a database, or of every one. */
export function listAssertionsCommand(
  terminal: Terminal,
  called: string | undefined,
  options: GlobalOptions,
): Promise<ExitStatus> {
  return withSession(terminal, async (session) => {
    const vault = await openCommandVault(session, { ...options, isLooking: true }, 'drills.assertions')
    const { operations } = session
    if (called !== undefined) {
      const { databaseId, database } = databaseCalled(terminal, vault, called)
      const kept = await assertionsOf(operations, databaseId)
      if (kept !== null && 'problem' in kept) {
        throw new FaultError({ code: 'ASSERTIONS_INVALID', problem: kept.problem })
      }
      const asserted = { databaseId, database, assertions: kept?.assertions ?? [] }
      answer(session, options, asserted, () => textOf(asserted))
      return exitStatus.done
    }
    const { records, damaged } = await allAssertions(operations)
    const databases = records.map(({ databaseId, assertions }) => ({
      databaseId,
      database: nameOf(vault, databaseId),
      assertions,
    }))
    answer(session, options, { databases, damaged }, () => {
      for (const file of damaged) terminal.err(`${printable(file)} can’t be read.\n`)
      return databases.length === 0
        ? 'Nothing is asserted of any database.\n'
        : databases.map(textOf).join('')
    })
    return damaged.length === 0 ? exitStatus.done : exitStatus.failed
  })
}

/** `assertions set DATABASE FILE`, and `assertions clear DATABASE` where there is no file. */
export function setAssertionsCommand(
  terminal: Terminal,
  called: string,
  file: string | null,
  options: GlobalOptions,
): Promise<ExitStatus> {
  return withSession(terminal, async (session) => {
    const given = file === null ? [] : readAssertions(pathFrom(terminal, file))
    const vault = await openCommandVault(session, options, 'drills.keepAssertions', { database: called })
    const { databaseId, database } = databaseCalled(terminal, vault, called)
    const assertions = await keepAssertions(session.operations, databaseId, given)
    const asserted = { databaseId, database, assertions }
    answer(session, options, { success: true, ...asserted }, () => textOf(asserted))
    return exitStatus.done
  })
}
