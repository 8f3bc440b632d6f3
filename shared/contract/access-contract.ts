import { type } from '@orpc/contract'
import { z } from 'zod'

import type { AccessRules } from '../domain/access/access-rules.ts'
import type { AccessView, OwnAccess } from '../domain/access/access-views.ts'
import { roles } from '../domain/access/role.ts'
import { forAdministrator, forViewer } from './base.ts'

const grantField = z.object({
  kind: z.enum(['user', 'group']),
  name: z.string().min(1).max(256),
  role: z.enum(roles),
})

/** Who may do what in the open vault. */
export const accessContract = {
  /** Who the user of this window is; without an open vault an administrator. */
  own: forViewer.output(type<OwnAccess>()),
  view: forViewer.output(type<AccessView>()),
  /** Puts rules in the place of those of `revision`. */
  save: forAdministrator
    .input(
      z.object({
        revision: z.number().int().min(0),
        grants: z.array(grantField).max(10_000),
        others: z.enum(roles).nullable(),
      }),
    )
    .output(type<AccessRules>()),
  /** Writes damaged rules anew, as this machine last saw them. For whoever owns the vault's files: nobody is administrator then. */
  mend: forViewer.output(type<AccessRules>()),
}
