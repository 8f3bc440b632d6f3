import type { ArchivesPlan, JudgedArchive } from '../../../shared/domain/retention/prune-views.ts'
import type { StoredArchive } from '../../../shared/domain/system-archive.ts'
import type { OperationsContext } from '../operations-context.ts'
import { removalViews } from '../retention/plan-prune.ts'
import { archiveRemovals } from '../retention/retention-facts.ts'
import { judgeArchives } from './judge-archives.ts'

function judgedArchive({ archiveId, file, takenAt, sizeBytes }: StoredArchive): JudgedArchive {
  return { archiveId, file, takenAt, sizeBytes }
}

/**
 * What a clean-up would do with the archives of the complete system now: which go and by which rule, which stay and why, which are set
 * aside. Changes nothing. Throws what keeps the vault from being read.
 */
export async function planArchiveCleanUp(context: OperationsContext): Promise<ArchivesPlan> {
  const vault = context.session.reachable()
  const removals = await archiveRemovals(context, vault)
  const judgement = await judgeArchives(context, vault, { hasAgreed: false, removals })
  const { archives, rests, refusal, plan } = judgement
  const byId = new Map(archives.map((archive) => [archive.archiveId, judgedArchive(archive)]))
  return {
    rests,
    refusal,
    kept: plan.kept.map(({ id, reasons }) => ({ ...byId.get(id)!, reasons })),
    removed: plan.removed.map(({ id, rule }) => ({ ...byId.get(id)!, rule })),
    setAside: removalViews(context, removals),
  }
}
