import type { PromisedScenario } from './objective.ts'

/** The ways of bringing a database back that are measured apart. A drill is a complete recovery, into a scratch place. */
export const restoreScenarios = ['complete', 'point_in_time', 'partial', 'schema_only', 'drill'] as const
export type RestoreScenario = (typeof restoreScenarios)[number]

/** One restore or drill that was carried out to its proof. */
export interface MeasuredRestore {
  readonly scenario: RestoreScenario
  readonly atMs: number
  readonly durationMs: number
  /** Of the image; null: it says nothing, as where a part was brought back. */
  readonly bytes: number | null
}

/** How long a restore of a database takes, and how that is known. */
export type AchievedRto =
  | {
      readonly kind: 'measured'
      readonly durationMs: number
      readonly atMs: number
      readonly scenario: RestoreScenario
    }
  /** From the measurements of others, and marked as that wherever it is shown. */
  | { readonly kind: 'estimated'; readonly durationMs: number; readonly fromCount: number }
  | { readonly kind: 'not_known'; readonly because: RtoUnknown }

/** Why nothing is told. `nothing_proved`: of no backup it is known that it can be brought back, so no time is known in which it would be. */
export type RtoUnknown = 'nothing_proved' | 'nothing_measured' | 'size_not_known'

/** Whether a measurement is one of what was promised. */
export function measures(promised: PromisedScenario, measured: RestoreScenario): boolean {
  return measured === promised || (promised === 'complete' && measured === 'drill')
}

/** Those that read a whole image: their time goes with its size. */
const wholeScenarios: ReadonlySet<RestoreScenario> = new Set(['complete', 'point_in_time', 'drill'])

function medianOf(values: readonly number[]): number {
  const sorted = values.toSorted((one, other) => one - other)
  const middle = sorted.length >> 1
  return sorted.length % 2 === 1 ? sorted[middle]! : (sorted[middle - 1]! + sorted[middle]!) / 2
}

/** What is told of a restore that was never measured. */
export type RtoEstimate = (promised: PromisedScenario, imageBytes: number | null) => AchievedRto

/**
 * Estimates from what was measured of any database: a whole one by the median of the speeds and the size of its image, a part of one by the
 * median of the times that such restores took. Without any, not known.
 */
export function rtoEstimator(measured: readonly MeasuredRestore[]): RtoEstimate {
  const speeds = measured.flatMap(({ scenario, bytes, durationMs }) =>
    wholeScenarios.has(scenario) && bytes !== null && bytes > 0 && durationMs > 0 ? [bytes / durationMs] : [],
  )
  const speed = speeds.length === 0 ? null : medianOf(speeds)
  const timesOf = (promised: PromisedScenario): readonly number[] =>
    measured.filter(({ scenario }) => scenario === promised).map(({ durationMs }) => durationMs)
  const times = { partial: timesOf('partial'), schema_only: timesOf('schema_only') }
  return (promised, imageBytes) => {
    if (promised === 'complete' || promised === 'point_in_time') {
      if (speed === null) return { kind: 'not_known', because: 'nothing_measured' }
      if (imageBytes === null) return { kind: 'not_known', because: 'size_not_known' }
      return { kind: 'estimated', durationMs: imageBytes / speed, fromCount: speeds.length }
    }
    const known = times[promised]
    if (known.length === 0) return { kind: 'not_known', because: 'nothing_measured' }
    return { kind: 'estimated', durationMs: medianOf(known), fromCount: known.length }
  }
}

/** What an estimate rests on: the size of the newest backup, and that something can be brought back at all. */
export interface RtoGround {
  readonly imageBytes: number | null
  /** Some backup is proved now. */
  readonly isAnyProved: boolean
}

/** The newest measured time of a scenario; where it never was, an estimate, if there is anything to bring back. */
export function achievedRto(
  promised: PromisedScenario,
  own: readonly MeasuredRestore[],
  estimate: RtoEstimate,
  { imageBytes, isAnyProved }: RtoGround,
): AchievedRto {
  const newest = own
    .filter(({ scenario }) => measures(promised, scenario))
    .toSorted((one, other) => other.atMs - one.atMs)[0]
  if (newest === undefined) {
    return isAnyProved ? estimate(promised, imageBytes) : { kind: 'not_known', because: 'nothing_proved' }
  }
  const { durationMs, atMs, scenario } = newest
  return { kind: 'measured', durationMs, atMs, scenario }
}
