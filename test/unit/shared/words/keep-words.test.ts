import { describe, expect, it } from 'vitest'

import { faultText } from '../../../../shared/domain/faults/fault-text.ts'
import type { PruneRefusal, PruneRest } from '../../../../shared/domain/retention/prune-refusal.ts'
import { removalRules } from '../../../../shared/domain/retention/removal.ts'
import type { KeepReason } from '../../../../shared/domain/retention/retention-policy.ts'
import {
  archivesRestWords,
  keepWords,
  keepWordsOfAll,
  refusalRemedy,
  refusalWordsOf,
  removalStateWords,
  removalWords,
  restWordsOf,
} from '../../../../shared/domain/words/keep-words.ts'

const at = '2026-11-27T02:00:00.000Z'
const id = '5f1c0a52-1d0c-4a0e-9d0a-0f2b7f6f3a11'

const reasons: Readonly<Record<KeepReason['rule'], KeepReason>> = {
  held: { rule: 'held', hold: 'case 7' },
  pinned: { rule: 'pinned' },
  last_proved: { rule: 'last_proved' },
  last_drilled: { rule: 'last_drilled' },
  last_full: { rule: 'last_full' },
  newest: { rule: 'newest' },
  within_days: { rule: 'within_days' },
  begin_of_days: { rule: 'begin_of_days' },
  daily: { rule: 'daily', period: '2026-11-27' },
  weekly: { rule: 'weekly', period: '2026-W48' },
  monthly: { rule: 'monthly', period: '2026-11' },
  yearly: { rule: 'yearly', period: '2026' },
  before_update: { rule: 'before_update' },
  newest_schema: { rule: 'newest_schema' },
  unproved_young: { rule: 'unproved_young' },
  verdict_not_known: { rule: 'verdict_not_known' },
  needed_by: { rule: 'needed_by', backupId: id },
}

const refusals: { readonly [B in PruneRefusal['because']]: Extract<PruneRefusal, { because: B }> } = {
  clock_behind: { because: 'clock_behind', newestAt: at },
  clock_jumped: { because: 'clock_jumped', seenAt: at, believedAt: at },
  nothing_new: { because: 'nothing_new', newestAt: at, limitMs: 172_800_000 },
  last_failed: { because: 'last_failed' },
  too_many: { because: 'too_many', share: 0.421 },
  records_damaged: { because: 'records_damaged', files: ['.holdfast/keep-marks/a.json'] },
  plan_changed: { because: 'plan_changed', files: ['daily/a.db'] },
}

const rests: { readonly [R in PruneRest]: R } = {
  no_policy: 'no_policy',
  policy_rests: 'policy_rests',
  under_recovery: 'under_recovery',
  at_work: 'at_work',
}

const fragment = /^[^A-Z.!][^.!]*$/

describe('the words of retention', () => {
  it.each(Object.values(reasons))('say why a backup stays: $rule', (reason) => {
    expect(keepWords(reason)).toMatch(fragment)
    for (const fact of ['hold', 'period'] as const) {
      if (fact in reason) expect(keepWords(reason)).toContain((reason as never)[fact])
    }
  })

  it.each([...removalRules])('say why a backup goes: %s', (rule) => {
    expect(removalWords(rule)).toMatch(fragment)
  })

  it.each(Object.values(refusals))('say why nothing goes, and what to do: $because', (refusal) => {
    expect(refusalWordsOf(refusal)).not.toMatch(/undefined|NaN|\.$/)
    expect(refusalRemedy(refusal)).toMatch(/^[A-Z].*\.$/)
    const text = faultText({ code: 'PRUNE_REFUSED', database: 'market_data', refusal })
    expect(text.title).toBe('Clean-up refused')
    expect(text.message).toContain(refusalWordsOf(refusal))
  })

  it('have words for a refusal of a newer version', () => {
    const refusal = { because: 'moon_phase' } as unknown as PruneRefusal
    expect(faultText({ code: 'PRUNE_REFUSED', database: 'market_data', refusal }).title).toBe(
      'Fault of another version',
    )
  })

  it.each(Object.values(rests))('say why a database is left alone: %s', (rest) => {
    expect(restWordsOf(rest)).toMatch(/^[a-z].*[^.]$/)
    expect(archivesRestWords(rest)).toMatch(/^[a-z].*[^.]$/)
  })

  it('name the file that is gone by what it was of', () => {
    expect(removalStateWords({ subject: 'backup', state: 'lost' })).toContain('manifest')
    expect(removalStateWords({ subject: 'archive', state: 'lost' })).toContain('contents record')
    expect(removalStateWords({ subject: 'backup', state: 'ending' })).toContain('key is destroyed')
    expect(removalStateWords({ subject: 'archive', state: 'ending' })).not.toContain('key')
  })

  it('count the many that need one', () => {
    const needed = (n: number): KeepReason => ({ rule: 'needed_by', backupId: `${n}${id}` })
    expect(keepWordsOfAll([{ rule: 'pinned' }, needed(1)])).toBe('pinned and needed by 15f1c0a5')
    expect(keepWordsOfAll([needed(1), needed(2), needed(3)])).toBe('needed by 3 backups')
  })
})
