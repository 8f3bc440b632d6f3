import { mendRules, saveRules } from '../operations/access/change-rules.ts'
import { ownAccess } from '../operations/access/role-of-actor.ts'
import { viewAccess } from '../operations/access/view-access.ts'
import { guarded } from './guarded.ts'
import type { ApiSurroundings } from './host-doors.ts'

/** Answers `access`: who may do what. */
export function accessApi({ operations }: ApiSurroundings) {
  const { access } = guarded
  return {
    own: access.own.handler(() => ownAccess(operations)),
    view: access.view.handler(() => viewAccess(operations)),
    save: access.save.handler(({ input }) => saveRules(operations, input)),
    mend: access.mend.handler(() => mendRules(operations)),
  }
}
