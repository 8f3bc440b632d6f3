import type { DatabaseDescription, SchemaObject, TableDescription } from '../source/snapshot.ts'

function keyOf(object: SchemaObject): string {
  return `${object.type} "${object.name}"`
}

/** How a schema differs from the recorded one, object by object, in words; empty when it does not. */
export function schemaDifferences(
  expected: readonly SchemaObject[],
  found: readonly SchemaObject[],
): readonly string[] {
  const left = new Map(found.map((object) => [keyOf(object), object]))
  const findings: string[] = []
  for (const object of expected) {
    const same = left.get(keyOf(object))
    left.delete(keyOf(object))
    if (same === undefined) findings.push(`${keyOf(object)} is missing`)
    else if (same.sql !== object.sql || same.tableName !== object.tableName) {
      findings.push(`${keyOf(object)} is defined otherwise than recorded`)
    }
  }
  return [...findings, ...[...left.keys()].map((key) => `${key} was not recorded`)]
}

function tableDifference(expected: TableDescription, found: TableDescription | undefined): string | null {
  if (found === undefined) return `table "${expected.name}" is missing`
  if (found.kind !== expected.kind) return `table "${expected.name}" is of another kind than recorded`
  if (found.rowCount !== expected.rowCount) {
    return `table "${expected.name}" has ${found.rowCount ?? 'uncountable'} rows and not ${expected.rowCount ?? 'uncountable'}`
  }
  // A fingerprint that was not taken at the source proves nothing here either.
  if (expected.fingerprint !== null && found.fingerprint !== expected.fingerprint) {
    return `the content of table "${expected.name}" is not what was recorded`
  }
  return null
}

/** How tables differ from the recorded ones in rows and content, in words; empty when they do not. */
export function contentDifferences(
  expected: DatabaseDescription,
  found: DatabaseDescription,
): readonly string[] {
  const byName = new Map(found.tables.map((table) => [table.name, table]))
  return expected.tables.flatMap((table) => tableDifference(table, byName.get(table.name)) ?? [])
}

/** Tables that a person made: shadow tables belong to their virtual table. */
export function tableCountOf(description: DatabaseDescription): number {
  return description.tables.filter((table) => table.kind !== 'shadow').length
}

/** Rows of the ordinary tables. */
export function rowCountOf(description: DatabaseDescription): number {
  const ordinary = description.tables.filter(
    (table) => table.kind === 'table' || table.kind === 'without_rowid',
  )
  return ordinary.reduce((sum, table) => sum + (table.rowCount ?? 0), 0)
}
