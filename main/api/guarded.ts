import { implement, ORPCError } from '@orpc/server'

import { contract } from '../../shared/contract/contract.ts'
import { factsOf } from '../../shared/domain/access/act.ts'
import { faultOf } from '../../shared/domain/fault.ts'
import type { Perform } from '../operations/access/perform.ts'

/** What the host says of its caller. Never told by the window. */
export interface CallerContext {
  /** Does what the caller asks for, where it may be done; left out: the caller may nothing. */
  readonly perform?: Perform | undefined
}

/** The contract, ready to be answered: every procedure built from it is performed in its caller's role, and speaks in faults. */
export const guarded = implement(contract)
  .$context<CallerContext>()
  .use(async ({ context, procedure, path, next }, input) => {
    const { role } = procedure['~orpc'].meta
    if (context.perform === undefined) {
      throw new ORPCError('FORBIDDEN', { status: 403, message: `This needs the role ${role}.` })
    }
    try {
      const act = { name: path.join('.'), needs: role, facts: factsOf(input) }
      return await context.perform(act, async () => next())
    } catch (error) {
      const fault = faultOf(error)
      if (fault === undefined) throw error
      throw new ORPCError('FAULT', {
        defined: true,
        status: 422,
        data: fault,
        message: fault.code,
        cause: error,
      })
    }
  })
