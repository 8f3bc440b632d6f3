import type { RetentionRules } from '../../shared/domain/policies/policy.ts'
import { countOf } from '../../shared/domain/words/format-count.ts'
import { listWords } from '../../shared/domain/words/list-words.ts'

const most = 9

function periodsOf(rules: RetentionRules): readonly string[] {
  return [
    rules.daily > 0 && countOf(rules.daily, 'day'),
    rules.weekly > 0 && countOf(rules.weekly, 'week'),
    rules.monthly > 0 && countOf(rules.monthly, 'month'),
    rules.yearly > 0 && countOf(rules.yearly, 'year'),
  ].filter((part) => part !== false)
}

/** What a policy keeps, in one sentence: 'Keeps every backup of 7 days, then the newest of each of 8 weeks, 12 months and 7 years.' */
export function retentionSentence(rules: RetentionRules): string {
  const newest = Math.max(1, rules.newest)
  const days = rules.days > 0 ? `every backup of ${countOf(rules.days, 'day')}` : ''
  const periods = periodsOf(rules)
  const each = periods.length > 0 ? `the newest of each of ${listWords(periods, most)}` : ''
  const both = [days, each].filter((part) => part !== '').join(', then ')
  const always = newest === 1 ? 'the newest backup' : `the newest ${countOf(newest, 'backup')}`
  return both === '' ? `Keeps only ${always}.` : `Keeps ${both}; always ${always}.`
}

/** What stands beside the recovery points: pre-update and schema backups, and the fulls that chains stand on. */
export function besidesSentence({ preUpdateDays, schemas, fulls }: RetentionRules): string {
  const update =
    preUpdateDays === 0 ? 'no pre-update backup' : `pre-update backups for ${countOf(preUpdateDays, 'day')}`
  const parts = [
    update,
    schemas === 0 ? 'no schema backup' : `the newest ${countOf(schemas, 'schema backup')}`,
    `at least ${countOf(Math.max(1, fulls), 'proved full', 'proved fulls')}`,
  ]
  return `Besides: ${listWords(parts)}.`
}

/** What each number of a policy counts. */
export const retentionLabels: Readonly<Record<keyof RetentionRules, string>> = {
  days: 'Every backup of (days)',
  daily: 'One of each of (days)',
  weekly: 'One of each of (weeks)',
  monthly: 'One of each of (months)',
  yearly: 'One of each of (years)',
  newest: 'Newest, at least',
  fulls: 'Proved fulls, at least',
  preUpdateDays: 'Pre-update backups (days)',
  schemas: 'Schema backups',
}

const lessWords: Readonly<Record<keyof RetentionRules, (less: string) => string>> = {
  days: (less) => `every backup of ${less} days`,
  daily: (less) => `${less} days`,
  weekly: (less) => `${less} weeks`,
  monthly: (less) => `${less} months`,
  yearly: (less) => `${less} years`,
  newest: (less) => `the newest ${less} backups`,
  fulls: (less) => `${less} proved fulls`,
  preUpdateDays: (less) => `pre-update backups for ${less} days`,
  schemas: (less) => `${less} schema backups`,
}

const inOrder = Object.keys(lessWords) as readonly (keyof RetentionRules)[]

/** Where one policy keeps less than another, each as '4 instead of 8 weeks'; none: it keeps as much or more of everything. */
export function keptLess(before: RetentionRules, after: RetentionRules): readonly string[] {
  return inOrder
    .filter((rule) => after[rule] < before[rule])
    .map((rule) => lessWords[rule](`${after[rule]} instead of ${before[rule]}`))
}
