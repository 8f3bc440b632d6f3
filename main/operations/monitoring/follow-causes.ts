import { isDeepStrictEqual } from 'node:util'

import type { Alert } from '../../../shared/domain/alerts/alert.ts'
import type { ClockReading } from '../../../shared/domain/alerts/clock-reading.ts'
import {
  causesByKey,
  followAlert,
  newAlert,
  type Causes,
} from '../../../shared/domain/alerts/follow-alerts.ts'
import type { HealthCause } from '../../../shared/domain/health/health-cause.ts'
import {
  changingManyAlerts,
  listAlertIds,
  listAlerts,
  readAlert,
  removeAlert,
  saveAlert,
  type Ports,
} from '../../engine/engine.ts'

const dayMs = 86_400_000
/** A resolved alert is kept for so long. */
const keptDays = 400

function isForgotten({ resolvedAt }: Alert, { wallMs }: ClockReading): boolean {
  return resolvedAt !== null && Date.parse(resolvedAt) < wallMs - keptDays * dayMs
}

/** Whether it says something else than before, but for how long it has been open. */
function hasTurned(before: Alert, after: Alert): boolean {
  const { openMs, countedAt } = after
  return !isDeepStrictEqual({ ...before, openMs, countedAt }, after)
}

/** What is followed, and by which causes. */
interface Following {
  readonly ports: Ports
  readonly folder: string
  readonly causes: Causes
  readonly wasLookedFor: (cause: HealthCause) => boolean
  readonly now: ClockReading
}

/** What an alert turns into; null: it only was open for longer. */
function turnOf({ causes, now, wasLookedFor }: Following, alert: Alert): Alert | 'forgotten' | null {
  const after = followAlert(alert, causes, now, wasLookedFor)
  if (isForgotten(after, now)) return 'forgotten'
  return hasTurned(alert, after) ? after : null
}

async function turnAll(following: Following, alerts: readonly Alert[]): Promise<number> {
  const { ports, folder } = following
  const turning = alerts.filter((alert) => turnOf(following, alert) !== null)
  let turned = 0
  await changingManyAlerts(ports, folder, turning, async (some) => {
    for (const { id } of some) {
      // Somebody may have answered since it was listed.
      const current = await readAlert(ports, folder, id)
      if (current === null || current === 'unreadable') continue
      const after = turnOf(following, current)
      if (after === null) continue
      if (after === 'forgotten') await removeAlert(ports, folder, id)
      else await saveAlert(ports, folder, after)
      turned += 1
    }
  })
  return turned
}

/** Opens an alert for each cause without one, also without one that another program opened since those were listed. */
async function openAll(
  { ports, folder, causes, now }: Following,
  alerts: readonly Alert[],
  unreadable: readonly string[],
): Promise<number> {
  const keys = new Set(alerts.map(({ key }) => key))
  const ids = new Set([...alerts.map(({ id }) => id), ...unreadable])
  const fresh = [...causes].filter(([key]) => !keys.has(key))
  let count = 0
  await changingManyAlerts(ports, folder, fresh, async (some) => {
    for (const id of (await listAlertIds(ports, folder)).filter((one) => !ids.has(one))) {
      const other = await readAlert(ports, folder, id)
      if (other !== null && other !== 'unreadable') keys.add(other.key)
      ids.add(id)
    }
    for (const [key, cause] of some) {
      if (keys.has(key)) continue
      const alert = newAlert(ports.ids.newId(), cause, now)
      await saveAlert(ports, folder, alert)
      ids.add(alert.id)
      count += 1
    }
  })
  return count
}

/**
 * Opens, follows and resolves the alerts of a vault by the causes that there are now; answers how many turned. `mayOpen` is asked each time
 * with the ids of alerts that could not be read, any of which may be of a cause that seems to have none: where it says no, none is opened.
 * Throws the faults of writing a vault.
 */
export async function followCauses(
  ports: Ports,
  folder: string,
  causes: readonly HealthCause[],
  wasLookedFor: (cause: HealthCause) => boolean,
  now: ClockReading,
  mayOpen: (unreadable: readonly string[]) => boolean = () => true,
): Promise<number> {
  const { records, damaged, unreadable } = await listAlerts(ports, folder)
  if (damaged.length > 0) ports.logger.error('alerts.damaged', { folder, damaged })
  const following = { ports, folder, causes: causesByKey(causes), wasLookedFor, now }
  const turned = await turnAll(following, records)
  return mayOpen(unreadable) ? turned + (await openAll(following, records, unreadable)) : turned
}
