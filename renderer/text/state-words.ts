import type { ProtectionReason, ProtectionState } from '../../shared/domain/protection.ts'
import { assertNever } from '../../shared/base/assert-never.ts'
import { formatAge } from '../../shared/domain/words/format-moment.ts'
import { listWords } from '../../shared/domain/words/list-words.ts'
import { nameCheck } from '../../shared/domain/words/name-check.ts'

const words: Readonly<Record<ProtectionState, string>> = {
  proved: 'Proved',
  stored: 'Stored',
  running: 'Running',
  at_risk: 'At risk',
  failed: 'Failed',
}

/** The word of a state. */
export function stateWord(state: ProtectionState): string {
  return words[state]
}

/** Why a database has its state, in one sentence. */
export function reasonSentence(reason: ProtectionReason, nowMs: number): string {
  switch (reason.code) {
    case 'proved':
      return `The newest backup was rebuilt and found equal to its source ${formatAge(reason.provedAt, nowMs)}.`
    case 'not_yet_proved':
      return 'The newest backup is stored and has not been proved yet.'
    case 'validation_not_known':
      return `Whether the newest backup is sound is not known: ${reason.because}. Verify it to know.`
    case 'never_backed_up':
      return 'No backup has been taken yet.'
    case 'source_missing':
      return 'The database file is not at its path.'
    case 'last_backup_failed':
      return `The last backup failed ${formatAge(reason.at, nowMs)}.`
    case 'validation_failed':
      return `The newest backup failed its validation ${formatAge(reason.at, nowMs)}: not ${listWords(reason.checks.map(nameCheck), 5)}.`
    case 'drill_failed':
      return `The newest backup could not be brought back as it was in a drill ${formatAge(reason.at, nowMs)}.`
    case 'chain_broken':
      return `The newest backup needs ${reason.link.file}, which is ${reason.link.because}: it can’t be restored. Take a full backup.`
    case 'running':
      return 'A job is running on it now.'
    case 'in_recovery':
      return `Its recovery began ${formatAge(reason.since, nowMs)}: schedules rest until operations are resumed.`
    default:
      return assertNever(reason, 'reason')
  }
}
