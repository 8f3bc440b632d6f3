import type { ProtectionState } from '../../shared/domain/protection.ts'
import type { StoredArchive } from '../../shared/domain/system-archive.ts'
import { formatAge } from '../../shared/domain/words/format-moment.ts'
import { countOf } from '../../shared/domain/words/format-count.ts'
import { listWords } from '../../shared/domain/words/list-words.ts'

/** The state of an archive: proved only when it is complete and its newest checks passed. */
export function archiveState({ lastValidation, missing }: StoredArchive): ProtectionState {
  if (lastValidation.status === 'failed') return 'failed'
  if (missing.length > 0) return 'at_risk'
  return lastValidation.status === 'passed' ? 'proved' : 'stored'
}

/** Why an archive has its state, in one sentence. */
export function archiveSentence(archive: StoredArchive, nowMs: number): string {
  const { lastValidation, missing } = archive
  const gaps = missing.length === 0 ? '' : ` ${countOf(missing.length, 'part')} missing: ${missing[0]!.name}.`
  if (lastValidation.status === 'not_known') return `Its newest verification is not known.${gaps}`
  const age = formatAge(lastValidation.checkedAt, nowMs)
  return lastValidation.status === 'passed'
    ? `Every backup in it passed its checks ${age}.${gaps}`
    : `It failed its checks ${age}.${gaps}`
}

/** What keeps an archive whatever its policy says, as sentences that follow others; empty where nothing does. */
export function keptWords(isPinned: boolean, holds: readonly { readonly name: string }[]): string {
  const pinned = isPinned ? ' Pinned.' : ''
  return holds.length === 0 ? pinned : `${pinned} Legal hold: ${listWords(holds.map(({ name }) => name))}.`
}
