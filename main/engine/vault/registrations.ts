import type { DatabaseRecord } from '../../../shared/domain/database-record.ts'
import { idPattern, instantPattern, jsonFields } from '../image/json-fields.ts'
import type { Ports } from '../ports/ports.ts'
import { keepRecords } from './keep-records.ts'
import { vaultPaths } from './layout.ts'
import { holdingLease, type Lease } from './leases.ts'
import { writingVault } from './vault-faults.ts'

const formatVersion = 1

/** Reads a registration as its file says it. Throws SealError. */
export function parseRegistration(value: unknown): DatabaseRecord {
  const fields = jsonFields(value, 'the registration')
  fields.count('formatVersion', 1, formatVersion)
  const record = {
    id: fields.text('id', idPattern),
    name: fields.text('name'),
    tier: fields.text('tier'),
    path: fields.text('path'),
    registeredAt: fields.text('registeredAt', instantPattern),
  }
  const optional = (name: string, pattern: RegExp): object =>
    fields.has(name) ? { [name]: fields.text(name, pattern) } : {}
  return {
    ...record,
    ...optional('recoveryStartedAt', instantPattern),
    ...optional('policyId', idPattern),
    ...optional('policySince', instantPattern),
  }
}

const registrations = keepRecords<DatabaseRecord>({
  folder: vaultPaths.databases,
  serialize: (record) => ({
    formatVersion,
    id: record.id,
    name: record.name,
    tier: record.tier,
    path: record.path,
    registeredAt: record.registeredAt,
    recoveryStartedAt: record.recoveryStartedAt,
    policyId: record.policyId,
    policySince: record.policySince,
  }),
  parse: parseRegistration,
})

/** Writes a registration durably, over an earlier one of the same id. Throws the faults of writing a vault. */
export function saveRegistration(ports: Ports, folder: string, record: DatabaseRecord): Promise<void> {
  return registrations.save(ports, folder, record.id, record)
}

/** Forgets a registration; its backups stay. One that is not there is no error. */
export function removeRegistration(ports: Ports, folder: string, databaseId: string): Promise<void> {
  return registrations.remove(ports, folder, databaseId)
}

/** Every registration of a vault, and the names of files among them that can't be read. */
export async function listRegistrations(
  ports: Ports,
  folder: string,
): Promise<{ readonly records: readonly DatabaseRecord[]; readonly damaged: readonly string[] }> {
  const { entries, damaged } = await registrations.list(ports, folder)
  return { records: [...entries.values()], damaged }
}

/** Registering a folder full of databases takes its time. */
const patienceMs = 30_000

/**
 * Does what is decided by the registrations that are there (whether a name is free, whether a file has one) while no other program
 * changes them. Throws VAULT_LOCKED where another one does so for too long.
 */
export function decidingOnRegistrations<T>(
  ports: Ports,
  folder: string,
  decide: (lease: Lease) => Promise<T>,
): Promise<T> {
  return writingVault(ports, folder, () => holdingLease(ports, folder, 'registrations', decide, patienceMs))
}
