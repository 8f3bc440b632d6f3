import { drillLevelWords } from '../drills/drill.ts'
import type { FaultWords } from './fault-words.ts'

/** Words for a drill that did not show all that it is to show. */
export const drillFaultWords: FaultWords<'ASSERTIONS_INVALID' | 'DETECTION_NOT_SHOWN' | 'DRILL_NOT_PASSED'> =
  {
    ASSERTIONS_INVALID: ({ problem }) => ({
      title: 'These are no assertions',
      message: `What should be a list of assertions is none: ${problem}.`,
      unharmed: 'What was asserted before is still asserted.',
      remedy: 'Give a list, each with a name, one reading statement (sql) and what it is to give (expected).',
    }),
    DETECTION_NOT_SHOWN: ({ file, isPlanted, detail }) => ({
      title: isPlanted ? 'A planted corruption was not found' : 'The copy was not fine to begin with',
      message: isPlanted
        ? `A corruption that was planted in a copy of ${file} was not found by any level of the drill: ${detail}.`
        : `A copy of ${file} did not pass its drill before anything was planted in it: ${detail}.`,
      unharmed: 'Only a copy was changed: the vault is as it was.',
      remedy: isPlanted
        ? 'Do not rely on drills of this version: report this, with the program’s log.'
        : 'Drill the backup itself, and see to what that finds.',
    }),
    DRILL_NOT_PASSED: ({ file, level, detail, isKnown }) => ({
      title: isKnown ? 'The drill failed' : 'The drill is inconclusive',
      message: `${level}, that ${drillLevelWords[level]}, ${isKnown ? 'failed' : 'could not be found out'} for ${file}: ${detail}.`,
      unharmed: 'A drill changes nothing: the backup and the database are as they were.',
      remedy: isKnown
        ? 'Do not rely on this backup: take another one now, drill it, and find out what happened to this one.'
        : 'Clear away what is in the way, and drill it again.',
    }),
  }
