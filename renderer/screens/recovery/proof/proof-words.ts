import { formatDuration } from '../../../../shared/domain/words/format-duration.ts'
import type { ProofVerdict } from './judge-proof.ts'
import type { Restored } from './restored.ts'

interface VerdictWords {
  readonly kind: 'good' | 'risk' | 'failed'
  readonly title: string
  /** What was shown, what was not, and what can be done about it. */
  readonly lines: readonly string[]
  /** Of the two roots. */
  readonly roots: string
}

/** What each verdict says, exactly. */
export const verdictWords: Readonly<Record<ProofVerdict, VerdictWords>> = {
  equal: {
    kind: 'good',
    title: 'What was restored is what was backed up',
    lines: [],
    roots: 'The two are equal.',
  },
  equal_with_defects: {
    kind: 'risk',
    title: 'What was restored is what was backed up, with the defects it had then',
    lines: [
      'Every page is the backup’s. The checks that failed below failed at the source already, when the backup was taken.',
    ],
    roots: 'The two are equal.',
  },
  not_shown: {
    kind: 'risk',
    title: 'Restored; that the live file equals its backup could not be shown',
    lines: [
      'Shown: the rebuilt content is the backup’s, page by page, and SQLite copied it in as one transaction; its integrity check of the live file after that is ok.',
      'Not shown: that the live file still holds exactly that. Programs wrote to it before it could be read back.',
      'Where equality must be shown, stop those programs and restore again, or restore to another file.',
    ],
    roots: 'Not comparable: programs had written to the file again when it was read back.',
  },
  differs: {
    kind: 'failed',
    title: 'What was restored is not what was backed up',
    lines: [
      'Keep programs away from the file. What was there before is kept: in the safety backup, or set aside.',
    ],
    roots: 'The two differ.',
  },
}

const sentences: Readonly<Record<ProofVerdict, (database: string, took: string) => string>> = {
  equal: (database, took) => `${database} is back, proved equal to its backup, in ${took}.`,
  equal_with_defects: (database, took) =>
    `${database} is back, equal to its backup and with its defects, in ${took}.`,
  not_shown: (database, took) =>
    `${database} is back, in ${took}; programs that write to it kept equality from being shown.`,
  differs: (database) => `${database} was restored and is not proved.`,
}

/** The sentence of the page: whether the database is back, and what is known of it. */
export function proofSentence(database: string, verdict: ProofVerdict, { durationMs }: Restored): string {
  return sentences[verdict](database, formatDuration(durationMs))
}
