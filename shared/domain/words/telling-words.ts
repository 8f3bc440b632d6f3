import type { RungView } from '../alerts/alert-views.ts'
import type { MessageState } from '../alerts/message-state.ts'
import { formatSpan } from './format-duration.ts'

/** What became of a message to people, before its moment: `told` `2026-11-28 03:00:00 UTC`. */
export const tellingWords: Readonly<Record<MessageState, string>> = {
  decided: 'to be told since',
  begun: 'being told since',
  sent: 'told',
  partly: 'told in part',
  waiting: 'not reached yet, tried again since',
  failed: 'could not be told',
  nobody: 'reached nobody',
  not_known: 'told or not is not known,',
  withheld: 'not told, somebody answered first; decided',
  cause_gone: 'not told, the cause was gone first; decided',
  not_recorded: 'not recorded since',
}

/** What became of a message by a channel, in a table: `sent`. */
export const messageStateWords: Readonly<Record<MessageState, string>> = {
  decided: 'to be sent',
  begun: 'being sent',
  sent: 'sent',
  partly: 'sent in part',
  waiting: 'tried again',
  failed: 'failed',
  nobody: 'reached nobody',
  not_known: 'sent or not is not known',
  withheld: 'withheld, somebody answered',
  cause_gone: 'withheld, the cause was gone',
  not_recorded: 'not recorded',
}

/** When a rung is told next: `next in 12 minutes`; null: it is not. */
export function nextWords({ nextInMs, waitsForQuiet }: RungView): string | null {
  if (nextInMs === null) return null
  if (waitsForQuiet) return `next in ${formatSpan(nextInMs)}, when the quiet hours end`
  return nextInMs === 0 ? 'next now' : `next in ${formatSpan(nextInMs)}`
}
