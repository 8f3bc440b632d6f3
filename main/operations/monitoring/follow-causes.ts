import { isDeepStrictEqual } from 'node:util'

import type { Alert } from '../../../shared/domain/alerts/alert.ts'
import type { ClockReading } from '../../../shared/domain/alerts/clock-reading.ts'
import { followAlerts } from '../../../shared/domain/alerts/follow-alerts.ts'
import type { HealthCause } from '../../../shared/domain/health/health-cause.ts'
import { changingAlerts, listAlerts, removeAlert, saveAlert, type Ports } from '../../engine/engine.ts'

const dayMs = 86_400_000
/** A resolved alert is kept for so long. */
const keptDays = 400

function isForgotten({ resolvedAt }: Alert, { wallMs }: ClockReading): boolean {
  return resolvedAt !== null && Date.parse(resolvedAt) < wallMs - keptDays * dayMs
}

/** Whether it says something else than before, but for how long it has been open. */
function hasTurned(before: Alert | undefined, after: Alert): boolean {
  const { openMs, countedAt } = after
  return before === undefined || !isDeepStrictEqual({ ...before, openMs, countedAt }, after)
}

/**
 * Opens, follows and resolves the alerts of a vault by the causes that there are now; answers how many turned. Throws the faults of writing
 * a vault.
 */
export function followCauses(
  ports: Ports,
  folder: string,
  causes: readonly HealthCause[],
  wasLookedFor: (cause: HealthCause) => boolean,
  now: ClockReading,
): Promise<number> {
  return changingAlerts(ports, folder, async () => {
    const { records, damaged } = await listAlerts(ports, folder)
    if (damaged.length > 0) ports.logger.error('alerts.damaged', { folder, damaged })
    const before = new Map(records.map((alert) => [alert.id, alert]))
    const after = followAlerts(records, causes, now, () => ports.ids.newId(), wasLookedFor)
    let turned = 0
    for (const alert of after) {
      if (isForgotten(alert, now)) await removeAlert(ports, folder, alert.id)
      else if (hasTurned(before.get(alert.id), alert)) await saveAlert(ports, folder, alert)
      else continue
      turned += 1
    }
    return turned
  })
}
