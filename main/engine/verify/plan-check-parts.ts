import type { IntegrityExtent } from '../../../shared/domain/validation.ts'
import type { DatabaseDescription } from '../source/snapshot.ts'
import type { CheckPart } from './check-part.ts'

/** Tables for which the full check does more than the quick one, by rows times what is looked up for each, the dearest first. */
function tablesByCost({ schema, tables }: DatabaseDescription): readonly string[] {
  const costOf = new Map<string, number>()
  for (const { name, kind, rowCount } of tables) {
    const indexes = schema.filter((object) => object.type === 'index' && object.tableName === name).length
    const lookups = indexes + (kind === 'without_rowid' ? 1 : 0)
    if (lookups > 0) costOf.set(name, lookups * (rowCount ?? Number.MAX_SAFE_INTEGER))
  }
  return [...costOf.keys()].toSorted((a, b) => (costOf.get(b) ?? 0) - (costOf.get(a) ?? 0))
}

/**
 * What SQLite is to be asked, the longest first. The full check of everything is split by tables where that lets threads
 * share it. Its two halves (SQLite's pragma.c): the walk over every tree and all free pages, which is the quick check's as
 * well; and every row with its index entries, which the full check of a table alone makes in the same way. Of virtual tables
 * the check of one table says nothing, so a database that has any is not split.
 */
export function planCheckParts(
  description: DatabaseDescription,
  extent: IntegrityExtent,
  threads: number,
): readonly CheckPart[] {
  const foreignKeys: CheckPart = { kind: 'foreign_keys' }
  if (extent === 'quick') return [{ kind: 'quick' }, foreignKeys]
  const tables = tablesByCost(description)
  const isSplit =
    threads > 1 && tables.length > 1 && description.tables.every(({ kind }) => kind !== 'virtual')
  if (!isSplit) return [{ kind: 'whole' }, foreignKeys]
  return [...tables.map((table) => ({ kind: 'table', table }) as const), { kind: 'quick' }, foreignKeys]
}
