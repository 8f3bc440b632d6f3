import type { ColumnView, TableView } from '../../../shared/domain/look.ts'
import { Copyable } from '../../components/copyable.tsx'
import { tableKindWords } from './table-columns.tsx'

/** How one table was made: its columns, its statement, its indexes and triggers. */
export function LookSchema({ table }: { readonly table: TableView }) {
  return (
    <div className="look-schema">
      <p className="soft">{tableKindWords[table.kind]}</p>
      <table className="counts">
        <thead>
          <tr>
            <th scope="col">Column</th>
            <th scope="col">Declared type</th>
            <th scope="col">Rules</th>
          </tr>
        </thead>
        <tbody>
          {table.columns.map((column) => (
            <tr key={column.name}>
              <th scope="row" className="mono">
                {column.name}
              </th>
              <td className="mono">{column.declaredType || <span className="cell-null">none</span>}</td>
              <td className="soft">{rulesOf(column)}</td>
            </tr>
          ))}
        </tbody>
      </table>
      <SqlText sql={table.sql} what={`the statement of ${table.name}`} />
      {table.parts.map(({ kind, name, sql }) => (
        <section key={`${kind} ${name}`} className="section">
          <h2>
            {kind === 'index' ? 'Index' : 'Trigger'} <span className="mono">{name}</span>
          </h2>
          {sql === null ? (
            <p className="soft small">SQLite made it by itself, for a key of the table.</p>
          ) : (
            <SqlText sql={sql} what={`the statement of ${name}`} />
          )}
        </section>
      ))}
    </div>
  )
}

function rulesOf({ primaryKey, isNotNull, isGenerated }: ColumnView): string {
  const rules = [
    primaryKey > 0 ? `primary key ${primaryKey}` : '',
    isNotNull ? 'not null' : '',
    isGenerated ? 'generated' : '',
  ]
  return rules.filter((rule) => rule !== '').join(', ')
}

/** A statement as it is written, to copy. */
export function SqlText({ sql, what }: { readonly sql: string; readonly what: string }) {
  return (
    <Copyable text={sql} what={what}>
      <pre className="sql">{sql}</pre>
    </Copyable>
  )
}
