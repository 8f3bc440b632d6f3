import type { Connection } from '../source/connect.ts'
import { quoteName } from '../source/quote-name.ts'
import type { PartialTable } from './partial-table.ts'
import { triggersOf, type LiveTrigger } from './trigger-conflicts.ts'

/** Takes the triggers of tables away, inside the transaction; answers them in the order they were made. */
export function takeTriggersAway(
  connection: Connection,
  tables: readonly PartialTable[],
): readonly LiveTrigger[] {
  const triggers = tables.flatMap((table) => triggersOf(connection, table))
  for (const { name } of triggers) connection.exec(`DROP TRIGGER main.${quoteName(name)}`)
  return triggers
}

/** Makes them again, each by its own statement, in that order: SQLite fires them by it. */
export function putTriggersBack(connection: Connection, triggers: readonly LiveTrigger[]): void {
  for (const { sql } of triggers) connection.prepare(sql).run()
}
