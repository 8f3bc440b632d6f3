import type { Role } from '../access/role.ts'

/** What somebody in each role may do, as the end of a sentence. */
export const roleWords: Readonly<Record<Role, string>> = {
  viewer: 'who may look at everything and change nothing',
  operator: 'who may also take, check and drill backups, and answer alerts',
  administrator: 'who may also restore, remove, and change policies, channels and roles',
}
