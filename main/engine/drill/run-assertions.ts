import {
  outcomeOf,
  wantedWords,
  type AssertedValue,
  type AssertionOutcome,
  type DrillAssertion,
} from '../../../shared/domain/drills/assertion.ts'
import type { Connection } from '../source/connect.ts'

function ask(connection: Connection, { sql }: DrillAssertion): AssertedValue {
  const statement = connection.prepare(sql).safeIntegers(true)
  if (!statement.reader || !statement.readonly) throw new Error('it is no statement that reads')
  const row = statement.raw(true).get() as readonly unknown[] | undefined
  if (row === undefined) return { kind: 'no_row' }
  const [value] = row
  if (Buffer.isBuffer(value)) return { kind: 'bytes' }
  return { kind: 'value', value: value as string | number | bigint | null }
}

function impossible(assertion: DrillAssertion, error: unknown): AssertionOutcome {
  const { name, sql } = assertion
  const found = error instanceof Error ? error.message : 'SQLite gave no reason'
  return { name, sql, status: 'impossible', wanted: wantedWords(assertion), found }
}

/**
 * Asks a database, which is opened for reading only, what its owner asserts, and says what became of each. A statement that takes without
 * end takes until the job's time limit.
 */
export function runAssertions(
  connection: Connection,
  assertions: readonly DrillAssertion[],
): readonly AssertionOutcome[] {
  return assertions.map((assertion) => {
    try {
      return outcomeOf(assertion, ask(connection, assertion))
    } catch (error) {
      return impossible(assertion, error)
    }
  })
}
