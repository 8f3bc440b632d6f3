import path from 'node:path'

import type { KnownVault } from '../vaults/vault-session.ts'
import type { World } from '../world.ts'

/** Where the messages of a vault wait: in the home folder of the program that acts. */
export function outboxOf({ home }: Pick<World, 'home'>, { homeName }: Pick<KnownVault, 'homeName'>): string {
  return path.join(home.outboxFolder, homeName)
}
