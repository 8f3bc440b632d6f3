import type { RowCondition } from '../../../shared/domain/row-filter.ts'
import { quoteName } from '../source/quote-name.ts'
import type { ComparedTable, ComparedTables } from './compared-tables.ts'
import { conditionTerms, type BoundValues } from './row-conditions.ts'
import { keyCollation, keyTerms, tableTerm, type RowKey } from './row-key.ts'
import { joinBalanced } from './sql-terms.ts'
import type { TableColumn } from './table-shape.ts'

/** A statement's part with the values that it binds. */
export interface BoundSql {
  readonly sql: string
  readonly values: BoundValues
}

/** The name of the n-th column of the key in what `rowPairs` gives. */
export function keyName(n: number): string {
  return `k${n}`
}

/**
 * Whether two columns hold different values: another storage class, or other bytes. Affinity and collation are taken off; 0.0 and
 * -0.0, which SQLite calls equal, are told apart by the angle.
 */
function differTerm(left: TableColumn, right: TableColumn): string {
  const [l, r] = [`l.${quoteName(left.name)}`, `r.${quoteName(right.name)}`]
  const isOtherZero = `(+${l} = 0.0 AND atan2(0, ${l}) IS NOT atan2(0, ${r}))`
  return `(+${l} IS NOT +${r} COLLATE BINARY OR typeof(${l}) IS NOT typeof(${r}) OR ${isOtherZero})`
}

/** One term a compared column: 1 where the two sides differ in it. The tables are called `l` and `r`. */
export function differTerms({ left, right }: ComparedTables): readonly string[] {
  return left.columns.map((column, at) => differTerm(column, right.columns[at]!))
}

/** Equality of keys, which `of`'s own index answers; `terms` are the other side's. */
export function keyEquals(
  { key }: Pick<ComparedTable, 'key'>,
  alias: string,
  terms: readonly string[],
): string {
  return keyTerms(key, alias)
    .map((term, at) => `${term} = ${terms[at]!}${keyCollation(key, at)}`)
    .join(' AND ')
}

/** A whole table is walked in its own tree: an index may need a collation that is not here. */
function walked({ shape }: ComparedTable, alias: string): string {
  return `${tableTerm(shape)} AS ${alias}${shape.kind === 'virtual' ? '' : ' NOT INDEXED'}`
}

function namedKeys(key: RowKey, alias: string): string {
  return keyTerms(key, alias)
    .map((term, at) => `${term}${keyCollation(key, at)} AS ${keyName(at)}`)
    .join(', ')
}

/** The kind of a pair, from the cases that can come before: a key is never NULL, but where its row is not there. */
function kindTerm(cases: Readonly<Record<string, string>>, tables: ComparedTables): string {
  const missing = Object.entries(cases).map(([kind, key]) => `WHEN ${key} IS NULL THEN '${kind}'`)
  const differs = joinBalanced(differTerms(tables), 'OR', '0')
  return `CASE ${missing.join(' ')} WHEN ${differs} THEN 'changed' ELSE 'same' END AS kind`
}

/** Every row of either side. A row that both have comes once. */
function allPairs(tables: ComparedTables): string {
  const { left, right } = tables
  const [l, r] = [keyTerms(left.key, 'l'), keyTerms(right.key, 'r')]
  return `SELECT ${namedKeys(left.key, 'l')}, ${kindTerm({ removed: r[0]! }, tables)}
    FROM ${walked(left, 'l')} LEFT JOIN ${tableTerm(right.shape)} AS r ON ${keyEquals(right, 'r', l)}
    UNION ALL
    SELECT ${namedKeys(right.key, 'r')}, 'added' AS kind FROM ${walked(right, 'r')}
    WHERE NOT EXISTS (SELECT 1 FROM ${tableTerm(left.shape)} AS l WHERE ${keyEquals(left, 'l', r)})`
}

/** The rows that satisfy the conditions on either side: found by each side's own indexes, then looked up in both. */
function pickedPairs(tables: ComparedTables, conditions: readonly RowCondition[]): BoundSql {
  const { left, right } = tables
  const [l, r] = [keyTerms(left.key, 'l'), keyTerms(right.key, 'r')]
  const onLeft = conditionTerms(left.shape, conditions, { alias: 'l', prefix: 'left' })
  const onRight = conditionTerms(right.shape, conditions, { alias: 'r', prefix: 'right' })
  const picked = l.map((_, at) => `p.${keyName(at)}`)
  const sql = `SELECT ${picked.join(', ')}, ${kindTerm({ added: l[0]!, removed: r[0]! }, tables)}
    FROM (
      SELECT ${namedKeys(left.key, 'l')} FROM ${tableTerm(left.shape)} AS l WHERE ${onLeft.sql}
      UNION
      SELECT ${namedKeys(right.key, 'r')} FROM ${tableTerm(right.shape)} AS r WHERE ${onRight.sql}
    ) AS p
    LEFT JOIN ${tableTerm(left.shape)} AS l ON ${keyEquals(left, 'l', picked)}
    LEFT JOIN ${tableTerm(right.shape)} AS r ON ${keyEquals(right, 'r', picked)}`
  return { sql, values: { ...onLeft.values, ...onRight.values } }
}

/**
 * SQL that gives, for each row of either side, its key (`keyName`) and its `kind`: `added`, `changed`, `removed` or `same`. With
 * conditions: of the rows that satisfy all of them on one side or on both. Throws COLUMN_UNKNOWN, WRONG_USE.
 */
export function rowPairs(tables: ComparedTables, conditions: readonly RowCondition[]): BoundSql {
  return conditions.length === 0 ? { sql: allPairs(tables), values: {} } : pickedPairs(tables, conditions)
}
