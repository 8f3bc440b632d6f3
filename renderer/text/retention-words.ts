import type { KeepReason } from '../../shared/domain/retention/retention-policy.ts'

/** Why a backup is kept, by the rule alone. */
export const keepRuleWords: Readonly<Record<KeepReason['rule'], string>> = {
  held: 'under legal hold',
  pinned: 'pinned',
  last_proved: 'the last proved one',
  last_drilled: 'the last that a drill brought back',
  last_full: 'a last full, which chains stand on',
  newest: 'among the newest',
  within_days: 'within the days that are kept whole',
  begin_of_days: 'the state that those days begin with',
  daily: 'the newest of its day',
  weekly: 'the newest of its week',
  monthly: 'the newest of its month',
  yearly: 'the newest of its year',
  before_update: 'taken before an update',
  newest_schema: 'among the newest schemas',
  unproved_young: 'failed its checks, and young: it may yet be looked into',
  verdict_not_known: 'what it is worth is not known: verify it',
  needed_by: 'needed by a kept one',
}
