import type { RetentionRules } from '../policies/policy.ts'
import { dutyYears } from './requirement.ts'

const daysInYear = 365.25
const monthsInYear = 12

/** How long a policy keeps what it archives, and by which of its rules. */
export interface RetentionHorizon {
  readonly years: number
  readonly rule: 'days' | 'daily' | 'weekly' | 'monthly' | 'yearly'
}

/**
 * How long the points that a policy archives are sure to be kept: every one by its days, the last one of each day, week, month or year by
 * the others. Of the periods that are counted the newest is not over, so that one fewer is sure: of seven yearly points the last
 * of December goes in the January in which it is six years old.
 */
export function retentionHorizon(rules: RetentionRules): RetentionHorizon {
  const past = (periods: number): number => Math.max(0, periods - 1)
  const found: readonly RetentionHorizon[] = [
    { rule: 'days', years: rules.days / daysInYear },
    { rule: 'daily', years: past(rules.daily) / daysInYear },
    { rule: 'weekly', years: (past(rules.weekly) * 7) / daysInYear },
    { rule: 'monthly', years: past(rules.monthly) / monthsInYear },
    { rule: 'yearly', years: past(rules.yearly) },
  ]
  return found.reduce((longest, one) => (one.years > longest.years ? one : longest))
}

/** Whether a state of each year is kept until its duty is over. */
export function keepsLongEnough(rules: RetentionRules): boolean {
  return retentionHorizon(rules).years >= dutyYears
}

/** The same rules, changed as little as is needed to keep long enough: archives of one more year than the duty has. */
export function satisfyingRules(rules: RetentionRules): RetentionRules {
  return keepsLongEnough(rules) ? rules : { ...rules, yearly: dutyYears + 1 }
}
