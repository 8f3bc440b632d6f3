import type { DatabaseRecord } from '../../../shared/domain/database-record.ts'
import type {
  CleanUpPlan,
  JudgedBackup,
  RemovalView,
  RetentionPlanView,
} from '../../../shared/domain/retention/prune-views.ts'
import type { StandingRemoval } from '../../../shared/domain/retention/removal.ts'
import type { JudgedRow } from '../catalog/backup-rows.ts'
import { syncCatalog } from '../catalog/sync-catalog.ts'
import { findRegistered } from '../databases/find-database.ts'
import type { OperationsContext } from '../operations-context.ts'
import { yieldToOthers } from '../timeline/yield-to-others.ts'
import { judgeDatabase, type Judgement } from './judge-database.ts'
import { readRetentionFacts, removalsByDatabase } from './retention-facts.ts'

const msPerHour = 3_600_000

/** From when on a clean-up ends a removal. Milliseconds since 1970 UTC. */
export function endsAtMs({ settings }: Pick<OperationsContext, 'settings'>, removedAt: string): number {
  return Date.parse(removedAt) + settings.current().pruneGraceHours * msPerHour
}

/** A removal with the end of its grace. */
export function removalView(
  context: Pick<OperationsContext, 'settings'>,
  removal: StandingRemoval,
): RemovalView {
  return { ...removal, endsAt: new Date(endsAtMs(context, removal.removedAt)).toISOString() }
}

/** The same of several, of what was taken last first. */
export function removalViews(
  context: Pick<OperationsContext, 'settings'>,
  removals: readonly StandingRemoval[],
): readonly RemovalView[] {
  return removals
    .toSorted((one, other) => (one.takenAt < other.takenAt ? 1 : -1))
    .map((removal) => removalView(context, removal))
}

function judgedBackup({ id, file, type, label, takenAt, sizeBytes }: JudgedRow): JudgedBackup {
  return { backupId: id, file, type, label, takenAt, sizeBytes }
}

function viewOf(
  context: OperationsContext,
  judgement: Judgement,
  removals: readonly StandingRemoval[],
): RetentionPlanView {
  const { record, policy, rests, rows, plan, refusal } = judgement
  const byId = new Map(rows.map((row) => [row.id, judgedBackup(row)]))
  return {
    databaseId: record.id,
    database: record.name,
    policy: policy && { id: policy.id, name: policy.name },
    rests,
    refusal,
    kept: plan.kept.map(({ id, reasons }) => ({ ...byId.get(id)!, reasons })),
    removed: plan.removed.map(({ id, rule }) => ({ ...byId.get(id)!, rule })),
    setAside: removalViews(context, removals),
  }
}

/**
 * What a clean-up of these databases (none named: of all) would do now: which backups go and by which rule, which stay and why.
 * Changes nothing. Throws DATABASE_UNKNOWN, and what keeps the vault from being read.
 */
export async function planPrune(
  context: OperationsContext,
  databases: readonly string[] = [],
): Promise<readonly RetentionPlanView[]> {
  const plans: RetentionPlanView[] = []
  for await (const plan of eachPlan(context, databases)) plans.push(plan)
  return plans
}

async function* eachPlan(
  context: OperationsContext,
  databases: readonly string[],
): AsyncGenerator<RetentionPlanView> {
  const vault = context.session.reachable()
  await syncCatalog(context.world.ports, vault.access, vault.catalog)
  const records: readonly DatabaseRecord[] =
    databases.length === 0
      ? vault.catalog.databases.all()
      : databases.map((called) => findRegistered(vault.catalog, called))
  const facts = await readRetentionFacts(context, vault)
  const underWay = await removalsByDatabase(context, vault)
  for (const record of records) {
    const removals = underWay.get(record.id) ?? []
    const judgement = await judgeDatabase(context, vault, facts, record, { hasAgreed: false, removals })
    yield viewOf(context, judgement, removals)
    await yieldToOthers()
  }
}

/**
 * What a clean-up would do now with the databases of which something would go, or is refused; those that it leaves alone for good are not
 * among them. Changes nothing. Throws what keeps the vault from being read.
 */
export async function planCleanUp(context: OperationsContext): Promise<readonly CleanUpPlan[]> {
  const nowMs = context.world.ports.clock.now()
  const plans: CleanUpPlan[] = []
  for await (const { kept: _, setAside, ...plan } of eachPlan(context, [])) {
    const ending = setAside.filter(({ state, endsAt }) => state === 'aside' && Date.parse(endsAt) <= nowMs)
    const isLeftAlone = plan.rests === 'no_policy' || plan.rests === 'policy_rests'
    const doesSomething = plan.removed.length + ending.length > 0 || plan.refusal !== null
    if (doesSomething && !isLeftAlone) plans.push({ ...plan, ending })
  }
  return plans
}

/** The same of one database. Throws DATABASE_UNKNOWN, and what keeps the vault from being read. */
export async function planPruneOf(
  context: OperationsContext,
  databaseId: string,
): Promise<RetentionPlanView> {
  const [plan] = await planPrune(context, [databaseId])
  return plan!
}
