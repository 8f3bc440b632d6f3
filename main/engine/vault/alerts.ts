import type { Alert } from '../../../shared/domain/alerts/alert.ts'
import type { Ports } from '../ports/ports.ts'
import { alertFrom, alertToJson } from './alert-json.ts'
import { keepRecords } from './keep-records.ts'
import { vaultPaths } from './layout.ts'
import { holdingLease } from './leases.ts'
import { writingVault } from './vault-faults.ts'

const alerts = keepRecords<Alert>({
  folder: vaultPaths.alerts,
  serialize: alertToJson,
  parse: alertFrom,
})

/** Writes an alert durably, over an earlier state of it. Only within `changingAlerts`. Throws the faults of writing a vault. */
export function saveAlert(ports: Ports, folder: string, alert: Alert): Promise<void> {
  return alerts.save(ports, folder, alert.id, alert)
}

/** Forgets an alert. One that is not there is no error. Only within `changingAlerts`. */
export function removeAlert(ports: Ports, folder: string, alertId: string): Promise<void> {
  return alerts.remove(ports, folder, alertId)
}

/** What the folder of alerts holds. */
export interface ListedAlerts {
  readonly records: readonly Alert[]
  /** Names of files that can't be read. */
  readonly damaged: readonly string[]
  /** Ids of those among them that may be whole: the system did not let them be read this time. */
  readonly unreadable: readonly string[]
}

/** Every alert of a vault, and what of them can't be read. */
export async function listAlerts(ports: Ports, folder: string): Promise<ListedAlerts> {
  const { entries, damaged, unreadable } = await alerts.list(ports, folder)
  return { records: [...entries.values()], damaged, unreadable }
}

/** One alert; null: there is none of this id. That it can't be read does not say that it is gone. */
export async function readAlert(
  ports: Ports,
  folder: string,
  alertId: string,
): Promise<Alert | null | 'unreadable'> {
  const alert = await alerts.read(ports, folder, alertId)
  return alert === 'damaged' ? 'unreadable' : alert
}

/** The id of every alert, also of those that can't be read. */
export function listAlertIds(ports: Ports, folder: string): Promise<readonly string[]> {
  return alerts.ids(ports, folder)
}

/** Others take their turn between the batches of whoever changes many. */
const patienceMs = 30_000

/**
 * Changes alerts while no other program does: an answer that comes from another one must not be written over. What is changed is read within.
 * For a few alerts: whoever answers waits for it. Throws VAULT_LOCKED where another does so for too long.
 */
export function changingAlerts<T>(ports: Ports, folder: string, change: () => Promise<T>): Promise<T> {
  return writingVault(ports, folder, () => holdingLease(ports, folder, 'alerts', change, patienceMs))
}

const batchSize = 50

/** As `changingAlerts`, of many, some at a time. */
export async function changingManyAlerts<T>(
  ports: Ports,
  folder: string,
  items: readonly T[],
  change: (some: readonly T[]) => Promise<void>,
): Promise<void> {
  for (let at = 0; at < items.length; at += batchSize) {
    await changingAlerts(ports, folder, () => change(items.slice(at, at + batchSize)))
  }
}
