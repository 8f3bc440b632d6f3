import * as fc from 'fast-check'
import { describe, expect, it } from 'vitest'

import {
  judgeCompliance,
  type ComplianceFacts,
  type DatabaseEvidence,
} from '../../../../shared/domain/compliance/judge-compliance.ts'
import { worstOf, type Requirement } from '../../../../shared/domain/compliance/requirement.ts'
import {
  keepsLongEnough,
  retentionHorizon,
  satisfyingRules,
} from '../../../../shared/domain/compliance/retention-horizon.ts'
import { policyPresets } from '../../../../shared/domain/policies/policy-presets.ts'
import type { Policy } from '../../../../shared/domain/policies/policy.ts'
import { findKeepReasons } from '../../../../shared/domain/retention/keep-reasons.ts'
import type { RetainedBackup } from '../../../../shared/domain/retention/retention-policy.ts'
import { evidenceText, mendText } from '../../../../shared/domain/words/compliance-words.ts'

const now = '2026-11-28T12:00:00.000Z'
const dayMs = 86_400_000

function policyOf(preset: string): Policy {
  const found = policyPresets.find(({ name }) => name === preset)!
  return { ...found, id: `id of ${preset}`, timeZone: 'UTC', schedules: [] }
}

const seven = policyOf('Seven years')

function database(part: Partial<DatabaseEvidence> = {}): DatabaseEvidence {
  return {
    databaseId: 'd1',
    database: 'market_data',
    policy: seven,
    backupCount: 12,
    readable: { count: 0, files: [] },
    broughtBack: { at: '2026-10-01T08:00:00.000Z', by: 'drill' },
    redDrillAt: null,
    ...part,
  }
}

function facts(part: Partial<ComplianceFacts> = {}): ComplianceFacts {
  return {
    vaultId: 'v',
    vault: 'backups',
    now,
    isEncrypted: true,
    audit: { state: 'whole', entries: 812, checkedAt: now },
    databases: [database()],
    ...part,
  }
}

function of(requirement: Requirement, given: Partial<ComplianceFacts>) {
  const [one] = judgeCompliance(facts(given)).databases
  return one!.findings.find((each) => each.requirement === requirement)!
}

