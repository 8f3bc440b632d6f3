import type { ProtectionState } from '../../shared/domain/protection.ts'
import type { ArchivesPlan } from '../../shared/domain/retention/prune-views.ts'
import type { StoredArchive } from '../../shared/domain/system-archive.ts'
import { formatAge } from '../../shared/domain/words/format-moment.ts'
import { countOf } from '../../shared/domain/words/format-count.ts'
import { keepWordsOfAll, refusalWordsOf, removalWords } from '../../shared/domain/words/keep-words.ts'
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

/** What the next clean-up does with an archive, and why, as a sentence that follows others; empty where no policy judges it. */
export function fateWords({ kept, removed, refusal }: ArchivesPlan, archiveId: string): string {
  const goes = removed.find((one) => one.archiveId === archiveId)
  if (goes !== undefined) {
    const when = refusal === null ? 'Goes at the next clean-up' : 'Would go'
    return ` ${when}: ${removalWords(goes.rule)}.`
  }
  const stays = kept.find((one) => one.archiveId === archiveId)
  return stays === undefined || stays.reasons.length === 0 ? '' : ` Kept: ${keepWordsOfAll(stays.reasons)}.`
}

/** Why none of the archives that would go does; empty where nothing stands in the way. */
export function archivesRefusal({ removed, refusal }: ArchivesPlan): string {
  if (refusal === null) return ''
  return `${countOf(removed.length, 'archive')} would go, but ${refusalWordsOf(refusal)}.`
}
