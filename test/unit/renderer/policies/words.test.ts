import { describe, expect, it } from 'vitest'

import { policyPresets } from '../../../../shared/domain/policies/policy-presets.ts'
import type { SchedulesView } from '../../../../shared/domain/schedule/schedule-views.ts'
import { cronTimes } from '../../../../main/operations/schedules/cron-times.ts'
import { planApply } from '../../../../renderer/screens/policies/apply/apply-plan.ts'
import {
  beginCadence,
  cadenceKinds,
  cadenceOf,
  cronOf,
  readTime,
} from '../../../../renderer/screens/policies/editor/cadence.ts'
import { cronProblem } from '../../../../renderer/screens/policies/editor/cron-problem.ts'
import { fileChange } from '../../../../renderer/screens/policies/file/file-change.ts'
import { besidesSentence, keptLess, retentionSentence } from '../../../../renderer/text/retention-sentence.ts'
import { schedulesMark, schedulesSentence } from '../../../../renderer/text/schedule-words.ts'
import { missedWords } from '../../../../renderer/text/activity-words.ts'
import { sampleBackend } from '../../../support/sample/sample-backend.ts'

const rules = policyPresets[2]!.retention

describe('what a policy keeps', () => {
  it('is one sentence', () => {
    expect(retentionSentence(rules)).toBe(
      'Keeps every backup of 7 days, then the newest of each of 8 weeks, 12 months and 8 years; always the newest backup.',
    )
    expect(besidesSentence(rules)).toBe(
      'Besides: pre-update backups for 30 days, the newest 3 schema backups and at least 1 proved full.',
    )
    const none = { ...rules, days: 0, weekly: 0, monthly: 0, yearly: 0, preUpdateDays: 0, schemas: 0 }
    expect(retentionSentence({ ...none, newest: 2 })).toBe('Keeps only the newest 2 backups.')
    expect(besidesSentence(none)).toBe(
      'Besides: no pre-update backup, no schema backup and at least 1 proved full.',
    )
  })

  it('is less where any number is, and says of what', () => {
    expect(keptLess(rules, { ...rules, weekly: 9, yearly: 10 })).toEqual([])
    expect(keptLess(rules, { ...rules, days: 3, monthly: 99, yearly: 0 })).toEqual([
      'every backup of 3 instead of 7 days',
      '0 instead of 8 years',
    ])
  })
})

describe('when something is taken', () => {
  it.each([
    ['0 6 * * *', { kind: 'daily', at: '06:00' }],
    ['30 23 * * 1-5', { kind: 'weekly', at: '23:30', days: [1, 2, 3, 4, 5] }],
    ['0 7 * * 0', { kind: 'weekly', at: '07:00', days: [0] }],
    ['0 8 1 * *', { kind: 'monthly', at: '08:00', day: 1 }],
    ['0 */6 * * *', { kind: 'hours', every: 6 }],
    ['*/15 * * * *', { kind: 'minutes', every: 15 }],
  ] as const)('%s is picked, and is the same again', (cron, cadence) => {
    expect(cadenceOf(cron)).toEqual(cadence)
    const from = Date.UTC(2026, 0, 1)
    const again = cronTimes(cronOf(cadence) ?? '', 'UTC')?.next(from, 20)
    expect(again).toEqual(cronTimes(cron, 'UTC')?.next(from, 20))
    expect(again).toHaveLength(20)
  })

  it.each(['', '0 6 * *', '0 6 1 * 1', '0 6 * 3 *', '0 25 * * *', '0 6 L * *', '*/7 * * * *', '0 0 * * 5-2'])(
    '“%s” is left to whoever wrote it',
    (cron) => expect(cadenceOf(cron)).toEqual({ kind: 'cron' }),
  )

  it('begins each choice with an expression that runs', () => {
    for (const { value } of cadenceKinds) {
      const cron = cronOf(beginCadence(value, { kind: 'cron' })) ?? '0 6 * * *'
      expect(cronTimes(cron, 'Europe/Berlin')?.next(0, 1)).toHaveLength(1)
    }
  })

  it('takes a time as it is typed', () => {
    expect(['6:05', '06:05', ' 23:59 ', '24:00', '6', '6:5', ''].map(readTime)).toEqual([
      '06:05',
      '06:05',
      '23:59',
      null,
      null,
      null,
      null,
    ])
  })

  it.each([
    ['', 'None is there.'],
    ['0 6 * *', '4 fields are there.'],
    ['61 * * * *', '61 is no minute: it goes from 0 to 59.'],
    ['0 25 * * *', '25 is no hour: it goes from 0 to 23.'],
    ['0 0 32 * *', '32 is no day of the month: it goes from 1 to 31.'],
    ['0 0 * FOO *', '“FOO” is no month.'],
    ['0 0 * * MON-FUN', '“MON-FUN” is no day of the week.'],
  ])('“%s” is none, and why: %s', (cron, why) => {
    expect(cronTimes(cron, 'UTC')).toBeNull()
    expect(cronProblem(cron).endsWith(why)).toBe(true)
  })
})

