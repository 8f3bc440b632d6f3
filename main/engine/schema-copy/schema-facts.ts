/** What an empty copy of a database has in common with it, besides its schema. */
export interface SchemaFacts {
  readonly pageSize: number
  readonly encoding: 'UTF-8' | 'UTF-16le' | 'UTF-16be'
  readonly autoVacuum: 'none' | 'full' | 'incremental'
  /** As `PRAGMA user_version` and `application_id` give them: signed, 32 bits. */
  readonly userVersion: number
  readonly applicationId: number
}

const encodings = ['UTF-8', 'UTF-8', 'UTF-16le', 'UTF-16be'] as const

/**
 * The facts in the first 100 bytes of a database's page 1, which `parseDatabaseHeader` takes for a header. SQLite file format,
 * section 1.3: the largest root page (52) is 0 without auto-vacuum, and 64 tells its two kinds apart.
 */
export function schemaFactsIn(page: Uint8Array): SchemaFacts {
  const view = new DataView(page.buffer, page.byteOffset, page.byteLength)
  const stated = view.getUint16(16)
  const vacuums = view.getUint32(52) !== 0
  const isIncremental = view.getUint32(64) !== 0
  return {
    pageSize: stated === 1 ? 65536 : stated,
    encoding: encodings[view.getUint32(56)] ?? 'UTF-8',
    autoVacuum: vacuums ? (isIncremental ? 'incremental' : 'full') : 'none',
    userVersion: view.getInt32(60),
    applicationId: view.getInt32(68),
  }
}
