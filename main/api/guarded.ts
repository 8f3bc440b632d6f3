import { implement, ORPCError } from '@orpc/server'

import type { Role } from '../../shared/contract/base.ts'
import { contract } from '../../shared/contract/contract.ts'
import { faultOf } from '../../shared/domain/fault.ts'

/** Who calls, as the host knows it. Never told by the window. */
export interface CallerContext {
  readonly role?: Role | undefined
}

const rank: Readonly<Record<Role, number>> = { viewer: 0, operator: 1, administrator: 2 }

/** Whether a caller may call what needs a role. A caller without one may nothing. */
export function mayCall(caller: Role | undefined, needed: Role): boolean {
  return caller !== undefined && rank[caller] >= rank[needed]
}

/** The contract, ready to be answered: every procedure built from it checks the caller's role and speaks in faults. */
export const guarded = implement(contract)
  .$context<CallerContext>()
  .use(async ({ context, procedure, next }) => {
    const { role } = procedure['~orpc'].meta
    if (!mayCall(context.role, role)) {
      throw new ORPCError('FORBIDDEN', { status: 403, message: `This needs the role ${role}.` })
    }
    try {
      return await next()
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
