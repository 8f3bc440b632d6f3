import { faultOf } from '../../../shared/domain/fault.ts'
import type { Pruned } from '../../../shared/domain/retention/prune-views.ts'
import type { StandingRemoval } from '../../../shared/domain/retention/removal.ts'
import { mendArchives, setAsideArchive, type Lease } from '../../engine/engine.ts'
import type { OperationsContext } from '../operations-context.ts'
import type { Turn } from '../queue/job-queue.ts'
import { cleaningUp } from '../retention/hold-removals.ts'
import { endBegun, endRemoved } from '../retention/end-removed.ts'
import type { PruneOrder } from '../retention/prune-database.ts'
import { PruneTurn } from '../retention/prune-turn.ts'
import { putBack } from '../retention/put-back.ts'
import { isSkipped } from '../retention/set-aside.ts'
import { archiveRemovals } from '../retention/retention-facts.ts'
import { tellRemoval } from '../retention/tell-removal.ts'
import type { OpenVault } from '../vaults/vault-session.ts'
import { judgeArchives, keptAgain, unexpectedIn, type ArchivesJudgement } from './judge-archives.ts'
import { systemName } from './system-words.ts'

/** What a clean-up of archives knows while it holds its lease. */
interface Cleaning {
  readonly turn: PruneTurn
  readonly order: PruneOrder
  /** Those that were under way when it began. */
  readonly removals: readonly StandingRemoval[]
}

function judge(cleaning: Cleaning): Promise<ArchivesJudgement> {
  const { turn, order } = cleaning
  const asked = { hasAgreed: order.hasAgreed === true, removals: turn.underWay(cleaning.removals) }
  return judgeArchives(turn.context, turn.vault, asked)
}

/** The judgement of this moment, once what something keeps again is back. */
async function withKeptPutBack(cleaning: Cleaning): Promise<ArchivesJudgement> {
  const { turn } = cleaning
  const judgement = await judge(cleaning)
  const kept = keptAgain(judgement).map(({ removal }) => removal)
  for (const removal of await putBack(turn.context, turn.vault, kept, () => turn.look()))
    turn.did('putBack', removal)
  return kept.length === 0 ? judgement : judge(cleaning)
}

/** Sets aside what goes. One that somebody reads stays and is told of, and so does one that the vault has no room to note the removal of. */
async function setAside(turn: PruneTurn, { archives, plan }: ArchivesJudgement): Promise<void> {
  const { context, vault } = turn
  for (const { id, rule } of plan.removed) {
    const archive = archives.find(({ archiveId }) => archiveId === id)
    if (archive === undefined) continue
    await turn.look()
    try {
      const removal = await setAsideArchive(context.world.ports, vault.access, archive, systemName, rule)
      if (removal === null) continue
      await tellRemoval(context, vault, 'set_aside', removal)
      turn.did('setAside', removal)
    } catch (error) {
      const fault = faultOf(error)
      if (fault === undefined || !isSkipped(fault)) throw error
      turn.skip(archive.file, fault, [])
    }
  }
}

/** Ends what may end now. Nothing needs an archive, so the end of each claims just that one. */
async function endDue(turn: PruneTurn, judgement: ArchivesJudgement, isNow: boolean): Promise<void> {
  if (judgement.endRefusal !== null) return
  const ids = new Set(judgement.aside.map(({ removal }) => removal.backupId))
  turn.claim({ ids, read: new Map() })
  await endRemoved(turn, judgement, isNow)
}

/** In the order of a database's turn: what ends makes room for the records of what is set aside next. */
async function cleanUnder(cleaning: Cleaning): Promise<Pick<Pruned, 'rests' | 'refusal'>> {
  const { turn, order } = cleaning
  await endBegun(turn, cleaning.removals)
  const judgement = await withKeptPutBack(cleaning)
  const { rests } = judgement
  if (rests !== null) return { rests, refusal: null }
  const isNow = order.isNow === true
  await endDue(turn, judgement, isNow)
  const refusal = judgement.refusal ?? unexpectedIn(judgement, order.expected)
  if (refusal === null) await setAside(turn, judgement)
  const last = await judge(cleaning)
  if (isNow) await endDue(turn, last, true)
  return { rests, refusal: refusal ?? (last.aside.length > 0 ? last.endRefusal : null) }
}

/**
 * Carries retention out for the archives of the complete system: what no policy keeps is set aside, and what was set aside for longer than
 * the grace ends. One clean-up at a time in a vault. A refusal is in the report. Throws VAULT_LOCKED, the faults of writing a vault, and
 * the signal's reason; what was done until then stays done and is in the history.
 */
export function cleanArchives(
  context: OperationsContext,
  vault: OpenVault,
  order: PruneOrder,
  job: Pick<Turn, 'signal' | 'onProgress'>,
  doneBytes: number,
): Promise<Pruned> {
  const { ports } = context.world
  const { access } = vault
  const clean = async (lease: Lease): Promise<Pruned> => {
    await mendArchives(ports, access)
    const turn = new PruneTurn(context, vault, { lease, job, progress: { doneBytes } })
    const removals = await archiveRemovals(context, vault)
    const ends = await cleanUnder({ turn, order, removals })
    return { ...ends, ...turn.report() }
  }
  return cleaningUp(ports, access.folder, clean)
}
