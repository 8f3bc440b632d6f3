import type { DatabaseRecord } from '../../../shared/domain/database-record.ts'
import type { PruneRefusal } from '../../../shared/domain/retention/prune-refusal.ts'
import type { DatabasePruned } from '../../../shared/domain/retention/prune-views.ts'
import type { OperationsContext } from '../operations-context.ts'
import type { OpenVault } from '../vaults/vault-session.ts'
import { endRemoved, isDue } from './end-removed.ts'
import { judgeDatabase, type AsideBackup, type Judgement } from './judge-database.ts'
import type { PruneTurn } from './prune-turn.ts'
import { putBack } from './put-back.ts'
import type { RemovalsOf, RetentionFacts } from './retention-facts.ts'
import { setAside } from './set-aside.ts'

/** What a clean-up is asked to do. */
export interface PruneOrder {
  /** Ids or names; left out: every registered database. */
  readonly databases?: readonly string[] | undefined
  /** A person agreed that a large share goes at once. */
  readonly hasAgreed?: boolean | undefined
  /** What is set aside ends without its grace. */
  readonly isNow?: boolean | undefined
  /** Ids of the backups that a person saw go: where others would, nothing of that database goes. */
  readonly expected?: readonly string[] | undefined
}

/** What a clean-up knows of a vault while it holds its lease: nobody else sets aside, puts back or ends. */
export interface Cleaning {
  readonly context: OperationsContext
  readonly vault: OpenVault
  readonly order: PruneOrder
  readonly facts: RetentionFacts
  /** As they were when it began. */
  readonly removals: RemovalsOf
}

/** How the turn of a database ended. */
export type PruneEnds = Pick<DatabasePruned, 'rests' | 'refusal'>

/** Judges a database as the catalog knows it now. */
export function judgeNow(
  cleaning: Cleaning,
  turn: PruneTurn,
  { id, ...was }: DatabaseRecord,
): Promise<Judgement> {
  const { context, vault, facts, order } = cleaning
  const record = vault.catalog.databases.get(id) ?? { id, ...was }
  const removals = turn.underWay(cleaning.removals.get(id) ?? [])
  return judgeDatabase(context, vault, facts, record, { hasAgreed: order.hasAgreed === true, removals })
}

/** Those that are set aside and would be kept now: by a hold, another policy, or because the others were found damaged. */
function keptAgain({ policy, rests, aside, planWithAside }: Judgement): readonly AsideBackup[] {
  if (rests === 'no_policy') return aside
  if (policy === null) return []
  const goes = new Set(planWithAside.removed.map(({ id }) => id))
  return aside.filter(({ retained }) => retained !== null && !goes.has(retained.id))
}

/** The judgement of this moment, once what is kept again is back; what others need first, so that what exists is whole. */
async function withKeptPutBack(
  cleaning: Cleaning,
  turn: PruneTurn,
  record: DatabaseRecord,
): Promise<Judgement> {
  const { context, vault } = cleaning
  const judgement = await judgeNow(cleaning, turn, record)
  const kept = keptAgain(judgement)
  if (kept.length === 0) return judgement
  const inOrder = kept
    .toSorted((one, other) => (one.retained?.needs.length ?? 0) - (other.retained?.needs.length ?? 0))
    .map(({ removal }) => removal)
  for (const removal of await putBack(context, vault, inOrder, () => turn.look()))
    turn.did('putBack', removal)
  return judgeNow(cleaning, turn, record)
}

/** Ids of everything that may be removed of a database now, those that need others first. Nothing else needs the work of a clean-up. */
export function wantedOf({ context, order }: Cleaning, judgement: Judgement): readonly string[] {
  const { plan, planWithAside, aside, rests } = judgement
  if (rests !== null) return []
  const due = aside.filter(({ removal }) => isDue(context, removal, order.isNow === true))
  const turns = new Map(planWithAside.removed.map(({ id }, turn) => [id, turn]))
  const turnOf = ({ removal }: AsideBackup): number => turns.get(removal.backupId) ?? turns.size
  const inTurn = due.toSorted((one, other) => turnOf(one) - turnOf(other))
  return [...inTurn.map(({ removal }) => removal.backupId), ...plan.removed.map(({ id }) => id)]
}

/** Whether something is to be done with a database, and how its turn ends where nothing is. */
export function endsAtOnce(cleaning: Cleaning, judgement: Judgement): PruneEnds | null {
  const { rests, policy, refusal, aside, endRefusal } = judgement
  const isSomething = wantedOf(cleaning, judgement).length + keptAgain(judgement).length > 0
  if (isSomething) return null
  // Without a policy that can be read nothing is planned, and that must not look like nothing to do.
  if (policy === null) return { rests, refusal }
  return { rests, refusal: rests === null && aside.length > 0 ? endRefusal : null }
}

function unexpected(judgement: Judgement, { expected }: PruneOrder): PruneRefusal | null {
  if (expected === undefined) return null
  const shown = new Set(expected)
  const files = judgement.plan.removed
    .filter(({ id }) => !shown.has(id))
    .map(({ id }) => judgement.rows.find((row) => row.id === id)?.file ?? id)
  return files.length === 0 ? null : { because: 'plan_changed', files }
}

/**
 * Everything that is to happen with one database now, under a claim and by what was read after it. What was set aside long enough ends
 * first: where the vault is full, that makes room for the records of what is set aside next.
 */
export async function pruneDatabase(
  cleaning: Cleaning,
  turn: PruneTurn,
  record: DatabaseRecord,
): Promise<PruneEnds> {
  const { order } = cleaning
  const judgement = await withKeptPutBack(cleaning, turn, record)
  if (judgement.rests !== null) return { rests: judgement.rests, refusal: null }
  if (judgement.endRefusal === null) await endRemoved(turn, judgement, order.isNow === true)
  const refusal = judgement.refusal ?? unexpected(judgement, order)
  if (refusal === null) await setAside(turn, judgement)
  const last = await judgeNow(cleaning, turn, record)
  if (order.isNow === true && last.endRefusal === null) await endRemoved(turn, last, true)
  return { rests: null, refusal: refusal ?? (last.aside.length > 0 ? last.endRefusal : null) }
}
