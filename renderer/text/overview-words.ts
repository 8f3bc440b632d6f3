import type { OverviewView } from '../../shared/domain/views.ts'
import { countOf, formatCount } from '../../shared/domain/words/format-count.ts'
import { formatAge } from '../../shared/domain/words/format-moment.ts'

/** The sentence that answers first: is it safe, how is it known, since when. */
export function overviewSentence(overview: OverviewView, nowMs: number): string {
  const total = overview.databases.length
  if (total === 0) return 'No database is registered yet.'
  const proved = `${formatCount(overview.provedCount)} of ${countOf(total, 'database')} can be restored.`
  return overview.lastProvedAt === null
    ? `${proved} Nothing has been proved yet.`
    : `${proved} Last proved ${formatAge(overview.lastProvedAt, nowMs)}.`
}
