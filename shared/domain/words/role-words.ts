import type { Role } from '../access/role.ts'

/** What somebody in each role does. */
export const roleWords: Readonly<Record<Role, string>> = {
  viewer: 'looks at everything and changes nothing',
  operator: 'also takes, checks and drills backups, and answers alerts',
  administrator: 'also restores, removes, and changes policies, channels and roles',
}
