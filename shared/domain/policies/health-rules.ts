import { leastOftenDays } from '../drills/drill-due.ts'

/** What of health a policy says itself of its databases, or of the complete system. What it leaves out follows its schedules and the settings. */
export interface HealthRules {
  /** The newest state may become so old before its backup is late, whatever the schedules name. Hours. */
  readonly oldestBackupHours?: number | undefined
  /** A backup that takes longer is slow. Minutes. */
  readonly slowBackupMinutes?: number | undefined
  /** Each database is drilled so often, and may be by half longer without a drill that came to a verdict. Days. */
  readonly drillEveryDays?: number | undefined
}

export type HealthRule = keyof HealthRules

/** The most that each of them may be; the least is 1. */
export const healthRuleMost: Readonly<Record<HealthRule, number>> = {
  oldestBackupHours: 100_000,
  slowBackupMinutes: 100_000,
  drillEveryDays: leastOftenDays,
}

/** In the order in which they are shown. */
export const healthRuleNames: readonly HealthRule[] = [
  'oldestBackupHours',
  'slowBackupMinutes',
  'drillEveryDays',
]

/** What the complete system has none of: an archive’s time is not judged, and it is not drilled. */
export const healthRulesOfDatabases: ReadonlySet<HealthRule> = new Set([
  'slowBackupMinutes',
  'drillEveryDays',
])

/** Without what is not said; undefined: nothing is. */
export function saidHealthRules(rules: HealthRules | undefined): HealthRules | undefined {
  const said = healthRuleNames.flatMap((name) => {
    const value = rules?.[name]
    return value === undefined ? [] : [[name, value] as const]
  })
  return said.length === 0 ? undefined : Object.fromEntries(said)
}
