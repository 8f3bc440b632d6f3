import { FaultError } from '../../../shared/domain/fault.ts'
import { rpoShares, thinnedTeeth } from '../../../shared/domain/objectives/achieved-rpo.ts'
import { achievedRto } from '../../../shared/domain/objectives/achieved-rto.ts'
import { promisedScenarios } from '../../../shared/domain/objectives/objective.ts'
import type { NothingRan, ObjectiveDetail } from '../../../shared/domain/objectives/objective-views.ts'
import type { Fault } from '../../../shared/domain/fault.ts'
import { findRegistered } from '../databases/find-database.ts'
import type { OperationsContext } from '../operations-context.ts'
import type { OpenVault } from '../vaults/vault-session.ts'
import { achievedFacts, measuredOf, objectiveRow, rtoGroundOf } from './list-objectives.ts'
import { promisesOf } from './promises-of.ts'
import { teethOf, type ObjectiveSpan } from './teeth-of.ts'

/** More could not be told apart on a screen. */
const mostTeeth = 800
const mostMeasured = 500

function nothingRan(
  vault: OpenVault,
  databaseId: string,
  { fromMs, toMs }: ObjectiveSpan,
): readonly NothingRan[] {
  return vault.catalog.objectives
    .missed(databaseId, new Date(fromMs).toISOString())
    .flatMap(({ startedAt, fault }) => {
      const missed = JSON.parse(fault) as Fault
      if (missed.code !== 'RUN_MISSED') return []
      const begunMs = Math.max(fromMs, Date.parse(missed.from))
      const endedMs = Math.min(toMs, Math.max(Date.parse(startedAt), Date.parse(missed.to)))
      return endedMs < begunMs ? [] : [{ fromMs: begunMs, toMs: endedMs, reason: missed.reason }]
    })
}

/**
 * What was achieved of a database, by name, id or path, through a span of time up to now. Throws DATABASE_UNKNOWN, WRONG_USE for a span
 * that ends before it begins.
 */
export async function viewObjective(
  context: OperationsContext,
  called: string,
  asked: ObjectiveSpan,
): Promise<ObjectiveDetail> {
  const nowMs = context.world.ports.clock.now()
  const span = { fromMs: asked.fromMs, toMs: Math.min(asked.toMs, nowMs) }
  if (span.toMs <= span.fromMs) {
    throw new FaultError({
      code: 'WRONG_USE',
      detail: 'the range must begin before now, and end after it begins',
    })
  }
  const vault = context.session.known()
  const record = findRegistered(vault.catalog, called)
  const promises = await promisesOf(context, vault)
  const facts = achievedFacts(vault)
  const row = objectiveRow(record, promises, facts)
  const own = facts.measured.get(record.id) ?? []
  const ground = rtoGroundOf(facts.proved.get(record.id))
  const knownFromMs = Math.min(span.toMs, Math.max(span.fromMs, row.registeredAtMs))
  const teeth = teethOf(vault, record.id, { ...span, fromMs: knownFromMs }, nowMs)
  const { rpo } = row.promised
  const shares = rpo.kind === 'promised' ? rpoShares(teeth, rpo.ms, knownFromMs - span.fromMs) : null
  const [from, to] = [new Date(span.fromMs).toISOString(), new Date(span.toMs).toISOString()]
  return {
    row: { ...row, shares },
    ...span,
    teeth: thinnedTeeth(teeth, mostTeeth),
    toothCount: teeth.length,
    shares,
    nothingRan: nothingRan(vault, record.id, span),
    rto: Object.fromEntries(
      promisedScenarios.map((scenario) => [scenario, achievedRto(scenario, own, facts.estimate, ground)]),
    ) as ObjectiveDetail['rto'],
    measured: vault.catalog.objectives.measured(record.id, from, to, mostMeasured).map(measuredOf),
    measuredCount: vault.catalog.objectives.measuredCount(record.id, from, to),
  }
}
