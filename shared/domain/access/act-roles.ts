import { commandActs } from './command-acts.ts'
import type { Role } from './role.ts'

/**
 * The role of every act that changes something, for a window that says in advance what its user may not do. The contract says the same, and
 * is what is checked; a test compares the two.
 */
export const actRoles = {
  ...commandActs,
  'databases.change': 'operator',
  'databases.createDemo': 'operator',
  'databases.remove': 'administrator',
  'databases.scan': 'operator',
  'drills.startOne': 'operator',
  'guard.check': 'operator',
  'jobs.cancel': 'operator',
  'restore.resumeOperations': 'operator',
} as const satisfies Readonly<Record<string, Role>>

export type ActName = keyof typeof actRoles
