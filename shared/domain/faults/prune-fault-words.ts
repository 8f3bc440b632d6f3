import { formatMoment } from '../words/format-moment.ts'
import { refusalRemedy, refusalWordsOf } from '../words/keep-words.ts'
import type { FaultWords } from './fault-words.ts'

type PruneCode = 'PRUNE_REFUSED' | 'REMOVAL_UNKNOWN' | 'REMOVAL_ENDED' | 'HOLD_UNKNOWN'

/** Words for what retention does not do. */
export const pruneFaultWords: FaultWords<PruneCode> = {
  PRUNE_REFUSED: ({ database, refusal }) => ({
    title: 'Clean-up refused',
    message: `Nothing of ${database} was removed: ${refusalWordsOf(refusal)}.`,
    unharmed: 'Everything of it is where it was.',
    remedy: refusalRemedy(refusal),
  }),
  REMOVAL_UNKNOWN: ({ backup }) => ({
    title: 'Not set aside',
    message: `Nothing that is set aside is called ${backup}.`,
    unharmed: null,
    remedy: '`holdfast prune --dry-run` lists those that are set aside.',
  }),
  REMOVAL_ENDED: ({ file, removedAt }) => ({
    title: 'Removed for good',
    message: `${file} was set aside at ${formatMoment(removedAt)}, and its removal for good has begun: it can’t be put back.`,
    unharmed: 'Every other backup is where it was.',
    remedy: 'Choose another point: `holdfast points` lists them.',
  }),
  HOLD_UNKNOWN: ({ name }) => ({
    title: 'No such hold',
    message: `The vault has no legal hold called ${name}.`,
    unharmed: 'Nothing was changed.',
    remedy: '`holdfast hold list` shows those that it has.',
  }),
}
