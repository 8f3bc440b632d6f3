import path from 'node:path'

import type { OperationsContext } from '../operations-context.ts'
import type { KnownVault } from '../vaults/vault-session.ts'

/** What stands for a vault while it is away: its alerts, messages and whom to tell are in a folder of this machine. */
export function awayPlaceOf<V extends KnownVault>({ world }: Pick<OperationsContext, 'world'>, vault: V): V {
  const folder = path.join(world.home.awayFolder, vault.homeName)
  return { ...vault, isReadOnly: false, access: { ...vault.access, folder } }
}

/** Where the alerts of the open vault are now: in the vault, or, while it is away, on this machine. Throws where no vault is open. */
export function alertsPlaceOf(context: OperationsContext): KnownVault {
  const { session } = context
  const vault = session.known()
  return session.status().state === 'unreachable' ? awayPlaceOf(context, vault) : vault
}
