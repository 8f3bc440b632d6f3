import { assertNever } from '../../../shared/base/assert-never.ts'
import type { TableShape } from './table-shape.ts'

/** The module of a virtual table, as its statement names it, in small letters; empty where it names none. */
export function moduleOf({ sql }: Pick<TableShape, 'sql'>): string {
  const [, quoted, plain] = /\bUSING\s+(?:["'`[]([^"'`\]]+)["'`\]]|([\w$]+))/i.exec(sql) ?? []
  return (quoted ?? plain ?? '').toLowerCase()
}

/** Modules whose tables hold rows of their own that can be read back by rowid just as they were written. */
const modulesWithRows = new Set(['fts3', 'fts4', 'fts5', 'rtree', 'rtree_i32', 'geopoly'])

/** An FTS table that keeps no copy of its texts, or has them in another table. */
const contentElsewhere = /[(,]\s*content\s*=/i

/**
 * Why the rows of a table or view are not content of its own; null where they are. Shadow tables are what a virtual table is made of:
 * the same content may lie in them in another way.
 */
export function whyRowsAreHidden(shape: TableShape): string | null {
  switch (shape.kind) {
    case 'view':
      return 'a view has no rows of its own'
    case 'shadow':
      return 'it is how a virtual table keeps its content'
    case 'virtual': {
      const name = moduleOf(shape)
      if (!modulesWithRows.has(name)) return `how the module ${name} keeps its rows is not known here`
      if (contentElsewhere.test(shape.sql)) return 'it is an index over texts that it does not hold itself'
      return shape.columns.length === 0 ? `the module ${name} is not here` : null
    }
    case 'table':
    case 'without_rowid':
      return null
    default:
      return assertNever(shape.kind, 'kind of table')
  }
}
