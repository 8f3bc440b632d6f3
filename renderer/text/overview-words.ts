import type { OverviewView } from '../../shared/domain/views.ts'
import { countOf, formatCount } from '../../shared/domain/words/format-count.ts'
import { formatAge } from '../../shared/domain/words/format-moment.ts'

/** The sentence that answers first: is it safe, how is it known, since when. */
export function overviewSentence(overview: OverviewView, nowMs: number, isVaultThere: boolean): string {
  const total = overview.databases.length
  if (total === 0) return 'No database is registered yet.'
  if (!isVaultThere) {
    return `Nothing can be restored while the vault is not there; ${formatCount(overview.provedCount)} of ${countOf(total, 'database')} have a proved backup in it.`
  }
  const proved = `${formatCount(overview.provedCount)} of ${countOf(total, 'database')} can be restored.`
  return overview.lastProvedAt === null
    ? `${proved} Nothing has been proved yet.`
    : `${proved} Last proved ${formatAge(overview.lastProvedAt, nowMs)}.`
}
