import { createHash } from 'node:crypto'

/** What is kept here of one copy of a vault goes by this name: two folders may hold copies of the same vault, with the same id. */
export function placeName(vaultId: string, realVaultPath: string): string {
  return `${vaultId}-${createHash('sha256').update(realVaultPath).digest('hex').slice(0, 8)}`
}
