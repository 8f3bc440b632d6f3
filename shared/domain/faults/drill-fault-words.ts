import { drillLevelWords } from '../drills/drill.ts'
import type { FaultWords } from './fault-words.ts'

/** Words for a drill that did not show all that it is to show. */
export const drillFaultWords: FaultWords<'DRILL_NOT_PASSED'> = {
  DRILL_NOT_PASSED: ({ file, level, detail, isKnown }) => ({
    title: isKnown ? 'The drill failed' : 'The drill is inconclusive',
    message: `${level}, that ${drillLevelWords[level]}, ${isKnown ? 'failed' : 'could not be found out'} for ${file}: ${detail}.`,
    unharmed: 'A drill changes nothing: the backup and the database are as they were.',
    remedy: isKnown
      ? 'Do not rely on this backup: take another one now, drill it, and find out what happened to this one.'
      : 'Clear away what is in the way, and drill it again.',
  }),
}
