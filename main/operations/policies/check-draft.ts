import {
  healthRuleMost,
  healthRuleNames,
  healthRulesOfDatabases,
} from '../../../shared/domain/policies/health-rules.ts'
import type { PolicyDraft, RetentionRules } from '../../../shared/domain/policies/policy.ts'
import { cronTimes } from '../schedules/cron-times.ts'

const longestName = 100
/** On the command line this word takes a policy away. */
export const noPolicyWord = 'none'
const mostSchedules = 20
const mostCount = 100_000

function isZone(timeZone: string): boolean {
  try {
    return new Intl.DateTimeFormat('en-US', { timeZone }).resolvedOptions().timeZone !== ''
  } catch {
    return false
  }
}

const leasts: Readonly<Record<keyof RetentionRules, number>> = {
  days: 0,
  newest: 1,
  daily: 0,
  weekly: 0,
  monthly: 0,
  yearly: 0,
  fulls: 1,
  preUpdateDays: 0,
  schemas: 0,
}

function retentionProblems(rules: RetentionRules): readonly string[] {
  return (Object.keys(leasts) as (keyof RetentionRules)[])
    .filter((rule) => !Number.isInteger(rules[rule]) || rules[rule] < leasts[rule] || rules[rule] > mostCount)
    .map((rule) => `"${rule}" of what is kept must be a whole number from ${leasts[rule]} to ${mostCount}`)
}

function healthProblems({ health = {}, scope }: PolicyDraft): readonly string[] {
  return healthRuleNames.flatMap((rule) => {
    const value = health[rule]
    if (value === undefined) return []
    if (scope === 'system' && healthRulesOfDatabases.has(rule)) {
      return [`"${rule}" of health is of databases, and not of the complete system`]
    }
    const isUsable = Number.isInteger(value) && value >= 1 && value <= healthRuleMost[rule]
    return isUsable ? [] : [`"${rule}" of health must be a whole number from 1 to ${healthRuleMost[rule]}`]
  })
}

function scheduleProblems({ schedules, timeZone, scope }: PolicyDraft): readonly string[] {
  if (schedules.length > mostSchedules) return [`a policy has at most ${mostSchedules} schedules`]
  return schedules.flatMap(({ cron, type }) => {
    const times = cronTimes(cron, isZone(timeZone) ? timeZone : 'UTC')
    if (times === null) {
      return [`"${cron}" is no cron expression: minute, hour, day of the month, month, day of the week`]
    }
    if (times.next(0, 1).length === 0) return [`"${cron}" names a day that never comes`]
    const isWrongType = scope === 'system' && type !== 'full'
    return isWrongType ? ['an archive of the complete system is always made of fulls'] : []
  })
}

/** Everything that keeps a policy from being used, in words that end a sentence; none: it can be. */
export function draftProblems(draft: PolicyDraft): readonly string[] {
  const { name, timeZone, priority, schedules } = draft
  const problems: string[] = []
  if (name.trim() === '' || name.length > longestName) {
    problems.push(`its name must have 1 to ${longestName} characters`)
  }
  if (name.trim().toLowerCase() === noPolicyWord) {
    problems.push(`no policy can be called ${noPolicyWord}: the word means that a database has none`)
  }
  if (!isZone(timeZone)) problems.push(`"${timeZone}" is no time zone such as Europe/Berlin or UTC`)
  if (!Number.isInteger(priority) || priority < 1 || priority > 9) {
    problems.push('its priority must be a whole number from 1, which goes first, to 9')
  }
  const same = new Set(schedules.map(({ type, label, cron }) => `${type} ${label} ${cron}`))
  if (same.size < schedules.length) problems.push('it has two schedules that are the same')
  return [
    ...problems,
    ...scheduleProblems(draft),
    ...retentionProblems(draft.retention),
    ...healthProblems(draft),
  ]
}
