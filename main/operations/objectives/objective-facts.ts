import { measures, type MeasuredRestore } from '../../../shared/domain/objectives/achieved-rto.ts'
import {
  madePromise,
  promisedScenarios,
  type PromisedOf,
  type PromisedScenario,
} from '../../../shared/domain/objectives/objective.ts'
import type { DatabaseFacts, ObjectiveFacts } from '../../../shared/domain/health/judge-health.ts'
import { isYetToCome } from '../../../shared/domain/objectives/objective-views.ts'
import type { DatabaseRecord } from '../../../shared/domain/database-record.ts'
import type { OperationsContext } from '../operations-context.ts'
import type { OpenVault } from '../vaults/vault-session.ts'
import { achievedFacts, provedStateOf } from './list-objectives.ts'
import { promisesOf } from './promises-of.ts'

/** What health is judged by of what is promised. */
interface PromiseFacts {
  /** Null: what was said can't be read, and it is not known what is promised. */
  readonly of: ((record: DatabaseRecord) => ObjectiveFacts | 'yet_to_come') | null
  readonly problem: string | null
}

function newestOf(
  measured: readonly MeasuredRestore[],
  scenario: PromisedScenario,
): MeasuredRestore | undefined {
  return measured
    .filter((one) => measures(scenario, one.scenario))
    .toSorted((one, other) => other.atMs - one.atMs)[0]
}

function rtoFacts(promised: PromisedOf, measured: readonly MeasuredRestore[]): ObjectiveFacts['rto'] {
  return promisedScenarios.flatMap((scenario) => {
    const newest = newestOf(measured, scenario)
    const rto = promised.rto[scenario]
    if (newest === undefined || rto.kind === 'not_promised') return []
    const measuredAt = new Date(newest.atMs).toISOString()
    return [{ scenario, promisedMs: rto.ms, measuredMs: newest.durationMs, measuredAt }]
  })
}

/**
 * What is promised and achieved of every database, for the judgement of health: two statements for all of them, one where nobody promised
 * anything. An RPO counts only where
 * somebody promised it: one that follows a schedule is broken by what is told already, a backup that is late, failed or was not proved.
 */
async function objectiveFacts(
  context: Pick<OperationsContext, 'world' | 'settings'>,
  vault: OpenVault,
): Promise<PromiseFacts> {
  const promises = await promisesOf(context, vault)
  const { problem } = promises
  if (problem !== null) return { of: null, problem }
  const { databases, tiers } = promises.objectives
  const nowMs = context.world.ports.clock.now()
  const { proved, measured } = achievedFacts(vault, databases.size + tiers.size > 0)
  return {
    problem,
    of: (record) => {
      const row = proved.get(record.id)
      const own = measured.get(record.id) ?? []
      // What was brought back tells its size, too.
      const imageBytes = row?.imageBytes ?? own.find(({ bytes }) => bytes !== null)?.bytes ?? null
      const promised = promises.of(record, imageBytes)
      const promisedMs = madePromise(promised.rpo)
      const stateAtMs = provedStateOf(row)
      if (promisedMs !== null && stateAtMs !== null && isYetToCome(stateAtMs, nowMs)) return 'yet_to_come'
      const provedAt = stateAtMs === null ? null : new Date(stateAtMs).toISOString()
      const { registeredAt } = record
      return {
        rpo: promisedMs === null ? null : { promisedMs, provedAt, registeredAt },
        rto: rtoFacts(promised, own),
      }
    },
  }
}

/** Named in one sentence; how many more there are is said. */
const mostNamed = 5

function yetToComeWords(names: readonly string[]): string {
  const more = names.length > mostNamed ? ` and ${names.length - mostNamed} more` : ''
  const named = `${names.slice(0, mostNamed).join(', ')}${more}`
  return `how old the newest proved state is, which is of a moment that has not come, of ${named}`
}

/** Facts of databases with what is promised of them; what can't be found out is said. */
export async function withObjectives(
  context: Pick<OperationsContext, 'world' | 'settings'>,
  vault: OpenVault,
  databases: readonly DatabaseFacts[],
): Promise<{ readonly databases: readonly DatabaseFacts[]; readonly unknown: readonly string[] }> {
  const { of, problem } = await objectiveFacts(context, vault)
  if (of === null) return { databases, unknown: [`what is promised (${problem ?? 'it can’t be read'})`] }
  const records = new Map(vault.catalog.databases.all().map((record) => [record.id, record]))
  const untold: string[] = []
  const judged = databases.map((facts) => {
    const record = records.get(facts.databaseId)
    const objectives = record === undefined ? undefined : of(record)
    if (objectives !== 'yet_to_come') return objectives === undefined ? facts : { ...facts, objectives }
    untold.push(facts.database)
    return facts
  })
  return { databases: judged, unknown: untold.length === 0 ? [] : [yetToComeWords(untold)] }
}
