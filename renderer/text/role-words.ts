import type { Role } from '../../shared/domain/access/role.ts'

const titles: Readonly<Record<Role, string>> = {
  viewer: 'Viewer',
  operator: 'Operator',
  administrator: 'Administrator',
}

/** A role by its name; null: none. */
export function roleTitle(role: Role | null): string {
  return role === null ? 'No role' : titles[role]
}