const nowMs = Date.UTC(2026, 10, 28, 3)
const view: SchedulesView = {
  actedBy: { isThisProgram: false, pid: 4711, hostName: 'db-host' },
  paused: null,
  upcoming: [
    {
      databaseId: 'x',
      database: 'forecast_cache',
      policy: 'Daily',
      type: 'full',
      label: 'daily',
      at: '2026-11-28T06:00:00.000Z',
    },
  ],
  nextCleanUpAt: null,
  damagedPolicies: [],
}

describe('who runs the schedules', () => {
  it('is one sentence with its mark', () => {
    const seen = (part: Partial<SchedulesView>) => {
      const one = { ...view, ...part }
      return [schedulesSentence(one, nowMs), schedulesMark(one)]
    }
    expect(seen({})).toEqual([
      'Process 4711 on db-host runs the schedules of this vault; next: forecast_cache in 3 hours.',
      'proved',
    ])
    expect(seen({ actedBy: { isThisProgram: true, pid: 7, hostName: 'here' } })[0]).toMatch(
      /^This program, process 7 on here, runs/,
    )
    expect(seen({ actedBy: null })).toEqual([
      'Nothing runs by itself: no program runs the schedules of this vault.',
      'failed',
    ])
    expect(seen({ paused: { since: '2026-11-27T01:00:00.000Z', by: 'anna on db-host' } })).toEqual([
      'Paused since 2026-11-27 01:00:00 UTC by anna on db-host.',
      'at_risk',
    ])
    expect(seen({ upcoming: [] })[1]).toBe('stored')
  })

  it('tells of missed runs how many and why', () => {
    const missed = { code: 'RUN_MISSED', from: '', to: '', slots: 4 } as const
    expect(missedWords({ ...missed, reason: 'paused' })).toBe('4 runs: schedules were paused')
  })
})

async function sampleVault() {
  const { client } = sampleBackend('mixed')
  const { policies } = await client.policies.list()
  return { databases: await client.databases.list(), policies, text: await client.policies.exportFile() }
}

describe('what giving a policy comes to', () => {
  it('counts those that change, what they had, and who keeps less', async () => {
    const { databases, policies } = await sampleVault()
    const daily = policies.find(({ name }) => name === 'Daily, 7 days')!
    const plan = planApply(databases, daily, policies)
    expect([plan.changed.length, plan.alreadyCount]).toEqual([6, 2])
    expect(plan.before).toEqual([
      { policy: 'Weekly, 8 weeks', count: 5 },
      { policy: null, count: 1 },
    ])
    expect(plan.less).toEqual([{ policy: 'Weekly, 8 weeks', count: 5, what: ['0 instead of 8 weeks'] }])
    expect(planApply(databases, null, policies)).toMatchObject({ alreadyCount: 1, less: [] })
  })

  it('of a file too: what it replaces, and which databases it moves to less', async () => {
    const { databases, policies, text } = await sampleVault()
    expect(fileChange(text, policies, databases)).toMatchObject({ made: [], less: [] })
    const file = JSON.parse(text) as { policies: { name: string; databases: string[] }[] }
    const renamed = file.policies.map((one) =>
      one.name === 'Daily, 7 days' ? { ...one, name: 'Hourly' } : one,
    )
    const moved = renamed.map((one) => ({ ...one, databases: one.name === 'Hourly' ? ['MARKET_DATA'] : [] }))
    const change = fileChange(JSON.stringify({ ...file, policies: moved }), policies, databases)
    expect(change.made).toEqual(['Hourly'])
    expect(change.less).toEqual([
      { name: 'Hourly', of: '1 database with “Weekly, 8 weeks”', what: ['0 instead of 8 weeks'] },
    ])
    expect(fileChange('{', policies, databases)).toEqual({ made: [], replaced: [], less: [] })
  })
})
