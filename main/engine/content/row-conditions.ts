import { assertNever } from '../../../shared/base/assert-never.ts'
import { FaultError } from '../../../shared/domain/fault.ts'
import type { RowCondition } from '../../../shared/domain/row-filter.ts'
import { quoteName } from '../source/quote-name.ts'
import { joinBalanced } from './sql-terms.ts'
import { findColumn, type TableColumn, type TableShape } from './table-shape.ts'

/** Values that are bound by their names. */
export type BoundValues = Readonly<Record<string, string | bigint | number>>

/** Conditions as SQL. */
export interface ConditionTerms {
  /** `1` where there are none. */
  readonly sql: string
  readonly values: BoundValues
}

/** SQLite's SQLITE_MAX_VARIABLE_NUMBER is 32,766; two sides may bind the same conditions in one statement. */
const mostValues = 16_000

const wholeNumber = /^\s*[+-]?\d+\s*$/
const anyNumber = /^\s*[+-]?(\d+\.?\d*|\.\d+)(e[+-]?\d+)?\s*$/i
const [least, most] = [-(2n ** 63n), 2n ** 63n - 1n]

/** What a text is as a number, by SQLite's own reading; null where it is none. */
function numberOf(text: string): bigint | number | null {
  if (wholeNumber.test(text)) {
    const whole = BigInt(text.trim().replace(/^\+/, ''))
    if (whole >= least && whole <= most) return whole
  }
  return anyNumber.test(text) ? Number(text) : null
}

/** Gives each value a name of its own. */
class Binder {
  readonly values: Record<string, string | bigint | number> = {}
  readonly #prefix: string
  #count = 0

  constructor(prefix: string) {
    this.#prefix = prefix
  }

  bind(value: string | bigint | number): string {
    const name = `${this.#prefix}${this.#count}`
    this.#count += 1
    this.values[name] = value
    return `@${name}`
  }
}

/**
 * The forms in which a typed value can stand in a column. A column with an affinity converts what it is compared with; one without
 * may hold the number as well as the text, and is compared with both.
 */
function formsOf({ affinity }: TableColumn, value: string): readonly (string | bigint | number)[] {
  const number = affinity === 'none' ? numberOf(value) : null
  return number === null ? [value] : [value, number]
}

function equalsOneOf(binder: Binder, term: string, column: TableColumn, values: readonly string[]): string {
  const forms = values.flatMap((value) => formsOf(column, value).map((form) => binder.bind(form)))
  return `${term} IN (${forms.join(', ')})`
}

function between(binder: Binder, term: string, column: TableColumn, from: string, to: string): string {
  const [textFrom, numberFrom] = formsOf(column, from)
  const [textTo, numberTo] = formsOf(column, to)
  const asText = `${term} BETWEEN ${binder.bind(textFrom!)} AND ${binder.bind(textTo!)}`
  if (numberFrom === undefined || numberTo === undefined) return asText
  // Any number is less than any text to SQLite, so the two can't be mixed up.
  return `(${asText} OR ${term} BETWEEN ${binder.bind(numberFrom)} AND ${binder.bind(numberTo)})`
}

function termOf(binder: Binder, table: TableShape, alias: string, condition: RowCondition): string {
  const column = findColumn(table, condition.column)
  const term = `${alias}.${quoteName(column.name)}`
  switch (condition.test) {
    case 'equals':
      return equalsOneOf(binder, term, column, [condition.value])
    case 'one_of':
      return equalsOneOf(binder, term, column, condition.values)
    case 'between':
      return between(binder, term, column, condition.from, condition.to)
    case 'is_null':
      return `${term} IS NULL`
    case 'like':
      return `${term} LIKE ${binder.bind(condition.pattern)}`
    default:
      return assertNever(condition, 'condition')
  }
}

/**
 * Conditions on the rows of a table that is called `alias` in the statement; `prefix` keeps the names of the bound values apart from
 * others there. Throws COLUMN_UNKNOWN, and WRONG_USE for more values than a statement can bind.
 */
export function conditionTerms(
  table: TableShape,
  conditions: readonly RowCondition[],
  { alias, prefix }: { readonly alias: string; readonly prefix: string },
): ConditionTerms {
  const binder = new Binder(prefix)
  const terms = conditions.map((condition) => termOf(binder, table, alias, condition))
  if (Object.keys(binder.values).length > mostValues) {
    const detail = `conditions with more than ${mostValues} values in all`
    throw new FaultError({ code: 'WRONG_USE', detail })
  }
  return { sql: joinBalanced(terms, 'AND', '1'), values: binder.values }
}
