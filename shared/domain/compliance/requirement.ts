/** What a vault owes. */
export const requirements = ['retention', 'encryption', 'audit', 'off_site_copy', 'recovery_test'] as const
export type Requirement = (typeof requirements)[number]

/** `not_known`: it could not be found out, which is not the same as met. */
export type Verdict = 'met' | 'not_met' | 'not_known'

/** For how long each state has to be kept. */
export const dutyYears = 7
/** How old the newest recovery test of a database may be. */
export const recoveryTestMonths = 6

/** The worst of several verdicts: one that is not met outweighs what is not known. */
export function worstOf(verdicts: readonly Verdict[]): Verdict {
  if (verdicts.includes('not_met')) return 'not_met'
  return verdicts.includes('not_known') ? 'not_known' : 'met'
}