describe('retention', () => {
  it('is met by the policy that is made for it, and by no other preset', () => {
    expect(of('retention', {}).verdict).toBe('met')
    for (const preset of ['Weekly, 8 weeks', 'Daily, 7 days']) {
      const found = of('retention', { databases: [database({ policy: policyOf(preset) })] })
      expect(found).toMatchObject({
        verdict: 'not_met',
        mend: { kind: 'keep_yearly', policy: preset, yearly: 8 },
      })
    }
  })

  it('says that 12 months are kept where 7 years are due, and offers what would satisfy it', () => {
    const policy = { ...seven, retention: { ...seven.retention, yearly: 0, monthly: 13 } }
    const { evidence, mend } = of('retention', { databases: [database({ policy })] })
    expect(evidence.map(evidenceText)).toEqual([
      'By its policy “Seven years” an archive is sure to be kept 1 year, by its monthly points; 7 years are due.',
    ])
    expect(mendText(mend!)).toMatch(/keep 8 yearly points/)
    expect(keepsLongEnough(satisfyingRules(policy.retention))).toBe(true)
  })

  it('is not met without a policy or by one that rests, and not known by one that can’t be read', () => {
    expect(of('retention', { databases: [database({ policy: null })] }).verdict).toBe('not_met')
    const rests = of('retention', { databases: [database({ policy: { ...seven, isEnabled: false } })] })
    expect(rests).toMatchObject({ verdict: 'not_met', mend: { kind: 'enable_policy' } })
    expect(of('retention', { databases: [database({ policy: 'unreadable' })] }).verdict).toBe('not_known')
  })

  it('promises nothing that the retention itself does not keep', () => {
    const nothing = {
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
    // The last day of a day, a week (a Sunday), a month and a year.
    const archivedAt = Date.parse('2028-12-31T12:00:00.000Z')
    const rules = fc.constantFrom('days', 'daily', 'weekly', 'monthly', 'yearly')
    fc.assert(
      fc.property(rules, fc.integer({ min: 1, max: 5 }), (rule, count) => {
        const policy = { ...nothing, [rule]: count, timeZone: 'UTC' }
        // Two calendar months may be as short as 59 days.
        const days = Math.floor(retentionHorizon(policy).years * 365.25)
        const lastDays = rule === 'monthly' ? Math.max(0, days - 3) : days
        const keptOn = (ageDays: number): boolean => {
          const nowMs = archivedAt + ageDays * dayMs
          const daily: RetainedBackup[] = Array.from({ length: ageDays + 400 }, (_, n) => ({
            id: String(ageDays - n),
            type: 'full',
            label: 'daily',
            takenAt: new Date(nowMs - n * dayMs).toISOString(),
            needs: [],
            verdict: 'passed',
            isDrilled: false,
            isPinned: false,
            holds: [],
          }))
          return findKeepReasons(policy, daily, nowMs).has('0')
        }
        expect([0, Math.floor(lastDays / 2), lastDays].filter((age) => !keptOn(age))).toEqual([])
        // And not too little is promised: some days later it is gone.
        expect(keptOn(lastDays + 8)).toBe(false)
      }),
      { numRuns: 30 },
    )
  })

  it('knows that seven yearly points hold only six years in January', () => {
    expect(retentionHorizon({ ...seven.retention, yearly: 7 }).years).toBe(6)
    expect(keepsLongEnough({ ...seven.retention, yearly: 7 })).toBe(false)
    expect(keepsLongEnough({ ...seven.retention, yearly: 0, days: 2557 })).toBe(true)
    expect(keepsLongEnough({ ...seven.retention, yearly: 0, monthly: 85 })).toBe(true)
    expect(keepsLongEnough({ ...seven.retention, yearly: 0, monthly: 84 })).toBe(false)
  })
})

describe('encryption', () => {
  it('is met where everything is encrypted', () => {
    expect(of('encryption', {})).toMatchObject({ verdict: 'met', mend: null })
    expect(of('encryption', { databases: [database({ backupCount: 0 })] }).evidence).toContainEqual({
      kind: 'nothing_stored',
    })
  })

  it('is not met by one readable backup, nor by a vault without a key', () => {
    const readable = { count: 1, files: ['manual/a.db.zst'] }
    const found = of('encryption', { databases: [database({ readable })] })
    expect(found).toMatchObject({ verdict: 'not_met', mend: { kind: 'back_up_encrypted' } })
    expect(found.evidence.map(evidenceText)).toEqual([
      '1 of its backups is stored readable: manual/a.db.zst.',
    ])
    expect(of('encryption', { isEncrypted: false }).mend).toEqual({ kind: 'new_encrypted_vault' })
  })
})

describe('the audit log', () => {
  it('is met whole, not met changed, and not known where it was not looked at', () => {
    expect(of('audit', {}).verdict).toBe('met')
    const broken = { state: 'broken', detail: 'entry 7 was changed', checkedAt: now } as const
    expect(of('audit', { audit: broken }).verdict).toBe('not_met')
    expect(of('audit', { audit: { state: 'not_known', detail: null } })).toMatchObject({
      verdict: 'not_known',
      mend: { kind: 'verify_audit' },
    })
  })
})

describe('the recovery test', () => {
  it('holds for six months by the calendar', () => {
    const at = (moment: string) =>
      of('recovery_test', { databases: [database({ broughtBack: { at: moment, by: 'restore' } })] }).verdict
    expect(at('2026-05-28T12:00:00.000Z')).toBe('met')
    expect(at('2026-05-28T11:59:59.999Z')).toBe('not_met')
    const onTheLast = (moment: string) =>
      of('recovery_test', {
        now: '2026-08-31T00:00:00.000Z',
        databases: [database({ broughtBack: { at: moment, by: 'drill' } })],
      }).verdict
    expect(onTheLast('2026-02-28T00:00:00.000Z')).toBe('met')
    expect(onTheLast('2026-02-27T00:00:00.000Z')).toBe('not_met')
  })

  it('is not met by a drill that was red after it, and met by one that was green after that', () => {
    const red = (redDrillAt: string) => of('recovery_test', { databases: [database({ redDrillAt })] }).verdict
    expect(red('2026-11-01T00:00:00.000Z')).toBe('not_met')
    expect(red('2026-09-01T00:00:00.000Z')).toBe('met')
    expect(of('recovery_test', { databases: [database({ broughtBack: null })] }).mend).toEqual({
      kind: 'drill',
    })
  })
})

describe('in sum', () => {
  it('one database that does not meet it outweighs all others, and what most need is named', () => {
    const weekly = policyOf('Weekly, 8 weeks')
    const { sums, verdict } = judgeCompliance(
      facts({
        databases: [
          database(),
          database({ databaseId: 'd2', database: 'b', policy: null }),
          database({ databaseId: 'd3', database: 'c', policy: weekly }),
          database({ databaseId: 'd4', database: 'd', policy: weekly }),
        ],
      }),
    )
    expect(sums[0]).toEqual({
      requirement: 'retention',
      verdict: 'not_met',
      met: 1,
      notMet: 3,
      notKnown: 0,
      mend: { kind: 'keep_yearly', policyId: weekly.id, policy: weekly.name, yearly: 8 },
    })
    expect(verdict).toBe('not_met')
    expect(worstOf(['met', 'not_known'])).toBe('not_known')
  })

  it('without a database nothing is known', () => {
    expect(judgeCompliance(facts({ databases: [] }))).toMatchObject({ verdict: 'not_known', databases: [] })
  })
})
