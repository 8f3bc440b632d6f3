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

/** Every alert of a vault, and the names of files among them that can't be read. */
export async function listAlerts(
  ports: Ports,
  folder: string,
): Promise<{ readonly records: readonly Alert[]; readonly damaged: readonly string[] }> {
  const { entries, damaged } = await alerts.list(ports, folder)
  return { records: [...entries.values()], damaged }
}

/** Following ten thousand alerts at once takes its time. */
const patienceMs = 30_000

/**
 * Changes alerts while no other program does: an answer that comes from another one must not be written over. Throws VAULT_LOCKED where
 * another does so for too long.
 */
export function changingAlerts<T>(ports: Ports, folder: string, change: () => Promise<T>): Promise<T> {
  return writingVault(ports, folder, () => holdingLease(ports, folder, 'alerts', change, patienceMs))
}
