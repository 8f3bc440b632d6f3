import type { MessageState } from '../alerts/message-state.ts'

/** What became of a message to people, before its moment: `told` `2026-11-28 03:00:00 UTC`. */
export const tellingWords: Readonly<Record<MessageState, string>> = {
  decided: 'to be told since',
  begun: 'being told since',
  sent: 'told',
  waiting: 'not reached yet, tried again since',
  failed: 'could not be told',
  nobody: 'reached nobody',
  not_known: 'told or not is not known,',
  withheld: 'no longer to be told',
}

/** What became of a message by a channel, in a table: `sent`. */
export const messageStateWords: Readonly<Record<MessageState, string>> = {
  decided: 'to be sent',
  begun: 'being sent',
  sent: 'sent',
  waiting: 'tried again',
  failed: 'failed',
  nobody: 'reached nobody',
  not_known: 'sent or not is not known',
  withheld: 'withheld, somebody answered',
}
