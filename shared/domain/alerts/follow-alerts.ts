import { keyOfCause, type HealthCause } from '../health/health-cause.ts'
import type { Acknowledgement, Alert, Told } from './alert.ts'
import { timePassed, type ClockReading } from './clock-reading.ts'
import type { DueStep } from './due-steps.ts'

function instantOf({ wallMs }: ClockReading): string {
  return new Date(wallMs).toISOString()
}

function opened(id: string, cause: HealthCause, opening: number, now: ClockReading): Alert {
  return {
    id,
    key: keyOfCause(cause),
    cause,
    opening,
    openedAt: instantOf(now),
    resolvedAt: null,
    acknowledged: null,
    openMs: 0,
    countedAt: now,
    told: [],
  }
}

/** An open alert at a later moment: so much more of its open time is counted. A resolved one stays as it is. */
export function countedOn(alert: Alert, now: ClockReading): Alert {
  if (alert.resolvedAt !== null) return alert
  return { ...alert, openMs: alert.openMs + timePassed(alert.countedAt, now), countedAt: now }
}

/** Causes by their keys: what is known twice is one. */
export type Causes = ReadonlyMap<string, HealthCause>

/** Causes by their keys. */
export function causesByKey(causes: readonly HealthCause[]): Causes {
  return new Map(causes.map((cause) => [keyOfCause(cause), cause]))
}

/**
 * What becomes of an alert when these are all the causes that there are. An open one whose cause is gone is resolved; one whose cause is
 * back is opened again, and nobody has answered or was told of that yet. `isLookedAt` says of a cause whether it was looked for this time:
 * what was not looked for is not gone.
 */
export function followAlert(
  alert: Alert,
  causes: Causes,
  now: ClockReading,
  isLookedAt: (cause: HealthCause) => boolean,
): Alert {
  const cause = causes.get(alert.key)
  if (cause === undefined) {
    const isGone = alert.resolvedAt === null && isLookedAt(alert.cause)
    return isGone ? { ...countedOn(alert, now), resolvedAt: instantOf(now) } : countedOn(alert, now)
  }
  if (alert.resolvedAt !== null) return opened(alert.id, cause, alert.opening + 1, now)
  return { ...countedOn(alert, now), cause }
}

/** The alert of a cause that none is known of. */
export function newAlert(id: string, cause: HealthCause, now: ClockReading): Alert {
  return opened(id, cause, 1, now)
}

/** What becomes of all alerts: each as `followAlert`, and a new one, last, for each cause that had none. */
export function followAlerts(
  alerts: readonly Alert[],
  causes: readonly HealthCause[],
  now: ClockReading,
  newId: () => string,
  isLookedAt: (cause: HealthCause) => boolean = () => true,
): readonly Alert[] {
  const byKey = causesByKey(causes)
  const known = alerts.map((alert) => followAlert(alert, byKey, now, isLookedAt))
  const there = new Set(alerts.map(({ key }) => key))
  const fresh = [...byKey]
    .filter(([key]) => !there.has(key))
    .map(([, cause]) => newAlert(newId(), cause, now))
  return [...known, ...fresh]
}

/** An alert that somebody took on; null where it is resolved or was taken on before. */
export function acknowledged(alert: Alert, by: Acknowledgement): Alert | null {
  return alert.resolvedAt !== null || alert.acknowledged !== null ? null : { ...alert, acknowledged: by }
}

/** An alert of which it was decided at a moment to tell a step. `digest`: by which message, where it is not its own. */
export function told(alert: Alert, step: DueStep, now: ClockReading, digest: string | null = null): Alert {
  const fresh: Told = { ...step, openMs: alert.openMs, at: instantOf(now), state: 'decided', digest }
  return { ...alert, told: [...alert.told, fresh] }
}

/** An alert of which one telling is another now. */
export function withTelling(alert: Alert, telling: Told): Alert {
  const isIt = ({ step, time }: Told): boolean => step === telling.step && time === telling.time
  return { ...alert, told: alert.told.map((one) => (isIt(one) ? telling : one)) }
}
