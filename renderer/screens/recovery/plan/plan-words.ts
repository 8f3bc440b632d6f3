import type { RestoreMethod, TargetState } from '../../../../shared/domain/restore-plan.ts'
import { formatBytes } from '../../../../shared/domain/words/format-bytes.ts'
import { countOf } from '../../../../shared/domain/words/format-count.ts'
import { formatMoment } from '../../../../shared/domain/words/format-moment.ts'
import { listWords } from '../../../../shared/domain/words/list-words.ts'
import type { MethodOffer } from './confirm-plan.ts'

const contentWords: Readonly<Record<TargetState['content'], string>> = {
  none: 'Nothing',
  database: 'A database',
  damaged_database: 'A damaged database',
  not_a_database: 'A file that is not a database',
}

/** What is at a target, in a phrase: what it is, how large, since when. */
export function presentWords({ exists, content, sizeBytes, modifiedAt }: TargetState): string {
  if (!exists) return 'Nothing: there is no file at the target.'
  const changed = modifiedAt === null ? 'at an unknown time' : formatMoment(modifiedAt)
  return `${contentWords[content]} of ${formatBytes(sizeBytes)}, changed ${changed}`
}

/** The name of each way of replacing the target. */
export const methodTitles: Readonly<Record<RestoreMethod, string>> = {
  swap: 'Swap the file',
  in_place: 'Write in place through SQLite',
  new_file: 'Make a new file',
}

/** What each way does, and to whom. */
export const methodSays: Readonly<Record<RestoreMethod, string>> = {
  swap: 'The new content is rebuilt beside the file, proved, and renamed over it. No program may have the file open.',
  in_place:
    'The new content is rebuilt and proved beside the file, then SQLite itself copies it in, in one transaction. Programs that have the file open see it at their next read.',
  new_file: 'The new content is rebuilt, proved, and given its name.',
}

/** Why a way can't be gone. */
export const methodHindrance: Readonly<Record<NonNullable<MethodOffer['why']>, string>> = {
  open_elsewhere: 'Not now: another program has the file open.',
  not_a_database: 'Not possible: SQLite can not open what is at the target.',
}

/** Who has the target open, in one sentence; null where nobody has. */
export function openedByWords(target: TargetState): string | null {
  if (target.openedBy !== null && target.openedBy.length > 0) {
    const names = target.openedBy.map(({ name, pid }) => `${name} (process ${pid})`)
    return `${countOf(target.openedBy.length, 'process has', 'processes have')} it open: ${listWords(names, 6)}.`
  }
  return target.isLocked ? 'Another program is at work in it: SQLite’s locks show it.' : null
}
