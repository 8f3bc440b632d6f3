import os from 'node:os'

import type { Alert } from '../../../shared/domain/alerts/alert.ts'
import { acknowledged, countedOn } from '../../../shared/domain/alerts/follow-alerts.ts'
import { FaultError } from '../../../shared/domain/fault.ts'
import { changingAlerts, readAlert, saveAlert } from '../../engine/engine.ts'
import type { OperationsContext } from '../operations-context.ts'
import { instantOf } from '../world.ts'
import { alertsAt, alertsPlaceOf, type AlertsPlace, type PlacedAlert } from './alerts-place.ts'
import { readClocks } from './read-clocks.ts'

const leastIdPrefix = 4

function alertCalled(alerts: readonly PlacedAlert[], called: string): PlacedAlert {
  const isOne = ({ alert: { id } }: PlacedAlert): boolean =>
    id === called || (called.length >= leastIdPrefix && id.startsWith(called.toLowerCase()))
  const [found, ...others] = alerts.filter(isOne)
  if (found === undefined) throw new FaultError({ code: 'ALERT_UNKNOWN', alert: called })
  if (others.length > 0) {
    throw new FaultError({ code: 'WRONG_USE', detail: `several alerts have ids that begin with ${called}` })
  }
  return found
}

/**
 * The user of the system takes an alert on, named by its id or the beginning of it: nobody else is told of it while it stays open. Throws
 * ALERT_UNKNOWN, ALERT_ANSWERED, WRONG_USE for the beginning of several, VAULT_READ_ONLY and the faults of writing a vault. `at`: of a vault that
 * is not open.
 */
export async function acknowledgeAlert(
  context: OperationsContext,
  called: string,
  note: string,
  at?: AlertsPlace,
): Promise<Alert> {
  const { ports } = context.world
  const { placed } = await alertsAt(ports, at ?? alertsPlaceOf(context))
  const { place, alert: found } = alertCalled(placed, called)
  const { folder } = place.access
  if (place.isReadOnly) throw new FaultError({ code: 'VAULT_READ_ONLY', path: folder })
  const answered = await changingAlerts(ports, folder, async () => {
    const current = await readAlert(ports, folder, found.id)
    const alert = current === null || current === 'unreadable' ? found : current
    const by = `${os.userInfo().username} on ${ports.machine.hostName}`
    const counted = countedOn(alert, readClocks(ports))
    const taken = acknowledged(counted, { by, at: instantOf(ports.clock), note })
    if (taken === null) {
      throw new FaultError({ code: 'ALERT_ANSWERED', alert: alert.id, answered: alert.acknowledged })
    }
    await saveAlert(ports, folder, taken)
    return taken
  })
  context.changes.tell({ topic: 'alerts' })
  return answered
}
