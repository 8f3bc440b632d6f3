import { assertedOf, type AssertedOf, type DrillAssertion } from './assertion.ts'

/** What is asserted of a database, kept in the vault (`.holdfast/assertions/DATABASEID.json`), to be read and edited by people. */
export interface KeptAssertions {
  readonly databaseId: string
  readonly assertions: readonly DrillAssertion[]
  /** UTC, ISO 8601. */
  readonly changedAt: string
  /** Who changed them last: a user of a system. */
  readonly by: string
}

/** Why what should be assertions is none, in words. */
export interface AssertionsProblem {
  readonly problem: string
}

/** So many are kept of a database. */
export const mostAssertions = 100
/** Characters of a name, of a statement, and of a text that is expected. */
export const assertionLimits = { name: 200, sql: 10_000, text: 1000 } as const

const comments = /^(?:\s|--[^\n]*(?:\n|$)|\/\*[\s\S]*?\*\/)+/

/** Whether a statement begins as one that only reads. SQLite says the rest, of a copy that is opened for reading only. */
function beginsAsReading(sql: string): boolean {
  return /^(?:select|with|values)\b/i.test(sql.replace(comments, ''))
}

function isValue(value: unknown): value is string | number | null {
  if (typeof value === 'string') return value.length <= assertionLimits.text
  return value === null || (typeof value === 'number' && Number.isFinite(value))
}

function expectedFrom(given: unknown): DrillAssertion['expected'] | null {
  const { kind, value } = (given ?? {}) as { kind?: unknown; value?: unknown }
  if (kind === 'no_row') return { kind }
  if (kind === 'equals') return isValue(value) ? { kind, value } : null
  const isLimit = kind === 'at_least' || kind === 'at_most'
  return isLimit && typeof value === 'number' && Number.isFinite(value) ? { kind, value } : null
}

function isText(value: unknown, most: number): value is string {
  return typeof value === 'string' && value.trim() !== '' && value.length <= most && !value.includes('\0')
}

function ofFrom(given: unknown): AssertedOf | null {
  return assertedOf.find((one) => one === (given ?? 'every_backup')) ?? null
}

function assertionFrom(value: unknown, n: number): DrillAssertion | AssertionsProblem {
  const { name, sql, expected, of } = (value ?? {}) as Readonly<Record<string, unknown>>
  const problem = (what: string): AssertionsProblem => ({ problem: `number ${n + 1} ${what}` })
  if (!isText(name, assertionLimits.name))
    return problem(`has no name of 1 to ${assertionLimits.name} characters`)
  const named = (what: string): AssertionsProblem => problem(`(${name}) ${what}`)
  if (!isText(sql, assertionLimits.sql)) return named(`has no sql of 1 to ${assertionLimits.sql} characters`)
  if (!beginsAsReading(sql))
    return named('is no statement that reads: it begins with none of SELECT, WITH and VALUES')
  const wanted = expectedFrom(expected)
  if (wanted === null) return named('expects nothing that can be compared')
  const asked = ofFrom(of)
  if (asked === null) return named(`is asked of none of ${assertedOf.join(' and ')}`)
  return { name, sql, expected: wanted, of: asked }
}

/** Reads a list of assertions, as a file says it or a person typed it; what is wrong with the first that is none. */
export function readAssertionList(value: unknown): readonly DrillAssertion[] | AssertionsProblem {
  if (!Array.isArray(value)) return { problem: 'it is no list' }
  if (value.length > mostAssertions) return { problem: `it has more than ${mostAssertions} assertions` }
  const assertions: DrillAssertion[] = []
  const names = new Set<string>()
  for (const [n, one] of value.entries()) {
    const read = assertionFrom(one, n)
    if ('problem' in read) return read
    if (names.has(read.name)) return { problem: `number ${n + 1} (${read.name}) has the name of another one` }
    names.add(read.name)
    assertions.push(read)
  }
  return assertions
}

/** What is asserted of one backup of its database. */
export function assertedOfBackup(
  assertions: readonly DrillAssertion[],
  isNewest: boolean,
): readonly DrillAssertion[] {
  return assertions.filter(({ of = 'every_backup' }) => isNewest || of === 'every_backup')
}
