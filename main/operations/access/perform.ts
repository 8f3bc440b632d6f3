import type { Act } from '../../../shared/domain/access/act.ts'
import { faultOf } from '../../../shared/domain/fault.ts'
import type { Operations } from '../operations.ts'
import { beginAct } from './begin-act.ts'
import type { BegunAct } from './begun-act.ts'

/** Does an act once it may be done. Throws ROLE_NEEDED, and what the work throws. */
export type Perform = <T>(act: Act, work: () => PromiseLike<T>) => Promise<T>

/** Performs acts, each begun by `begin`. */
export function performer(
  operations: Operations,
  begin: (operations: Operations, act: Act) => Promise<BegunAct> = beginAct,
): Perform {
  return async (act, work) => {
    const begun = await begin(operations, act)
    try {
      const result = await work()
      await begun.end({ result: 'done', fault: null })
      return result
    } catch (error) {
      await begun.end({ result: 'failed', fault: faultOf(error) ?? null })
      throw error
    }
  }
}
