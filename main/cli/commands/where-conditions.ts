import { FaultError } from '../../../shared/domain/fault.ts'
import type { RowCondition } from '../../../shared/domain/row-filter.ts'

/** Forms of `--where`, for the help. */
export const whereForms =
  'COLUMN=VALUE, "COLUMN between A and B", "COLUMN like PATTERN" or "COLUMN is null"; the same column with several values: one of them'

function conditionOf(given: string): RowCondition {
  const isNull = /^([^\s=]+)\s+is\s+null$/i.exec(given)
  if (isNull !== null) return { column: isNull[1]!, test: 'is_null' }
  const between = /^([^\s=]+)\s+between\s+(.+?)\s+and\s+(.+)$/is.exec(given)
  if (between !== null) return { column: between[1]!, test: 'between', from: between[2]!, to: between[3]! }
  const like = /^([^\s=]+)\s+like\s+(.+)$/is.exec(given)
  if (like !== null) return { column: like[1]!, test: 'like', pattern: like[2]! }
  const at = given.indexOf('=')
  if (at > 0) return { column: given.slice(0, at), test: 'equals', value: given.slice(at + 1) }
  throw new FaultError({ code: 'WRONG_USE', detail: `--where takes ${whereForms}; not "${given}"` })
}

/** The conditions that `--where` options mean together. Throws WRONG_USE. */
export function conditionsOf(given: readonly string[]): readonly RowCondition[] {
  const all = given.map(conditionOf)
  const equal = new Map<string, string[]>()
  for (const one of all) {
    if (one.test === 'equals') equal.set(one.column, [...(equal.get(one.column) ?? []), one.value])
  }
  const values = [...equal.entries()].map(([column, wanted]): RowCondition =>
    wanted.length === 1
      ? { column, test: 'equals', value: wanted[0]! }
      : { column, test: 'one_of', values: wanted },
  )
  return [...values, ...all.filter((one) => one.test !== 'equals')]
}
