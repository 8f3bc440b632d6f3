import { foldName } from '../content/sql-terms.ts'
import type { TableShape } from '../content/table-shape.ts'
import { moduleOf, whyRowsAreHidden } from '../content/virtual-rows.ts'
import type { Connection } from '../source/connect.ts'
import { quoteName } from '../source/quote-name.ts'

function virtualTables(connection: Connection, schemaName: string): readonly string[] {
  return connection
    .prepare<[], string>(
      `SELECT name FROM ${quoteName(schemaName)}.sqlite_schema WHERE type = 'table' AND (rootpage = 0 OR rootpage IS NULL)`,
    )
    .pluck()
    .all()
}

/** The virtual table that a shadow table belongs to, by SQLite's rule: its name, an underscore, a word. */
function ownerOf(connection: Connection, { schemaName, name }: TableShape): string | null {
  const owners = virtualTables(connection, schemaName).filter((owner) =>
    foldName(name).startsWith(`${foldName(owner)}_`),
  )
  return owners.toSorted((one, other) => other.length - one.length)[0] ?? null
}

/** Why a table of the backup is never brought back as it is asked for, with what to choose instead; null where it may be. */
export function whyNeverChosen(connection: Connection, stored: TableShape): string | null {
  const { name, kind } = stored
  if (/^sqlite_/i.test(name)) {
    return `${name} is SQLite’s own; it follows the tables that it is about`
  }
  if (kind === 'view') return `${name} is a view and has no rows of its own; choose the tables that it reads`
  if (kind === 'shadow') {
    const owner = ownerOf(connection, stored)
    const instead = owner === null ? '' : `; choose ${owner}`
    return `${name} is how a virtual table keeps its content${instead}`
  }
  if (kind !== 'virtual') return null
  const hidden = whyRowsAreHidden(stored)
  if (hidden === null) return null
  const isFts = moduleOf(stored).startsWith('fts')
  const remedy = isFts
    ? `; bring the table back that it indexes, and rebuild it: INSERT INTO ${name}(${name}) VALUES ('rebuild')`
    : ''
  return `${name}: ${hidden}${remedy}`
}
