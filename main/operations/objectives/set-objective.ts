import { FaultError } from '../../../shared/domain/fault.ts'
import {
  noObjectives,
  promisedScenarios,
  type ObjectiveParts,
  type Objectives,
} from '../../../shared/domain/objectives/objective.ts'
import {
  longestObjectiveMs,
  shortestObjectiveMs,
} from '../../../shared/domain/objectives/parse-objective-duration.ts'
import { decidingOnRegistrations, readObjectives, saveObjectives, vaultPaths } from '../../engine/engine.ts'
import type { Catalog } from '../catalog/open-catalog.ts'
import { findRegistered } from '../databases/find-database.ts'
import type { OperationsContext } from '../operations-context.ts'

/** Of what something is promised: a registered database, by name, id or path; or a tier. */
export type ObjectiveSubject =
  { readonly kind: 'database'; readonly database: string } | { readonly kind: 'tier'; readonly tier: string }

/** Nothing was said. */
const nothingSaid: ObjectiveParts = { rtoMs: {} }

function isNothing({ rpoMs, rtoMs }: ObjectiveParts): boolean {
  return rpoMs === undefined && promisedScenarios.every((scenario) => rtoMs[scenario] === undefined)
}

function acceptParts({ rpoMs, rtoMs }: ObjectiveParts): void {
  const said = [rpoMs, ...promisedScenarios.map((scenario) => rtoMs[scenario])]
  const isUsable = (ms: number | null | undefined): boolean =>
    ms == null || (Number.isFinite(ms) && ms >= shortestObjectiveMs && ms <= longestObjectiveMs)
  if (said.every(isUsable)) return
  throw new FaultError({ code: 'WRONG_USE', detail: 'an objective is from 1 second to 10 years' })
}

function withParts(all: ReadonlyMap<string, ObjectiveParts>, key: string, parts: ObjectiveParts) {
  const next = new Map(all)
  if (isNothing(parts)) next.delete(key)
  else next.set(key, parts)
  return next
}

/** A word that no database has promises nothing to anybody: most likely it is mistyped. What was said of one can still be changed. */
function acceptTier(tier: string, { databases }: Catalog, { tiers }: Objectives): void {
  if (tiers.has(tier)) return
  const there = [...new Set(databases.all().map((record) => record.tier))].toSorted()
  if (there.includes(tier)) return
  const known = there.length === 0 ? 'no database is registered' : `the tiers are ${there.join(', ')}`
  throw new FaultError({ code: 'WRONG_USE', detail: `no database is of tier "${tier}": ${known}` })
}

async function readAll({ world }: OperationsContext, folder: string): Promise<Objectives> {
  const read = await readObjectives(world.ports, folder)
  if (read === null || !('problem' in read)) return read ?? noObjectives
  throw new FaultError({ code: 'OBJECTIVES_UNREADABLE', file: vaultPaths.objectives, problem: read.problem })
}

/**
 * Changes what is promised of a database or a tier; `change` is handed what was said before. Throws DATABASE_UNKNOWN, WRONG_USE
 * (also of a tier that no database has), OBJECTIVES_UNREADABLE, VAULT_READ_ONLY and the faults of writing a vault.
 */
export async function setObjective(
  context: OperationsContext,
  subject: ObjectiveSubject,
  change: (before: ObjectiveParts) => ObjectiveParts,
): Promise<ObjectiveParts> {
  const vault = context.session.reachable()
  const { ports } = context.world
  const { folder } = vault.access
  if (vault.isReadOnly) throw new FaultError({ code: 'VAULT_READ_ONLY', path: folder })
  const parts = await decidingOnRegistrations(ports, folder, async () => {
    const all = await readAll(context, folder)
    const key = subject.kind === 'tier' ? subject.tier : findRegistered(vault.catalog, subject.database).id
    if (subject.kind === 'tier') acceptTier(subject.tier, vault.catalog, all)
    const group = subject.kind === 'tier' ? 'tiers' : 'databases'
    const next = change(all[group].get(key) ?? nothingSaid)
    acceptParts(next)
    await saveObjectives(ports, folder, { ...all, [group]: withParts(all[group], key, next) })
    return next
  })
  // What is expected of databases is another.
  context.changes.tell({ topic: 'policies' })
  return parts
}

/** What was said of a database, and of its tier. Throws DATABASE_UNKNOWN, OBJECTIVES_UNREADABLE. */
export async function saidObjectives(
  context: OperationsContext,
  called: string,
): Promise<{ readonly own: ObjectiveParts; readonly ofTier: ObjectiveParts }> {
  const vault = context.session.known()
  const { id, tier } = findRegistered(vault.catalog, called)
  const all = await readAll(context, vault.access.folder)
  return { own: all.databases.get(id) ?? nothingSaid, ofTier: all.tiers.get(tier) ?? nothingSaid }
}
