/** The ways of bringing a database back that a time is promised for. */
export const promisedScenarios = ['complete', 'point_in_time', 'partial', 'schema_only'] as const
export type PromisedScenario = (typeof promisedScenarios)[number]

/** What somebody said of one number: milliseconds; null: that nothing is promised; left out: nothing was said. */
type Said = number | null | undefined

/** What was said for one database, or for a tier. */
export interface ObjectiveParts {
  /** No more than this may be lost: the newest proved state is never older. */
  readonly rpoMs?: Said
  /** A restore takes no longer. */
  readonly rtoMs: Readonly<Partial<Record<PromisedScenario, Said>>>
}

/** Everything that was said in a vault (`.holdfast/objectives.json`): by the id of a database, and by the word of a tier. */
export interface Objectives {
  readonly databases: ReadonlyMap<string, ObjectiveParts>
  readonly tiers: ReadonlyMap<string, ObjectiveParts>
}

export const noObjectives: Objectives = { databases: new Map(), tiers: new Map() }

/** Who promised it. `schedule`, `default`: nobody said anything; an RPO follows the schedule, an RTO is the product's. */
export type PromiseSource = 'database' | 'tier' | 'schedule' | 'default'

/** Why nothing is promised. */
export type NotPromisedReason =
  | 'said_of_database'
  | 'said_of_tier'
  /** An RPO follows a schedule, and there is none. */
  | 'no_schedule'
  | 'policy_rests'
  /** Its policy, or what was said, can't be read. */
  | 'unreadable'
  /** The product promises a complete recovery of smaller databases only. */
  | 'large'
  | 'size_not_known'

/** One promise. */
export type Promised =
  | { readonly kind: 'promised'; readonly ms: number; readonly from: PromiseSource }
  | { readonly kind: 'not_promised'; readonly because: NotPromisedReason }

/** Everything that is promised of one database. */
export interface PromisedOf {
  readonly rpo: Promised
  readonly rto: Readonly<Record<PromisedScenario, Promised>>
}

/** What a promise that nobody made follows. */
export interface PromiseGround {
  readonly id: string
  readonly tier: string
  /** Of its newest backup with rows; null: there is none. */
  readonly imageBytes: number | null
  /** How old its newest state may become when its schedule is kept, milliseconds; or why that is not known. */
  readonly scheduledRpo: number | 'no_schedule' | 'policy_rests' | 'unreadable'
}

const minuteMs = 60_000

/** A complete recovery is promised of databases under this size. Bytes. */
export const promisedBelowBytes = 100_000_000

/** The product's own: PRODUCT.md, section 5. A point in time has to be kept without a supplement for its increments. */
export const defaultRtoMs: Readonly<Record<PromisedScenario, number>> = {
  complete: 15 * minuteMs,
  point_in_time: 10 * minuteMs,
  partial: 5 * minuteMs,
  schema_only: 2 * minuteMs,
}

function notPromised(because: NotPromisedReason): Promised {
  return { kind: 'not_promised', because }
}

function saidOf(of: 'database' | 'tier', said: Said): Promised | null {
  if (said === undefined) return null
  return said === null
    ? notPromised(of === 'database' ? 'said_of_database' : 'said_of_tier')
    : { kind: 'promised', ms: said, from: of }
}

function rpoByDefault({ scheduledRpo }: PromiseGround): Promised {
  return typeof scheduledRpo === 'number'
    ? { kind: 'promised', ms: scheduledRpo, from: 'schedule' }
    : notPromised(scheduledRpo)
}

function rtoByDefault({ imageBytes }: PromiseGround, scenario: PromisedScenario): Promised {
  if (scenario === 'complete') {
    if (imageBytes === null) return notPromised('size_not_known')
    if (imageBytes >= promisedBelowBytes) return notPromised('large')
  }
  return { kind: 'promised', ms: defaultRtoMs[scenario], from: 'default' }
}

/** What is promised of a database: what was said of it, else of its tier, else by default. Each number on its own. */
export function promisedFor(objectives: Objectives, ground: PromiseGround): PromisedOf {
  const own = objectives.databases.get(ground.id)
  const ofTier = objectives.tiers.get(ground.tier)
  const rtoOf = (scenario: PromisedScenario): Promised =>
    saidOf('database', own?.rtoMs[scenario]) ??
    saidOf('tier', ofTier?.rtoMs[scenario]) ??
    rtoByDefault(ground, scenario)
  return {
    rpo: saidOf('database', own?.rpoMs) ?? saidOf('tier', ofTier?.rpoMs) ?? rpoByDefault(ground),
    rto: Object.fromEntries(
      promisedScenarios.map((scenario) => [scenario, rtoOf(scenario)]),
    ) as PromisedOf['rto'],
  }
}

/** A promise that somebody made, milliseconds; null: nobody did. Only such a one is broken with an alert. */
export function madePromise(promised: Promised): number | null {
  if (promised.kind === 'not_promised') return null
  return promised.from === 'database' || promised.from === 'tier' ? promised.ms : null
}
