import fs from 'node:fs'

import type { DrillAssertion } from '../../shared/domain/drills/assertion.ts'
import { FaultError } from '../../shared/domain/fault.ts'

function expectedFrom(value: unknown): DrillAssertion['expected'] | null {
  const { kind, value: wanted } = (value ?? {}) as { kind?: unknown; value?: unknown }
  if (kind === 'no_row') return { kind }
  if (kind === 'equals') {
    const isComparable = wanted === null || typeof wanted === 'string' || typeof wanted === 'number'
    return isComparable ? { kind, value: wanted } : null
  }
  return (kind === 'at_least' || kind === 'at_most') && typeof wanted === 'number'
    ? { kind, value: wanted }
    : null
}

function assertionFrom(value: unknown, n: number): DrillAssertion {
  const {
    name,
    sql,
    expected: given,
  } = (value ?? {}) as { name?: unknown; sql?: unknown; expected?: unknown }
  const expected = expectedFrom(given)
  if (typeof name !== 'string' || typeof sql !== 'string')
    throw new Error(`number ${n + 1} lacks a name or sql`)
  if (expected === null) throw new Error(`number ${n + 1} (${name}) expects nothing that can be compared`)
  return { name, sql, expected }
}

/** Reads a file of assertions: a JSON list of `name`, `sql` and `expected`. Throws WRONG_USE for one that is none, and says where. */
export function readAssertions(file: string): readonly DrillAssertion[] {
  try {
    const list: unknown = JSON.parse(fs.readFileSync(file, 'utf8'))
    if (!Array.isArray(list)) throw new Error('it is no list')
    return list.map(assertionFrom)
  } catch (error) {
    const detail = `${file} holds no assertions: ${(error as Error).message}`
    throw new FaultError({ code: 'WRONG_USE', detail })
  }
}
