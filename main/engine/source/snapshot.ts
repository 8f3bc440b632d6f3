import type { FilePlace } from './page-source.ts'

/** What a live database is, read in the snapshot's own transaction. */
export interface SourceFacts {
  readonly pageSize: number
  readonly pageCount: number
  readonly journalMode: 'wal' | 'rollback'
  /** Header fields that tell cheaply whether anything changed; see SQLite's file format, section 1.3. */
  readonly changeCounter: number
  readonly schemaCookie: number
  readonly writerVersion: number
  /** What the administrator should know: a crashed writer's journal was rolled back, the writer has a known defect… */
  readonly remarks: readonly string[]
}

/**
 * One moment of a live database, held still while it is read. Other processes go on reading and writing
 * (rollback-journal mode: their commits waited while the file was copied; the lock is given back before this is handed out).
 */
export interface SourceSnapshot {
  readonly facts: SourceFacts
  /** Wall clock just after the transaction began, UTC milliseconds. */
  readonly takenAtMs: number
  /**
   * Fills `into` with whole pages from `firstPage` (1 is the first). `into` is a multiple of the page size and does not
   * reach beyond `pageCount`. Throws FaultError (SOURCE_DAMAGED, SOURCE_REPLACED, SOURCE_READ_FAILED).
   */
  readPages(firstPage: number, into: Uint8Array): Promise<void>
  /** As `PageSource.placeOf`: whoever reads there sees this moment until `close`. */
  placeOf(firstPage: number, count: number): FilePlace | null
  /**
   * Schema objects, tables, row counts and fingerprints, as SQLite itself sees them in this moment. Gives way to other work
   * of the process in between, so pages may be read meanwhile. Throws SOURCE_DAMAGED when the schema can't be read, and the
   * reason of the abort.
   */
  describe(limits: DescribeLimits): Promise<DatabaseDescription>
  /** Ends the transaction, then closes the raw descriptors, in that order (closing one drops every lock of the process). */
  close(): Promise<void>
}

/** What bounds a description. */
export interface DescribeLimits {
  /** Above this image size rows are counted and fingerprints are null. */
  readonly fingerprintLimitBytes: number
}

/** One object of the schema, as `sqlite_schema` holds it. */
export interface SchemaObject {
  readonly type: 'table' | 'index' | 'view' | 'trigger'
  readonly name: string
  readonly tableName: string
  /** Null for what SQLite makes by itself. */
  readonly sql: string | null
}

/** A table at one moment. */
export interface TableDescription {
  readonly name: string
  /** Virtual tables are described by their shadow tables. */
  readonly kind: 'table' | 'without_rowid' | 'virtual' | 'shadow'
  /** Null for a virtual table, or where it can't be counted (its module is missing). */
  readonly rowCount: number | null
  /** SHA-256 over the rows in key order by the rules of FINGERPRINT.md, hex; null when not taken. */
  readonly fingerprint: string | null
}

/** A database's structure and content summary: what a restore is compared with, table by table. */
export interface DatabaseDescription {
  readonly schema: readonly SchemaObject[]
  readonly tables: readonly TableDescription[]
}
