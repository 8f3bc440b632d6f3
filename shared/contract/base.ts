import { oc, type } from '@orpc/contract'

import type { Role } from '../domain/access/role.ts'
import type { Fault } from '../domain/fault.ts'

/** What each procedure declares of itself. */
export interface ProcedureMeta {
  readonly role: Role
}

/**
 * The root of every procedure. Expected failures cross the wire as one typed error, `FAULT`, with the fault as its data;
 * everything else becomes INTERNAL_SERVER_ERROR without its text.
 */
const base = oc
  .$meta<ProcedureMeta>({ role: 'viewer' })
  .errors({ FAULT: { status: 422, data: type<Fault>() } })

/** A procedure anyone may call. */
export const forViewer = base
/** A procedure that does work but replaces nothing. */
export const forOperator = base.meta({ role: 'operator' })
/** A procedure that replaces or removes something. */
export const forAdministrator = base.meta({ role: 'administrator' })
