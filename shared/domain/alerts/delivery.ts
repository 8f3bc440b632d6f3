import type { Fault } from '../fault.ts'

/** One of several recipients whom the server would not take. */
export interface RejectedRecipient {
  readonly recipient: string
  readonly fault: Fault
}

/** What became of one try to deliver a message. */
export type Delivery =
  /** The other side took it; `rejected` are those it took it not for, for good. */
  | { readonly outcome: 'delivered'; readonly rejected: readonly RejectedRecipient[] }
  /** Another try would end the same. */
  | { readonly outcome: 'failed'; readonly fault: Fault }
  /** Another try may succeed. */
  | {
      readonly outcome: 'again'
      readonly fault: Fault
      /** The other side asks to be left alone for so long, milliseconds; null: it did not say. */
      readonly afterMs: number | null
      /** The recipients that it is still owed to, when others have it or never will; null: all. */
      readonly owedTo: readonly string[] | null
      /** Whether some recipient has it by this try. */
      readonly hasReached: boolean
      /** Those who will never have it. */
      readonly rejected: readonly RejectedRecipient[]
    }
