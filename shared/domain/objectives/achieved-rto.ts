/** The ways of bringing a database back that are measured apart. */
export const restoreScenarios = ['complete', 'point_in_time', 'partial', 'schema_only', 'drill'] as const
export type RestoreScenario = (typeof restoreScenarios)[number]

/** One restore or drill that was carried out to its proof. */
export interface MeasuredRestore {
  readonly scenario: RestoreScenario
  readonly atMs: number
  readonly durationMs: number
  /** Of the image. */
  readonly bytes: number
}

/** How long a restore of a database takes, and how that is known. */
export type AchievedRto =
  | {
      readonly kind: 'measured'
      readonly durationMs: number
      readonly atMs: number
      readonly scenario: RestoreScenario
    }
  /** From the speed of others, and marked as that wherever it is shown. */
  | { readonly kind: 'estimated'; readonly durationMs: number; readonly fromCount: number }
  | { readonly kind: 'not_known' }

/** The scenarios that bring a whole database back. */
const wholeScenarios: ReadonlySet<RestoreScenario> = new Set(['complete', 'point_in_time', 'drill'])

function medianOf(values: readonly number[]): number {
  const sorted = values.toSorted((one, other) => one - other)
  const middle = sorted.length >> 1
  return sorted.length % 2 === 1 ? sorted[middle]! : (sorted[middle - 1]! + sorted[middle]!) / 2
}

/**
 * The newest measured time of bringing the whole database back. Where it never was, an estimate from the speed at which others of this
 * machine were (the median), by the size of its image; without any, not known.
 */
export function achievedRto(
  own: readonly MeasuredRestore[],
  others: readonly MeasuredRestore[],
  imageBytes: number | null,
): AchievedRto {
  const whole = own.filter(({ scenario }) => wholeScenarios.has(scenario))
  const newest = whole.toSorted((one, other) => other.atMs - one.atMs)[0]
  if (newest !== undefined) {
    const { durationMs, atMs, scenario } = newest
    return { kind: 'measured', durationMs, atMs, scenario }
  }
  const speeds = others.flatMap(({ scenario, bytes, durationMs }) =>
    wholeScenarios.has(scenario) && bytes > 0 && durationMs > 0 ? [bytes / durationMs] : [],
  )
  if (imageBytes === null || speeds.length === 0) return { kind: 'not_known' }
  return { kind: 'estimated', durationMs: imageBytes / medianOf(speeds), fromCount: speeds.length }
}
