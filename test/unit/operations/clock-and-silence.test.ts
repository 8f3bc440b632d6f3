import path from 'node:path'

import { afterEach, describe, expect, it } from 'vitest'

import { clockJump, seeClock } from '../../../main/operations/catalog/clock-memory.ts'
import { openCatalog, type Catalog } from '../../../main/operations/catalog/open-catalog.ts'
import { silenceOf } from '../../../main/operations/retention/silence-of.ts'
import { policyPresets } from '../../../shared/domain/policies/policy-presets.ts'
import type { Policy } from '../../../shared/domain/policies/policy.ts'
import { tempFolder } from '../../support/temp-folder.ts'

const hourMs = 3_600_000
const dayMs = 24 * hourMs
const startMs = Date.parse('2026-11-27T12:00:00.000Z')
const isoOf = (ms: number): string => new Date(ms).toISOString()

const open: Catalog[] = []
afterEach(() => open.splice(0).forEach((catalog) => catalog.close()))

function newCatalog(): Catalog {
  const catalog = openCatalog(path.join(tempFolder('clock'), 'catalog.db'))
  open.push(catalog)
  return catalog
}

describe('the clock', () => {
  it('is believed while it goes on, and when nothing is known of it', () => {
    const { marks } = newCatalog()
    expect(clockJump(marks, startMs, 2 * dayMs)).toBeNull()
    for (let n = 0; n < 10; n += 1) seeClock(marks, startMs + n * 1.9 * dayMs)
    expect(clockJump(marks, startMs + 19 * dayMs, 2 * dayMs)).toBeNull()
  })

  it('is not for a day after it jumped further than a database allows', () => {
    const { marks } = newCatalog()
    seeClock(marks, startMs)
    const toMs = startMs + 10 * dayMs
    const jump = { seenAt: isoOf(startMs), believedAt: isoOf(toMs + dayMs) }
    expect(clockJump(marks, toMs, 2 * dayMs)).toEqual(jump)
    seeClock(marks, toMs)
    expect(clockJump(marks, toMs + 2 * hourMs, 2 * dayMs)).toEqual(jump)
    expect(clockJump(marks, toMs + 2 * hourMs, 14 * dayMs)).toBeNull()
    expect(clockJump(marks, toMs + dayMs, 2 * dayMs)).toBeNull()
  })

  it('is not after it was set back, whatever a database allows', () => {
    const { marks } = newCatalog()
    seeClock(marks, startMs)
    seeClock(marks, startMs - 5 * hourMs)
    expect(clockJump(marks, startMs - 4 * hourMs, 100 * dayMs)).toMatchObject({ seenAt: isoOf(startMs) })
  })

  it('is remembered by a catalog that is read anew', () => {
    const catalog = newCatalog()
    seeClock(catalog.marks, startMs)
    catalog.forgetAll()
    expect(clockJump(catalog.marks, startMs + 10 * dayMs, 2 * dayMs)).not.toBeNull()
  })
})

describe('the silence that is allowed', () => {
  const silenceWith = (...crons: readonly string[]): number => {
    const schedules = crons.map(
      (cron) => ({ id: '', type: 'full', label: 'daily', cron, since: '' }) as const,
    )
    const policy: Policy = { ...policyPresets[0]!, id: '', timeZone: 'UTC', schedules }
    return silenceOf(policy, startMs) / dayMs
  }
  it.each([
    ['every hour: two days', ['0 * * * *'], 2],
    ['every day: two days', ['0 6 * * *'], 2],
    ['working days: twice a weekend', ['0 6 * * 1-5'], 6],
    ['every week: two weeks', ['0 7 * * 0'], 14],
    ['every day and every week: two weeks', ['0 6 * * 1-6', '0 7 * * 0'], 14],
    ['every month: two of the longest', ['0 8 1 * *'], 62],
    ['no schedule: two days', [], 2],
  ])('%s', (_words, crons, days) => {
    expect(silenceWith(...crons)).toBe(days)
  })
})
