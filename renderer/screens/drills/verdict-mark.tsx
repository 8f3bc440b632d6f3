import type { DrillVerdict } from '../../../shared/domain/drills/drill.ts'
import type { ProtectionState } from '../../../shared/domain/protection.ts'
import { StateMark } from '../../components/state-mark.tsx'
import { Unknown } from '../../components/unknown.tsx'
import { verdictWord } from '../../text/drill-words.ts'

const states: Readonly<Record<DrillVerdict, ProtectionState>> = {
  passed: 'proved',
  failed: 'failed',
  inconclusive: 'at_risk',
}

/** What a drill came to; a dash where there was none. */
export function VerdictMark({ verdict }: { readonly verdict: DrillVerdict | null }) {
  if (verdict === null) return <Unknown why="Never drilled" />
  return <StateMark state={states[verdict]} word={verdictWord[verdict]} />
}
