/** What a user of Holdfast may do: look; do what replaces nothing; everything. Each may what the one before it may. */
export const roles = ['viewer', 'operator', 'administrator'] as const
export type Role = (typeof roles)[number]

/** Whether somebody may do what needs a role. Without a role of one's own: nothing. */
export function mayAct(role: Role | null, needed: Role): boolean {
  return role !== null && roles.indexOf(role) >= roles.indexOf(needed)
}
