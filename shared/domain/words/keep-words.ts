import type { PruneRefusal, PruneRest } from '../retention/prune-refusal.ts'
import type { Removal, StandingRemoval } from '../retention/removal.ts'
import type { KeepReason, RemovalRule } from '../retention/retention-policy.ts'
import { countOf } from './format-count.ts'
import { formatSpan } from './format-duration.ts'
import { formatMoment } from './format-moment.ts'
import { listWords } from './list-words.ts'

type ReasonOf<R extends KeepReason['rule']> = KeepReason & { readonly rule: R }

const reasonWords: { readonly [R in KeepReason['rule']]: (reason: ReasonOf<R>) => string } = {
  held: ({ hold }) => `legal hold ${hold}`,
  pinned: () => 'pinned',
  last_proved: () => 'the last one that is proved',
  last_drilled: () => 'the last one that a drill brought back',
  last_full: () => 'a full that is kept in any case',
  newest: () => 'one of the newest',
  within_days: () => 'within the days that are kept',
  begin_of_days: () => 'the state in which the days that are kept begin',
  daily: ({ period }) => `the newest of ${period}`,
  weekly: ({ period }) => `the newest of week ${period}`,
  monthly: ({ period }) => `the newest of month ${period}`,
  yearly: ({ period }) => `the newest of year ${period}`,
  before_update: () => 'from before an update, and young',
  newest_schema: () => 'one of the newest schemas',
  unproved_young: () => 'failed its checks, and young enough to be looked into',
  verdict_not_known: () => 'what it is worth is not known: verify it',
  needed_by: ({ backupId }) => `needed by ${backupId.slice(0, 8)}`,
}

/** Why a backup is kept, in a few words that follow `kept:`. */
export function keepWords(reason: KeepReason): string {
  // One rule, its own words: the compiler can't follow that pairing through an index.
  const words = reasonWords[reason.rule] as (reason: KeepReason) => string
  return words(reason)
}

/** Every reason of one backup, the strongest first; a chain's many dependents are counted. */
export function keepWordsOfAll(reasons: readonly KeepReason[]): string {
  const own = reasons.filter(({ rule }) => rule !== 'needed_by').map(keepWords)
  const needed = reasons.filter(({ rule }) => rule === 'needed_by')
  const ofNeeded = needed.length > 2 ? [`needed by ${needed.length} backups`] : needed.map(keepWords)
  return listWords([...own, ...ofNeeded], 6)
}

const ruleWords: Readonly<Record<RemovalRule, string>> = {
  outlived: 'no rule of its policy keeps it any longer',
  update_long_ago: 'the update it was taken before is long ago',
  older_schema: 'newer schemas are kept',
  failed_long_ago: 'it failed its checks, and was kept long enough to be looked into',
}

/** Why a backup goes, in a few words. */
export function removalWords(rule: RemovalRule): string {
  return ruleWords[rule]
}

/** What becomes of a removal that can't be put back any more, or that nothing is done with. */
export function removalStateWords({
  subject,
  state,
}: {
  readonly subject: Removal['subject']
  readonly state: Exclude<StandingRemoval['state'], 'aside'>
}): string {
  const record = subject === 'archive' ? 'contents record' : 'manifest'
  if (state === 'lost') return `its ${record} is missing: nothing is done with it`
  const gone = subject === 'archive' ? `its ${record} is removed` : 'its key is destroyed'
  return `${gone}, and the rest goes with the next clean-up`
}

type RefusalOf<B extends PruneRefusal['because']> = Extract<PruneRefusal, { readonly because: B }>

const refusalWords: { readonly [B in PruneRefusal['because']]: (refusal: RefusalOf<B>) => string } = {
  clock_behind: ({ newestAt }) =>
    `its newest backup is of ${formatMoment(newestAt)}, which is later than now: the clock was set back`,
  clock_jumped: ({ seenAt, believedAt }) =>
    `the clock was last seen at ${formatMoment(seenAt)} and has jumped since; it is believed from ${formatMoment(believedAt)} on`,
  nothing_new: ({ newestAt, limitMs }) =>
    newestAt === null
      ? 'it has no backup that could be newer than those that would go'
      : `nothing was backed up since ${formatMoment(newestAt)}, for longer than ${formatSpan(limitMs)}`,
  last_failed: () => 'its last backup or verification failed',
  too_many: ({ share }) =>
    `${Math.round(share * 100)} % of its backups would go at once, more than may go without somebody agreeing`,
  records_damaged: ({ files }) =>
    `${listWords(files)} can’t be read, and what ${files.length === 1 ? 'it keeps' : 'they keep'} is not known`,
  plan_changed: ({ files }) =>
    `${countOf(files.length, 'backup')} would go that the plan did not show: ${listWords(files)}`,
}

/** Why nothing is removed now, in words that follow `because`. */
export function refusalWordsOf(refusal: PruneRefusal): string {
  const words = refusalWords[refusal.because] as (refusal: PruneRefusal) => string
  return words(refusal)
}

const remedies: Readonly<Record<PruneRefusal['because'], string>> = {
  clock_behind: 'Set the clock right. A backup that a wrong clock dated goes when its date has come.',
  clock_jumped: 'If the clock is right, there is nothing to do: the clean-up goes on by itself then.',
  nothing_new: 'Take a backup, or find out why none was taken.',
  last_failed: 'Find out why, and take or verify a backup. The clean-up goes on once one has passed.',
  too_many:
    'Look at what would go (`holdfast prune --dry-run`); if it is right, agree (`holdfast prune --agree`).',
  records_damaged:
    'Bring the files back from a copy of the vault, or verify the backups that they belong to.',
  plan_changed: 'Look at the plan again.',
}

/** What to do about a refusal, in whole sentences. */
export function refusalRemedy({ because }: PruneRefusal): string {
  return remedies[because]
}

const restWords: Readonly<Record<PruneRest, string>> = {
  no_policy: 'it has no policy: every backup stays',
  policy_rests: 'its policy rests: every backup stays',
  under_recovery: 'it is under recovery: every backup stays until that is done',
  at_work: 'a job of it runs; the next clean-up looks again',
}

/** Why retention leaves a database alone, in words. */
export function restWordsOf(rest: PruneRest): string {
  return restWords[rest]
}

/** The same of the archives of the complete system. */
export function archivesRestWords(rest: PruneRest): string {
  if (rest === 'no_policy') return 'no policy of the complete system judges them: every archive stays'
  return rest === 'policy_rests' ? 'their policy rests: every archive stays' : restWordsOf(rest)
}
