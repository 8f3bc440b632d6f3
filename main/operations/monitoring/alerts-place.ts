import path from 'node:path'

import type { Alert } from '../../../shared/domain/alerts/alert.ts'
import { listAlerts, type Ports } from '../../engine/engine.ts'
import type { OperationsContext } from '../operations-context.ts'
import type { KnownVault } from '../vaults/vault-session.ts'

/** What stands for a vault while it is away: its alerts, messages and whom to tell are in a folder of this machine. */
export function awayPlaceOf<V extends KnownVault>({ world }: Pick<OperationsContext, 'world'>, vault: V): V {
  const folder = path.join(world.home.awayFolder, vault.homeName)
  return { ...vault, isReadOnly: false, access: { ...vault.access, folder } }
}

/**
 * Where the alerts of the open vault are now: in the vault, or, while it is away, on this machine; `besides`: what may hold an alert of this
 * machine about a vault that is there, and can't be written. Throws where no vault is open.
 */
export function alertsPlaceOf(context: OperationsContext): AlertsPlace {
  const { session } = context
  const vault = session.known()
  const away = awayPlaceOf(context, vault)
  return session.status().state === 'unreachable'
    ? { place: away, besides: null }
    : { place: vault, besides: away }
}

/** Where the alerts of a vault are. */
export interface AlertsPlace {
  readonly place: KnownVault
  readonly besides: KnownVault | null
}

/** An alert, and where it is. */
export interface PlacedAlert {
  readonly place: KnownVault
  readonly alert: Alert
}

/** The alerts of a vault, and files among them that can't be read. Rejects with the system's errors. */
export async function alertsAt(
  ports: Ports,
  { place, besides }: AlertsPlace,
): Promise<{ readonly placed: readonly PlacedAlert[]; readonly damaged: readonly string[] }> {
  const { records, damaged } = await listAlerts(ports, place.access.folder)
  const others = besides === null ? [] : (await listAlerts(ports, besides.access.folder)).records
  // What else is left open there ended when the vault was back, and nobody watched.
  const holds = ({ resolvedAt, cause }: Alert): boolean =>
    resolvedAt === null && cause.kind === 'vault_unwritable'
  return {
    placed: [
      ...records.map((alert) => ({ place, alert })),
      ...others.filter(holds).map((alert) => ({ place: besides ?? place, alert })),
    ],
    damaged,
  }
}
