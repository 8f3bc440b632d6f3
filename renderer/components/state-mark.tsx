import {
  IconAlertTriangleFilled,
  IconCircleCheckFilled,
  IconCircleDashed,
  IconProgress,
  IconSquareXFilled,
} from '@tabler/icons-react'

import type { ProtectionState } from '../../shared/domain/protection.ts'
import { stateWord } from '../text/state-words.ts'

const marks = {
  proved: IconCircleCheckFilled,
  stored: IconCircleDashed,
  running: IconProgress,
  at_risk: IconAlertTriangleFilled,
  failed: IconSquareXFilled,
}

/** The class that gives a state its colour. */
export function stateClass(state: ProtectionState): string {
  return `is-${state.replace('_', '-')}`
}

interface StateMarkProps {
  readonly state: ProtectionState
  /** Another word than the state's own: `Passed`, `Done`. */
  readonly word?: string
  /** Shows the shape alone; the word stays for those who listen. */
  readonly isBare?: boolean
  readonly size?: number
}

/** One of the five states: a shape, a colour and a word, everywhere the same. */
export function StateMark({ state, word = stateWord(state), isBare = false, size = 16 }: StateMarkProps) {
  const Mark = marks[state]
  return (
    <span className={`state ${stateClass(state)}`} title={isBare ? word : undefined}>
      <Mark size={size} aria-hidden="true" {...(state === 'running' ? { className: 'spin' } : {})} />
      <span className={isBare ? 'visually-hidden' : 'ellipsis'}>{word}</span>
    </span>
  )
}
