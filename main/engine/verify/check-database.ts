import type { CheckOutcome } from '../../../shared/domain/validation.ts'
import type { Ports } from '../ports/ports.ts'
import type { DatabaseDescription } from '../source/snapshot.ts'

/** The three checks that are made of a rebuilt database file. */
export interface DatabaseChecks {
  readonly database_readable: CheckOutcome
  readonly schema_integrity: CheckOutcome
  readonly data_consistency: CheckOutcome
}

/** What the file is compared with. */
export interface ExpectedDatabase {
  readonly description: DatabaseDescription
  readonly sourceBytes: number
}

/** Opens a rebuilt file read-only, in no vault and under no other's hands, and makes the three checks of its content. Never throws for what it finds. */
export function checkDatabase(
  _ports: Ports,
  _file: string,
  _expected: ExpectedDatabase,
  _signal: AbortSignal,
): Promise<DatabaseChecks> {
  return Promise.reject(new Error('not built yet'))
}
