import {
  isYetToCome,
  keepsRpo,
  keepsRto,
  type ObjectiveRow,
} from '../../../shared/domain/objectives/objective-views.ts'
import {
  promisedScenarios,
  type ObjectiveParts,
  type Promised,
} from '../../../shared/domain/objectives/objective.ts'

function jsonPromised(promised: Promised) {
  return promised.kind === 'promised'
    ? { seconds: promised.ms / 1000, from: promised.from }
    : { seconds: null, because: promised.because }
}

function instant(ms: number | null): string | null {
  return ms === null ? null : new Date(ms).toISOString()
}

/** One database’s objectives, as `--json` prints them. Times are seconds, moments UTC. */
export function jsonObjective(row: ObjectiveRow, nowMs: number) {
  const { databaseId, database, tier, promised, provedStateAtMs, rto, shares, lastDrill } = row
  return {
    databaseId,
    database,
    tier,
    rpo: {
      promised: jsonPromised(promised.rpo),
      provedStateAt: instant(provedStateAtMs),
      achievedSeconds:
        provedStateAtMs === null || isYetToCome(provedStateAtMs, nowMs)
          ? null
          : Math.max(0, nowMs - provedStateAtMs) / 1000,
      isWithin: keepsRpo(promised.rpo, provedStateAtMs, nowMs),
      lastThirtyDays: shares,
    },
    rto: {
      promised: Object.fromEntries(
        promisedScenarios.map((scenario) => [scenario, jsonPromised(promised.rto[scenario])]),
      ),
      achieved: {
        kind: rto.kind,
        seconds: rto.kind === 'not_known' ? null : rto.durationMs / 1000,
        ...(rto.kind === 'measured' ? { measuredAt: instant(rto.atMs), scenario: rto.scenario } : {}),
        ...(rto.kind === 'estimated' ? { fromCount: rto.fromCount } : {}),
        ...(rto.kind === 'not_known' ? { because: rto.because } : {}),
      },
      isWithin: keepsRto(promised.rto.complete, rto),
    },
    lastDrill: lastDrill && { at: instant(lastDrill.atMs), verdict: lastDrill.verdict },
  }
}

/** What was said, in seconds; null: not promised. What nothing was said of is left out. */
export function jsonSaid({ rpoMs, rtoMs }: ObjectiveParts) {
  const seconds = (ms: number | null): number | null => (ms === null ? null : ms / 1000)
  const rto = promisedScenarios.flatMap((scenario) => {
    const ms = rtoMs[scenario]
    return ms === undefined ? [] : [[scenario, seconds(ms)] as const]
  })
  return {
    ...(rpoMs === undefined ? {} : { rpoSeconds: seconds(rpoMs) }),
    rtoSeconds: Object.fromEntries(rto),
  }
}
