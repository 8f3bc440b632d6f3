import type { TableView } from '../../../shared/domain/look.ts'
import { formatCount } from '../../../shared/domain/words/format-count.ts'
import type { GridColumn } from '../../components/grid/grid-column.ts'
import { Unknown } from '../../components/unknown.tsx'

/** The word of each kind of table. */
export const tableKindWords: Readonly<Record<TableView['kind'], string>> = {
  table: 'Table',
  without_rowid: 'Table without rowid',
  virtual: 'Virtual table',
  shadow: 'Part of a virtual table',
  view: 'View',
}

/** The columns of a list of tables inside a backup. */
export const tableColumns: readonly GridColumn<TableView>[] = [
  {
    id: 'name',
    header: 'Table',
    width: 150,
    grow: 2,
    cell: ({ name }) => <span className="grid-name">{name}</span>,
  },
  {
    id: 'rows',
    header: 'Rows',
    width: 84,
    align: 'right',
    cell: ({ rowCount, kind }) =>
      rowCount === null ? (
        <Unknown why={kind === 'view' ? 'The rows of a view are not counted' : 'Can’t be counted here'} />
      ) : (
        formatCount(rowCount)
      ),
  },
  {
    id: 'columns',
    header: 'Columns',
    width: 62,
    align: 'right',
    spare: 2,
    cell: ({ columns }) => columns.length,
  },
  {
    id: 'kind',
    header: 'Kind',
    width: 130,
    grow: 1,
    spare: 1,
    cell: ({ kind }) => <span className="soft">{tableKindWords[kind]}</span>,
  },
]
