import type { MessageState } from '../alerts/message-state.ts'

/** What became of a message to people, before its moment: `told` `2026-11-28 03:00:00 UTC`. */
export const tellingWords: Readonly<Record<MessageState, string>> = {
  decided: 'to be told since',
  begun: 'being told since',
  sent: 'told',
  logged: 'not told, in the program’s log only,',
  failed: 'could not be told',
  not_known: 'told or not is not known,',
  withheld: 'no longer to be told',
}
