/** A value that JSON can say. */
export type PlainValue =
  string | number | boolean | null | readonly PlainValue[] | { readonly [name: string]: PlainValue }

/** What somebody is told, before it is known by which way. Holds no secret. */
export interface ChannelMessage {
  /**
   * The same at every try and in every channel, so that whoever gets it twice can tell: the Message-ID of a mail, the `webhook-id` of a
   * request. 1 to 120 letters, digits, `-` and `_`.
   */
  readonly id: string
  readonly severity: 'CRITICAL' | 'WARNING' | 'INFO'
  /** What it is to a program, as `alert.opened`. */
  readonly type: string
  /** When it was written. UTC, ISO 8601. */
  readonly at: string
  /** One line. */
  readonly title: string
  /** Plain text, lines parted by `\n`. */
  readonly text: string
  /** The facts for a program. */
  readonly facts: { readonly [name: string]: PlainValue }
  /** Of a mail: the only ones that it is still owed to; null: all that the channel is set up for. */
  readonly onlyTo: readonly string[] | null
}

/** Whether an id can name a message in a mail's header and a request's. */
export function isMessageId(id: string): boolean {
  return /^[A-Za-z0-9_-]{1,120}$/.test(id)
}
