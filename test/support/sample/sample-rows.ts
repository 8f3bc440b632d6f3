import { assertNever } from '../../../shared/base/assert-never.ts'
import type { Cell } from '../../../shared/domain/cell.ts'
import type { TableView } from '../../../shared/domain/look.ts'
import type { RowCondition } from '../../../shared/domain/row-filter.ts'

/** One table of the sample content: its description, and its rows as they are made up. */
export interface SampleTable {
  readonly view: TableView
  /** Of row n, from 0; `wrecked` as a bad UPDATE of rent growth in one metro left it. */
  row(n: number, wrecked: boolean): readonly Cell[]
}

const integer = (value: number): Cell => ({ kind: 'integer', text: String(value) })
const real = (value: number): Cell => ({ kind: 'real', text: value.toFixed(4) })
const text = (value: string): Cell => ({ kind: 'text', text: value, sizeBytes: value.length, isCut: false })

const metros = [35620, 31080, 16980, 26420, 38060, 19100, 42660, 19740, 14460, 12060] as const
const parameters = ['rent_growth', 'vacancy', 'cap_rate', 'opex_ratio', 'absorption'] as const

function column(name: string, declaredType: string, more: Partial<TableView['columns'][number]> = {}) {
  return { name, declaredType, primaryKey: 0, isNotNull: false, isGenerated: false, ...more }
}

const properties: SampleTable = {
  view: {
    name: 'property_data_table',
    kind: 'table',
    rowCount: 20_000,
    columns: [
      column('id', 'INTEGER', { primaryKey: 1 }),
      column('msa', 'INTEGER', { isNotNull: true }),
      column('parameter', 'TEXT', { isNotNull: true }),
      column('quarter', 'TEXT'),
      column('value', 'REAL'),
    ],
    sql: 'CREATE TABLE property_data_table (\n  id INTEGER PRIMARY KEY,\n  msa INTEGER NOT NULL,\n  parameter TEXT NOT NULL,\n  quarter TEXT,\n  value REAL\n)',
    parts: [
      {
        kind: 'index',
        name: 'property_by_metro',
        sql: 'CREATE INDEX property_by_metro ON property_data_table (msa, parameter)',
      },
    ],
  },
  row(n, wrecked) {
    const msa = metros[n % metros.length]!
    const parameter = parameters[Math.floor(n / metros.length) % parameters.length]!
    const isWrecked = wrecked && msa === 35620 && parameter === 'rent_growth'
    const value = isWrecked ? 0 : ((n * 7919) % 1000) / 10_000
    return [
      integer(n + 1),
      integer(msa),
      text(parameter),
      text(`${1990 + (n % 140) / 4}`.slice(0, 4)),
      real(value),
    ]
  },
}

const metroNames: SampleTable = {
  view: {
    name: 'metro',
    kind: 'table',
    rowCount: metros.length,
    columns: [column('msa', 'INTEGER', { primaryKey: 1 }), column('name', 'TEXT', { isNotNull: true })],
    sql: 'CREATE TABLE metro (msa INTEGER PRIMARY KEY, name TEXT NOT NULL)',
    parts: [],
  },
  row: (n) => [integer(metros[n] ?? 0), text(`Metro ${metros[n] ?? ''}`)],
}

const documents: SampleTable = {
  view: {
    name: 'lease_document',
    kind: 'without_rowid',
    rowCount: 240,
    columns: [
      column('number', 'TEXT', { primaryKey: 1, isNotNull: true }),
      column('scan', 'BLOB'),
      column('note', 'TEXT'),
      column('is_signed', 'INTEGER', { isGenerated: true }),
    ],
    sql: "CREATE TABLE lease_document (\n  number TEXT PRIMARY KEY,\n  scan BLOB,\n  note TEXT,\n  is_signed INTEGER AS (note LIKE 'signed%')\n) WITHOUT ROWID",
    parts: [
      {
        kind: 'trigger',
        name: 'lease_audit',
        sql: 'CREATE TRIGGER lease_audit AFTER UPDATE ON lease_document BEGIN SELECT 1; END',
      },
    ],
  },
  row: (n) => [
    text(`L-${String(n).padStart(5, '0')}`),
    { kind: 'blob', hex: '255044462d312e37'.repeat(32), sizeBytes: 48_000 + n * 317, isCut: true },
    n % 3 === 0 ? { kind: 'null' } : text(n % 2 === 0 ? 'signed by both parties' : 'draft'),
    integer(n % 3 !== 0 && n % 2 === 0 ? 1 : 0),
  ],
}

const view: SampleTable = {
  view: {
    name: 'newest_rent_growth',
    kind: 'view',
    rowCount: null,
    columns: [column('msa', 'INTEGER'), column('value', 'REAL')],
    sql: "CREATE VIEW newest_rent_growth AS SELECT msa, value FROM property_data_table WHERE parameter = 'rent_growth'",
    parts: [],
  },
  row: (n) => [integer(metros[n % 10]!), real(((n * 7919) % 1000) / 10_000)],
}

/** The tables of the sample content. */
export const sampleTables: readonly SampleTable[] = [documents, metroNames, view, properties]

/** How many rows a sample table has; a view as many as there are metros. */
export function rowCountOf({ view: { rowCount } }: SampleTable): number {
  return rowCount ?? metros.length
}

function plain(cell: Cell): string {
  if (cell.kind === 'null') return ''
  return cell.kind === 'blob' ? cell.hex : cell.text
}

function satisfies(cell: Cell, condition: RowCondition): boolean {
  switch (condition.test) {
    case 'is_null':
      return cell.kind === 'null'
    case 'equals':
      return plain(cell) === condition.value
    case 'one_of':
      return condition.values.includes(plain(cell))
    case 'between':
      return compareCells(cell, condition.from) >= 0 && compareCells(cell, condition.to) <= 0
    case 'like':
      return new RegExp(
        `^${condition.pattern
          .replaceAll(/[.*+?^${}()|[\]\\]/g, '\\$&')
          .replaceAll('%', '.*')
          .replaceAll('_', '.')}$`,
        'i',
      ).test(plain(cell))
    default:
      return assertNever(condition, 'condition')
  }
}

function compareCells(cell: Cell, other: string): number {
  const isNumber = cell.kind === 'integer' || cell.kind === 'real'
  return isNumber ? Number(cell.text) - Number(other) : plain(cell).localeCompare(other)
}

/** Whether a row of a sample table satisfies every condition. */
export function satisfiesAll(
  { view: { columns } }: SampleTable,
  row: readonly Cell[],
  conditions: readonly RowCondition[],
): boolean {
  const names = columns.map(({ name }) => name)
  return conditions.every((condition) => satisfies(row[names.indexOf(condition.column)]!, condition))
}

/** Rows of a sample table, filtered and sorted as the program does it. */
export function sampleRowsOf(
  table: SampleTable,
  wish: {
    readonly conditions: readonly RowCondition[]
    readonly sort?: string | undefined
    readonly descending: boolean
  },
): readonly (readonly Cell[])[] {
  const names = table.view.columns.map(({ name }) => name)
  const all = Array.from({ length: rowCountOf(table) }, (_, n) => table.row(n, false))
  const rows = all.filter((row) => satisfiesAll(table, row, wish.conditions))
  if (wish.sort === undefined) return rows
  const at = names.indexOf(wish.sort)
  return rows.toSorted((one, other) => compareCells(one[at]!, plain(other[at]!)) * (wish.descending ? -1 : 1))
}
