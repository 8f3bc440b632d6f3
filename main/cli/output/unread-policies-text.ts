import { printable } from './print-table.ts'

/** Says which files of policies can't be read, a line each; nothing where all can be. */
export function unreadPoliciesText(damaged: readonly string[]): string {
  return damaged
    .map((file) => `Can’t be read: ${printable(file)}. What this policy takes does not run by itself.\n`)
    .join('')
}
