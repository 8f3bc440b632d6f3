import Database from 'better-sqlite3'

import { FaultError } from '../../../shared/domain/fault.ts'
import type { Ports } from '../ports/ports.ts'
import { nameFor, type Connection } from '../source/connect.ts'
import { readSchema } from '../source/read-schema.ts'
import type { DatabaseDescription, SchemaObject } from '../source/snapshot.ts'
import { schemaDifferences } from '../verify/compare-descriptions.ts'
import { makeObjects, objectsToMake, type LeftOutObject } from './make-objects.ts'
import type { SchemaFacts } from './schema-facts.ts'

/** An empty database that was made. */
export interface SchemaImage {
  readonly pageSize: number
  readonly pageCount: number
  /** Objects made: tables, indexes, views and triggers that a statement makes. */
  readonly objects: number
  readonly leftOut: readonly LeftOutObject[]
}

const vacuumWords = { none: 'NONE', full: 'FULL', incremental: 'INCREMENTAL' } as const

function connectNew(file: string, facts: SchemaFacts): Connection {
  const connection = new Database(nameFor(file), { fileMustExist: true, timeout: 0 })
  connection.pragma('trusted_schema = OFF')
  connection.pragma('mmap_size = 0')
  // Nobody else knows the file, and it is flushed as a whole before it gets its name.
  connection.pragma('journal_mode = MEMORY')
  connection.pragma('synchronous = OFF')
  connection.pragma('foreign_keys = OFF')
  connection.pragma(`page_size = ${facts.pageSize}`)
  connection.pragma(`auto_vacuum = ${vacuumWords[facts.autoVacuum]}`)
  connection.pragma(`encoding = '${facts.encoding}'`)
  connection.pragma(`user_version = ${facts.userVersion}`)
  connection.pragma(`application_id = ${facts.applicationId}`)
  return connection
}

/** What a statement makes: not SQLite's own objects, nor what a module makes for its virtual table. */
function ownObjects(connection: Connection): readonly SchemaObject[] {
  const { objects, tables } = readSchema(connection)
  return objectsToMake({
    schema: objects,
    tables: tables.map(({ name, kind }) => ({ name, kind, rowCount: null, fingerprint: null })),
  })
}

function prove(connection: Connection, made: readonly SchemaObject[]): void {
  const differences = schemaDifferences(made, ownObjects(connection))
  const integrity = String(connection.pragma('integrity_check(1)', { simple: true }))
  const findings = [...differences, ...(integrity === 'ok' ? [] : [integrity])]
  if (findings.length === 0) return
  throw new FaultError({ code: 'RESTORE_PROOF_FAILED', detail: findings.join('; ') })
}

function build(file: string, facts: SchemaFacts, description: DatabaseDescription): SchemaImage {
  const connection = connectNew(file, facts)
  try {
    const { made, leftOut } = makeObjects(connection, objectsToMake(description))
    prove(connection, made)
    return {
      pageSize: connection.pragma('page_size', { simple: true }) as number,
      pageCount: connection.pragma('page_count', { simple: true }) as number,
      objects: made.length,
      leftOut,
    }
  } finally {
    connection.close()
  }
}

/**
 * Makes an empty database with a schema at `file`, where nothing is, and flushes it. Every object that is made equals its
 * source text by text; what can't be made here is in `leftOut`. Throws RESTORE_PROOF_FAILED when the file is not what was
 * meant, and SQLite's and the system's errors of writing; then the file may be there, unfinished.
 */
export async function buildSchemaImage(
  ports: Ports,
  facts: SchemaFacts,
  description: DatabaseDescription,
  file: string,
): Promise<SchemaImage> {
  // Made here and not by SQLite: private to its owner.
  await (await ports.files.open(file, 'create')).close()
  const image = build(file, facts, description)
  const open = await ports.files.open(file, 'update')
  try {
    await open.sync()
  } finally {
    await open.close()
  }
  return image
}
