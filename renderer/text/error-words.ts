import type { Fault } from '../../shared/domain/fault.ts'
import { faultText } from '../../shared/domain/faults/fault-text.ts'
import type { FaultText } from '../../shared/domain/faults/fault-words.ts'

const noFault: FaultText = {
  title: 'No answer',
  message: 'Holdfast did not answer this request.',
  unharmed: 'Every stored backup is untouched.',
  remedy: 'Try again. If it comes back, look in the log of Holdfast.',
}

/** What a failed request says: its fault's words, or that there was no answer. */
export function errorWords(fault: Fault | null): FaultText {
  return fault === null ? noFault : faultText(fault)
}
