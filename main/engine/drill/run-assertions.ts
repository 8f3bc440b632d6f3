import {
  contradictionOf,
  type AssertedValue,
  type DrillAssertion,
} from '../../../shared/domain/drills/assertion.ts'
import type { Connection } from '../source/connect.ts'

/** What did not hold, and what could not be asked on this machine. */
export interface AssertionsFound {
  readonly contradictions: readonly string[]
  /** The statement is none that reads, or SQLite refuses it: nothing is known of what it asserts. */
  readonly impossible: readonly string[]
}

function ask(connection: Connection, { sql }: DrillAssertion): AssertedValue {
  const statement = connection.prepare(sql).safeIntegers(true)
  if (!statement.reader || !statement.readonly) throw new Error('it is no statement that reads')
  const row = statement.raw(true).get() as readonly unknown[] | undefined
  if (row === undefined) return { kind: 'no_row' }
  const [value] = row
  if (Buffer.isBuffer(value)) return { kind: 'bytes' }
  return { kind: 'value', value: value as string | number | bigint | null }
}

/** Asks a database, which is opened for reading only, what its owner asserts. */
export function runAssertions(
  connection: Connection,
  assertions: readonly DrillAssertion[],
): AssertionsFound {
  const contradictions: string[] = []
  const impossible: string[] = []
  for (const assertion of assertions) {
    try {
      const contradiction = contradictionOf(assertion, ask(connection, assertion))
      if (contradiction !== null) contradictions.push(contradiction)
    } catch (error) {
      impossible.push(
        `${assertion.name}: ${error instanceof Error ? error.message : 'SQLite gave no reason'}`,
      )
    }
  }
  return { contradictions, impossible }
}
