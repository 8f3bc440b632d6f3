import type { ActResult } from '../../../shared/domain/access/act.ts'
import type { Fault } from '../../../shared/domain/fault.ts'

/** How an act ended; `fault` is what ended it, where it is known. */
export interface ActEnd {
  readonly result: ActResult
  readonly fault: Fault | null
}

/** An act that is being done. */
export interface BegunAct {
  end(end: ActEnd): Promise<void>
}
