import os from 'node:os'

import type { DrillAssertion } from '../../../shared/domain/drills/assertion.ts'
import {
  readAssertionList,
  type AssertionsProblem,
  type KeptAssertions,
} from '../../../shared/domain/drills/kept-assertions.ts'
import { FaultError } from '../../../shared/domain/fault.ts'
import {
  changingAssertions,
  listAssertions,
  readAssertions,
  removeAssertions,
  saveAssertions,
} from '../../engine/engine.ts'
import { findDatabase } from '../databases/find-database.ts'
import type { OperationsContext } from '../operations-context.ts'
import { instantOf } from '../world.ts'

/** What the open vault keeps of a database's assertions; null: nothing. Throws DATABASE_UNKNOWN, and what keeps the vault from being read. */
export function assertionsOf(
  { world, session }: OperationsContext,
  called: string,
): Promise<KeptAssertions | AssertionsProblem | null> {
  const { access, catalog } = session.reachable()
  return readAssertions(world.ports, access.folder, findDatabase(catalog, called).databaseId)
}

/** Every database of which something is asserted, and the files among them that can't be read. Throws what keeps the vault from being read. */
export function allAssertions({ world, session }: OperationsContext): ReturnType<typeof listAssertions> {
  return listAssertions(world.ports, session.reachable().access.folder)
}

/**
 * Keeps what is asserted of a database in the vault, in the place of what was; an empty list asserts nothing any more. What is asserted is
 * only stored here: a drill's process asks it of a restored copy. Throws DATABASE_UNKNOWN, ASSERTIONS_INVALID, VAULT_READ_ONLY, VAULT_LOCKED
 * and the faults of writing a vault.
 */
export async function keepAssertions(
  context: OperationsContext,
  called: string,
  given: unknown,
): Promise<readonly DrillAssertion[]> {
  const vault = context.session.reachable()
  const { ports } = context.world
  const { folder } = vault.access
  const { databaseId } = findDatabase(vault.catalog, called)
  const assertions = readAssertionList(given)
  if ('problem' in assertions) {
    throw new FaultError({ code: 'ASSERTIONS_INVALID', problem: assertions.problem })
  }
  if (vault.isReadOnly) throw new FaultError({ code: 'VAULT_READ_ONLY', path: folder })
  const by = `${os.userInfo().username} on ${ports.machine.hostName}`
  await changingAssertions(ports, folder, () =>
    assertions.length === 0
      ? removeAssertions(ports, folder, databaseId)
      : saveAssertions(ports, folder, { databaseId, assertions, changedAt: instantOf(ports.clock), by }),
  )
  context.changes.tell({ topic: 'backups', databaseId })
  return assertions
}
