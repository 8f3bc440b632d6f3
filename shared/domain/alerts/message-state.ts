/** What became of a message. */
export const messageStates = [
  /** It is to be sent, and saved as that. */
  'decided',
  /** It was handed over; what became of it is not said yet. */
  'begun',
  'sent',
  /** Somebody has it, and somebody else will not. */
  'partly',
  /** It could not be sent for now, and is tried again. */
  'waiting',
  'failed',
  /** The roles have no people. */
  'nobody',
  /** The program ended while it was sent: it may have gone out, and is not sent again. */
  'not_known',
  /** Somebody answered before it was sent. */
  'withheld',
  /** The cause was gone before it was sent, and nobody had answered. */
  'cause_gone',
  /** No message's own: the record of a day was full, and this line stands for those that are not in it. */
  'not_recorded',
] as const
export type MessageState = (typeof messageStates)[number]
