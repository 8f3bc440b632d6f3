import type { HealthRule, HealthRules } from '../policies/health-rules.ts'
import { healthRuleNames } from '../policies/health-rules.ts'
import { countOf } from './format-count.ts'

/** What each rule says, as a field is named. */
export const healthRuleTitles: Readonly<Record<HealthRule, string>> = {
  oldestBackupHours: 'The newest backup may be so old (hours)',
  slowBackupMinutes: 'A backup is slow from (minutes)',
  drillEveryDays: 'Drilled every (days)',
}

/** What holds where nothing is said. */
export const healthRuleDefaults: Readonly<Record<HealthRule, string>> = {
  oldestBackupHours: 'by its schedules',
  slowBackupMinutes: 'by the settings',
  drillEveryDays: 'by the settings',
}

const words: Readonly<Record<HealthRule, (value: number) => string>> = {
  oldestBackupHours: (hours) => `the newest may be ${countOf(hours, 'hour')} old`,
  slowBackupMinutes: (minutes) => `slow from ${countOf(minutes, 'minute')}`,
  drillEveryDays: (days) => `drilled every ${countOf(days, 'day')}`,
}

/** What a policy says of health, in words: `the newest may be 12 hours old, drilled every 30 days`. */
export function healthRulesWords(rules: HealthRules): string {
  const said = healthRuleNames.flatMap((rule) => {
    const value = rules[rule]
    return value === undefined ? [] : [words[rule](value)]
  })
  return said.join(', ')
}
