import type { PolicyDraft, RetentionRules } from './policy.ts'

type Preset = Omit<PolicyDraft, 'timeZone'>

const nothing: RetentionRules = {
  days: 0,
  newest: 1,
  daily: 0,
  weekly: 0,
  monthly: 0,
  yearly: 0,
  fulls: 1,
  preUpdateDays: 30,
  schemas: 3,
}

const ofDatabases = { scope: 'databases', destinations: [], isEnabled: true } as const

/** Weekly, Sunday 07:00, kept 8 weeks. */
const weeklyCore: Preset = {
  ...ofDatabases,
  name: 'Weekly, 8 weeks',
  tiers: ['core'],
  schedules: [{ type: 'full', label: 'weekly', cron: '0 7 * * 0' }],
  retention: { ...nothing, weekly: 8 },
  priority: 5,
}

/** Daily, 06:00, kept 7 days: what changes fast. */
const dailyCache: Preset = {
  ...ofDatabases,
  name: 'Daily, 7 days',
  tiers: ['cache'],
  schedules: [{ type: 'full', label: 'daily', cron: '0 6 * * *' }],
  retention: { ...nothing, days: 7 },
  priority: 5,
}

/**
 * Changes each day and a full each week; archives of each month and year for a duty of seven years. Eight of them: the year that is not
 * over counts as one, and in January seven would hold nothing older than six years.
 */
const sevenYears: Preset = {
  ...ofDatabases,
  name: 'Seven years',
  tiers: [],
  schedules: [
    { type: 'full', label: 'weekly', cron: '0 7 * * 0' },
    { type: 'incremental', label: 'daily', cron: '0 6 * * 1-6' },
  ],
  retention: { ...nothing, days: 7, weekly: 8, monthly: 12, yearly: 8 },
  priority: 3,
}

/** Everything together on the 1st at 08:00, kept 12 months. */
const completeSystem: Preset = {
  name: 'Complete system',
  scope: 'system',
  tiers: [],
  schedules: [{ type: 'full', label: 'monthly', cron: '0 8 1 * *' }],
  retention: { ...nothing, monthly: 12 },
  priority: 7,
  destinations: [],
  isEnabled: true,
}

/** What a new vault begins with. */
export const policyPresets: readonly Preset[] = [weeklyCore, dailyCache, sevenYears, completeSystem]
