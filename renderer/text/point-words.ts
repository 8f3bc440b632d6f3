import type { BrokenLink, RecoveryPoint } from '../../shared/domain/recovery-point.ts'
import { formatDuration } from '../../shared/domain/words/format-duration.ts'
import { lastPart } from './path-words.ts'

/** How far a point lies before the wish, in a sentence. */
export function distanceWords(distanceMs: number): string {
  return distanceMs === 0
    ? 'That is how the database was at the moment asked for.'
    : `${formatDuration(distanceMs)} before the moment asked for.`
}

/** Why a point can't be restored: which backup of its chain, and what is wrong with it. */
export function brokenWords({ file, backupId, because }: BrokenLink): string {
  const link = file === null ? `backup ${backupId.slice(0, 8)}` : lastPart(file)
  return because === 'missing' ? `${link} is missing` : `${link} is damaged`
}

/** The word of a point's state; a broken chain has its own. */
export function pointStateWord({ state, broken }: RecoveryPoint): string {
  if (broken !== null) return 'Broken'
  return { proved: 'Proved', stored: 'Stored', failed: 'Failed' }[state]
}
