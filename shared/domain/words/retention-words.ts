import type { RetentionRules } from '../policies/policy.ts'

function counted(count: number, one: string, many: string): string {
  return count === 1 ? one : `${count} ${many}`
}

/** What a policy keeps, in words: '7 days, 8 weeks, 12 months, 7 years'. */
export function retentionWords(rules: RetentionRules): string {
  const parts = [
    rules.days > 0 && counted(rules.days, 'a day', 'days'),
    rules.daily > 0 && counted(rules.daily, 'one daily', 'dailies'),
    rules.weekly > 0 && counted(rules.weekly, 'a week', 'weeks'),
    rules.monthly > 0 && counted(rules.monthly, 'a month', 'months'),
    rules.yearly > 0 && counted(rules.yearly, 'a year', 'years'),
  ].filter((part) => part !== false)
  return parts.length === 0 ? counted(rules.newest, 'the newest', 'newest') : parts.join(', ')
}
