import type { DrillAssertion } from '../../../shared/domain/drills/assertion.ts'
import {
  readAssertionList,
  type AssertionsProblem,
  type KeptAssertions,
} from '../../../shared/domain/drills/kept-assertions.ts'
import { idPattern, instantPattern, jsonFields } from '../image/json-fields.ts'
import { SealError, type Json } from '../image/sealed-json.ts'
import type { Ports } from '../ports/ports.ts'
import { keepRecords } from './keep-records.ts'
import { vaultPaths } from './layout.ts'
import { holdingLease } from './leases.ts'
import { writingVault } from './vault-faults.ts'

const formatVersion = 1

function assertionToJson({ name, sql, expected, of = 'every_backup' }: DrillAssertion): Json {
  return { name, sql, expected: { ...expected }, of }
}

const assertions = keepRecords<KeptAssertions>({
  folder: vaultPaths.assertions,
  serialize: ({ databaseId, changedAt, by, assertions: list }) => ({
    formatVersion,
    databaseId,
    changedAt,
    by,
    assertions: list.map(assertionToJson),
  }),
  parse(value) {
    const fields = jsonFields(value, 'the assertions')
    fields.count('formatVersion', 1, formatVersion)
    const list = readAssertionList(fields.value('assertions'))
    if ('problem' in list) throw new SealError(list.problem)
    return {
      databaseId: fields.text('databaseId', idPattern),
      changedAt: fields.text('changedAt', instantPattern),
      by: fields.text('by'),
      assertions: list,
    }
  },
})

/** What is asserted of a database; null: nothing is. Rejects with no error of the file: what is wrong with it is the answer. */
export async function readAssertions(
  ports: Ports,
  folder: string,
  databaseId: string,
): Promise<KeptAssertions | AssertionsProblem | null> {
  const read = await assertions.read(ports, folder, databaseId)
  return read === 'damaged'
    ? { problem: `${vaultPaths.assertions}/${databaseId}.json says something else` }
    : read
}

/** What is asserted of every database, and the names of files among them that can't be read. */
export async function listAssertions(
  ports: Ports,
  folder: string,
): Promise<{ readonly records: readonly KeptAssertions[]; readonly damaged: readonly string[] }> {
  const { entries, damaged } = await assertions.list(ports, folder)
  return { records: [...entries.values()], damaged }
}

/** Writes durably what is asserted of a database. Only within `changingAssertions`. Throws the faults of writing a vault. */
export function saveAssertions(ports: Ports, folder: string, kept: KeptAssertions): Promise<void> {
  return assertions.save(ports, folder, kept.databaseId, kept)
}

/** Asserts nothing of a database any more. Only within `changingAssertions`. Throws the faults of writing a vault. */
export function removeAssertions(ports: Ports, folder: string, databaseId: string): Promise<void> {
  return assertions.remove(ports, folder, databaseId)
}

const patienceMs = 10_000

/** Changes assertions while no other program does. Throws VAULT_LOCKED where another does so for too long. */
export function changingAssertions<T>(ports: Ports, folder: string, change: () => Promise<T>): Promise<T> {
  return writingVault(ports, folder, () => holdingLease(ports, folder, 'assertions', change, patienceMs))
}
