import type { DatabaseRecord } from '../../../shared/domain/database-record.ts'
import type { Policy } from '../../../shared/domain/policies/policy.ts'
import type { KeepMark } from '../../../shared/domain/retention/keep-mark.ts'
import type { Removal, StandingRemoval } from '../../../shared/domain/retention/removal.ts'
import { listKeepMarks, listRegistrations, listRemovals } from '../../engine/engine.ts'
import type { OperationsContext } from '../operations-context.ts'
import { policiesOf } from '../policies/list-policies.ts'
import type { OpenVault } from '../vaults/vault-session.ts'

/** What of a vault retention rests on, read at one moment. Names of damaged files are relative to the vault. */
export interface RetentionFacts {
  readonly policies: ReadonlyMap<string, Policy>
  readonly marks: readonly KeepMark[]
  readonly damagedPolicies: readonly string[]
  readonly damagedMarks: readonly string[]
  readonly damagedRegistrations: readonly string[]
}

/** Removals that are under way, by the database they are of. */
export type RemovalsOf = ReadonlyMap<string, readonly StandingRemoval[]>

type World = Pick<OperationsContext, 'world'>

/** Reads what keeps backups, and which of it can't be read. Throws what keeps the vault from being read. */
export async function readRetentionFacts(context: World, vault: OpenVault): Promise<RetentionFacts> {
  const registrations = await listRegistrations(context.world.ports, vault.access.folder)
  return readAgain(context, vault, { damagedRegistrations: registrations.damaged })
}

/** The same a little later: registrations are many, and whether they can be read is not looked at again. */
export async function readAgain(
  context: World,
  vault: OpenVault,
  { damagedRegistrations }: Pick<RetentionFacts, 'damagedRegistrations'>,
): Promise<RetentionFacts> {
  const policies = await policiesOf(context, vault)
  const marks = await listKeepMarks(context.world.ports, vault.access.folder)
  return {
    policies: policies.byId,
    marks: marks.records,
    damagedPolicies: policies.damaged,
    damagedMarks: marks.damaged,
    damagedRegistrations,
  }
}

async function removalsOf(
  { world }: World,
  vault: OpenVault,
  wanted: Removal['subject'],
): Promise<readonly StandingRemoval[]> {
  const { removals, damaged } = await listRemovals(world.ports, vault.access.folder)
  if (damaged.length > 0) world.ports.logger.error('removals.damaged', { damaged })
  return removals.filter(({ subject }) => subject === wanted)
}

/** Reads the removals of backups that are under way. Throws what keeps the vault from being read. */
export async function removalsByDatabase(context: World, vault: OpenVault): Promise<RemovalsOf> {
  return Map.groupBy(await removalsOf(context, vault, 'backup'), ({ databaseId }) => databaseId)
}

/** Those of archives of the complete system. Throws what keeps the vault from being read. */
export function archiveRemovals(context: World, vault: OpenVault): Promise<readonly StandingRemoval[]> {
  return removalsOf(context, vault, 'archive')
}

/**
 * Records that can't be read and may keep something of a database: any mark, its own registration and policy, and a manifest whose file
 * may be of it (what it needs is not known).
 */
export function damagedFor(
  facts: RetentionFacts,
  { catalog }: OpenVault,
  record: DatabaseRecord,
  names: ReadonlySet<string>,
): readonly string[] {
  const isOf = (file: string, id: string | undefined): boolean => id !== undefined && file.includes(id)
  const mayBeOf = (file: string): boolean => {
    const base = file.slice(file.lastIndexOf('/') + 1).toLowerCase()
    return [...names].some((name) => base.startsWith(`${name.toLowerCase()}_`))
  }
  return [
    ...facts.damagedMarks,
    ...facts.damagedRegistrations.filter((file) => isOf(file, record.id)),
    ...facts.damagedPolicies.filter((file) => isOf(file, record.policyId)),
    ...catalog.marks
      .damaged()
      .map(({ file }) => file)
      .filter(mayBeOf),
  ]
}
