import type { RpoShares } from '../../shared/domain/objectives/achieved-rpo.ts'
import type { AchievedRto } from '../../shared/domain/objectives/achieved-rto.ts'
import type { Promised } from '../../shared/domain/objectives/objective.ts'
import { shareDays } from '../../shared/domain/objectives/objective-views.ts'
import { objectiveDurationText } from '../../shared/domain/objectives/parse-objective-duration.ts'
import { formatDuration } from '../../shared/domain/words/format-duration.ts'
import { notPromisedWords, promiseSourceWords } from '../../shared/domain/words/objective-words.ts'

/** A promised time as a person says it: `25 h`, `1 h 30 m`. */
export function promisedTime(ms: number): string {
  return objectiveDurationText(ms)
    .replaceAll(/(\d)([a-z])/g, '$1 $2')
    .replaceAll(/([a-z])(\d)/g, '$1 $2')
    .replaceAll(/\bm\b/g, 'min')
}

/** A promise as a text for a table; a dash where there is none. */
export function promisedText(promised: Promised): string {
  return promised.kind === 'promised' ? promisedTime(promised.ms) : '—'
}

/** Who promised it, or why nobody did. */
export function promisedWhy(promised: Promised): string {
  return promised.kind === 'promised' ? promiseSourceWords[promised.from] : notPromisedWords[promised.because]
}

/** How long ago something was, rounded down: `45 min`, `26 h`, `12 d`. */
export function ageText(ms: number): string {
  const minutes = Math.floor(Math.max(0, ms) / 60_000)
  if (minutes < 1) return '< 1 min'
  if (minutes < 120) return `${minutes} min`
  if (minutes < 72 * 60) return `${Math.floor(minutes / 60)} h`
  return `${Math.floor(minutes / 1440)} d`
}

/** A share, rounded down: what was not wholly kept is not called 100 %. */
export function shareText(share: number): string {
  return share >= 1 ? '100 %' : `${(Math.floor(share * 1000) / 10).toFixed(1)} %`
}

/** The share of the time that is known; null: none of it is. */
export function keptShare({ within, outside }: RpoShares): number | null {
  const known = within + outside
  return known === 0 ? null : within / known
}

/** What the share of a row is of. */
export function shareWhy(shares: RpoShares, days: number = shareDays): string {
  // Rounded up: with what was within it is the whole.
  const outside = `${(Math.ceil(shares.outside * 1000 - 1e-9) / 10).toFixed(1)} %`
  const unknown = shares.unknown === 0 ? '' : `; for ${shareText(shares.unknown)} it was not registered yet`
  return `Of the last ${days} days: outside for ${outside}${unknown}`
}

/** A measured or estimated time, said as what it is. */
export function achievedText(rto: AchievedRto): string {
  if (rto.kind === 'not_known') return '—'
  return rto.kind === 'estimated' ? `≈ ${formatDuration(rto.durationMs)}` : formatDuration(rto.durationMs)
}
