import { assertNever } from '../../shared/base/assert-never.ts'
import type {
  KeepReason,
  RemovalRule,
  RetentionRefusal,
} from '../../shared/domain/retention/retention-policy.ts'
import { formatMoment } from '../../shared/domain/words/format-moment.ts'

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
  unproved_young: 'not proved, and young: it may yet be looked into',
  needed_by: 'needed by a kept one',
}

/** Why a backup is kept, with the hold or period that the reason names. */
export function keepReasonWords(reason: KeepReason): string {
  const words = keepRuleWords[reason.rule]
  if (reason.rule === 'held') return `${words}: ${reason.hold}`
  return 'period' in reason ? `${words} (${reason.period})` : words
}

/** Why a backup goes. */
export const removalRuleWords: Readonly<Record<RemovalRule, string>> = {
  outlived: 'no rule keeps it any more',
  update_long_ago: 'its update was long ago',
  older_schema: 'newer schemas are kept',
  never_proved: 'never proved, and not young',
  failed_long_ago: 'failed its checks long ago',
}

/** Why nothing of a database is removed. */
export function refusalWords(refusal: RetentionRefusal): string {
  switch (refusal.because) {
    case 'clock_behind':
      return `a backup is dated later than the clock: ${formatMoment(refusal.newestAt)}`
    case 'nothing_new':
      return 'no backup was taken for two days'
    case 'last_failed':
      return 'its last backup or verification failed'
    case 'too_many':
      return `${Math.round(refusal.share * 100)} % of its backups would go at once`
    default:
      return assertNever(refusal, 'refusal')
  }
}
