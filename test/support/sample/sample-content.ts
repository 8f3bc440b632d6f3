import type { Client } from '../../../shared/contract/contract.ts'
import type { Cell } from '../../../shared/domain/cell.ts'
import type { ComparedSide, RowChange, TableChange } from '../../../shared/domain/comparison.ts'
import type { StoredBackup } from '../../../shared/domain/protection.ts'
import type { RowSelection } from '../../../shared/domain/row-filter.ts'
import { rowCountOf, sampleRowsOf, sampleTables, satisfiesAll, type SampleTable } from './sample-rows.ts'
import { SampleFault, type SampleStore } from './sample-store.ts'

type Look = Client['look']
type Compare = Client['compare']

function findTable(name: string, place: string): SampleTable {
  const found = sampleTables.find(({ view }) => view.name === name)
  if (found === undefined) throw new SampleFault({ code: 'TABLE_UNKNOWN', table: name, place })
  return found
}

function keyPlaces({ view }: SampleTable): readonly number[] {
  return view.columns.flatMap(({ primaryKey }, at) => (primaryKey > 0 ? [at] : []))
}

/** Rows on the left as they were backed up, on the right after a bad UPDATE, one row lost and one new. */
function changesOf(table: SampleTable): readonly RowChange[] {
  if (table.view.kind === 'view') return []
  const count = rowCountOf(table)
  const keyOf = (row: readonly Cell[]) => keyPlaces(table).map((at) => row[at]!)
  const pairs = Array.from({ length: count }, (_, n) => ({
    before: table.row(n, false),
    after: table.row(n, true),
  }))
  const changed = pairs.flatMap(({ before, after }): readonly RowChange[] => {
    const differing = before.flatMap((cell, at) =>
      JSON.stringify(cell) === JSON.stringify(after[at]) ? [] : [at],
    )
    return differing.length === 0 ? [] : [{ kind: 'changed', key: keyOf(before), before, after, differing }]
  })
  if (changed.length === 0) return []
  const lost = pairs.at(-1)!.before
  const fresh = table.row(count, true)
  return [
    ...changed,
    { kind: 'removed', key: keyOf(lost), before: lost, after: null, differing: [] },
    { kind: 'added', key: keyOf(fresh), before: null, after: fresh, differing: [] },
  ]
}

function countsOf(table: SampleTable): TableChange {
  const changes = changesOf(table)
  const of = (kind: RowChange['kind']): number => changes.filter((one) => one.kind === kind).length
  const [added, changed, removed] = [of('added'), of('changed'), of('removed')]
  return {
    table: table.view.name,
    added,
    changed,
    removed,
    same: rowCountOf(table) - changed - removed,
    keyColumns: keyPlaces(table).map((at) => table.view.columns[at]!.name),
    notCompared: null,
  }
}

/** A sample table by its name. Throws TABLE_UNKNOWN. */
export function sampleTable(name: string): SampleTable {
  return findTable(name, 'the backup')
}

/** What bringing the selected rows of a sample table back would do, and how many rows of the backup satisfy the conditions. */
export function sampleChanges({ table, conditions }: RowSelection): {
  readonly columns: readonly string[]
  readonly keyColumns: readonly string[]
  readonly rows: readonly RowChange[]
  readonly count: number
} {
  const found = sampleTable(table)
  const isChosen = (row: readonly Cell[] | null): boolean =>
    row !== null && satisfiesAll(found, row, conditions)
  const back = { added: 'removed', changed: 'changed', removed: 'added' } as const
  const rows = changesOf(found)
    .filter(({ before, after }) => isChosen(before) || isChosen(after))
    .map((one): RowChange => ({ ...one, kind: back[one.kind], before: one.after, after: one.before }))
  return {
    columns: found.view.columns.map(({ name }) => name),
    keyColumns: countsOf(found).keyColumns,
    rows,
    count: sampleRowsOf(found, { conditions, descending: false }).length,
  }
}

/** Looking inside and comparing, from made-up rows. */
export function sampleContent(
  store: SampleStore,
  find: (id: string) => StoredBackup,
): Pick<Client, 'look' | 'compare'> {
  const look: Look = {
    content: async ({ backupId }) => {
      const { takenAt, pageSize } = find(backupId)
      return { backupId, takenAt, pageSize, encoding: 'UTF-8', tables: sampleTables.map(({ view }) => view) }
    },
    rows: async ({ backupId, table, conditions = [], sort, descending = false, offset = 0, limit = 200 }) => {
      const found = findTable(table, find(backupId).file)
      const rows = sampleRowsOf(found, { conditions, sort, descending })
      return {
        columns: found.view.columns.map(({ name }) => name),
        rows: rows.slice(offset, offset + limit),
        total: rows.length,
      }
    },
  }
  const rightOf = (backup: StoredBackup, otherBackupId: string | undefined): ComparedSide => {
    if (otherBackupId !== undefined) {
      return { kind: 'backup', backupId: otherBackupId, takenAt: find(otherBackupId).takenAt }
    }
    const path =
      store.scene.databases.find(({ id }) => id === backup.databaseId)?.path ?? '/srv/dcf/core/x.db'
    return { kind: 'live', path, observedAt: new Date().toISOString() }
  }
  const compare: Compare = {
    summary: async ({ backupId, otherBackupId }) => {
      const backup = find(backupId)
      return {
        left: { kind: 'backup', backupId, takenAt: backup.takenAt },
        right: rightOf(backup, otherBackupId),
        schema: [
          {
            kind: 'index',
            name: 'property_by_quarter',
            change: 'added',
            before: null,
            after: 'CREATE INDEX property_by_quarter ON property_data_table (quarter)',
          },
        ],
        tables: [
          ...sampleTables.filter(({ view }) => view.kind !== 'view').map(countsOf),
          {
            table: 'notes_search',
            added: 0,
            changed: 0,
            removed: 0,
            same: 0,
            keyColumns: [],
            notCompared: 'it is an index over texts that it does not hold itself',
          },
        ],
      }
    },
    rows: async ({ backupId, table, kind, offset = 0, limit = 200 }) => {
      const found = findTable(table, find(backupId).file)
      const rows = changesOf(found).filter((one) => kind === undefined || one.kind === kind)
      return {
        columns: found.view.columns.map(({ name }) => name),
        keyColumns: countsOf(found).keyColumns,
        rows: rows.slice(offset, offset + limit),
        total: rows.length,
      }
    },
    exportSql: async ({ toPath }) => ({ path: toPath, statements: 402, sizeBytes: 31_204, leftOut: [] }),
  }
  return { look, compare }
}
