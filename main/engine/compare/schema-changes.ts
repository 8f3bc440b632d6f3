import type { ObjectChange } from '../../../shared/domain/comparison.ts'
import { foldName } from '../content/sql-terms.ts'
import type { Schema } from '../source/read-schema.ts'
import type { SchemaObject } from '../source/snapshot.ts'

/** What SQLite makes by itself: its own tables, automatic indexes, and the tables that a virtual table is made of. */
function isOwn({ name, sql }: SchemaObject, shadows: ReadonlySet<string>): boolean {
  return sql === null || /^sqlite_/i.test(name) || shadows.has(name)
}

/** The objects that people made, by kind and name. */
function madeObjects({ objects, tables }: Schema): ReadonlyMap<string, SchemaObject> {
  const shadows = new Set(tables.filter(({ kind }) => kind === 'shadow').map(({ name }) => name))
  return new Map(
    objects
      .filter((object) => !isOwn(object, shadows))
      .map((object) => [`${object.type}\0${foldName(object.name)}`, object]),
  )
}

/** The objects that differ, or are on one side only, by kind and name. */
export function schemaChanges(left: Schema, right: Schema): readonly ObjectChange[] {
  const made = { left: madeObjects(left), right: madeObjects(right) }
  const keys = [...new Set([...made.left.keys(), ...made.right.keys()])].toSorted()
  return keys.flatMap((key): readonly ObjectChange[] => {
    const before = made.left.get(key)
    const after = made.right.get(key)
    const object = before ?? after
    if (object === undefined || before?.sql === after?.sql) return []
    const change = before === undefined ? 'added' : after === undefined ? 'removed' : 'changed'
    const { type: kind, name } = object
    return [{ kind, name, change, before: before?.sql ?? null, after: after?.sql ?? null }]
  })
}
