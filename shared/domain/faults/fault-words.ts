import type { FaultCode, FaultOf } from '../fault.ts'

/** What one fault says, in the order a person needs it. Full sentences but for the title. */
export interface FaultText {
  /** A few words for a list or a heading, without a full stop. */
  readonly title: string
  /** What happened. */
  readonly message: string
  /** What was not harmed; null where nothing was at stake. */
  readonly unharmed: string | null
  /** What to do next. */
  readonly remedy: string
}

/** The words of a group of faults: the compiler asks for every code of the group. */
export type FaultWords<C extends FaultCode> = { readonly [K in C]: (fault: FaultOf<K>) => FaultText }
