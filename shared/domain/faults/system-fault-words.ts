import { countOf } from '../words/format-count.ts'
import type { FaultWords } from './fault-words.ts'

type SystemCode = 'SYSTEM_INCOMPLETE' | 'SYSTEM_NOT_TAKEN' | 'SYSTEM_RESTORE_INCOMPLETE' | 'ARCHIVE_UNKNOWN'

function listed(parts: readonly { readonly name: string; readonly why: string }[]): string {
  return parts.map(({ name, why }) => `${name}: ${why}`).join(' ')
}

/** Words for the backup of all databases together. */
export const systemFaultWords: FaultWords<SystemCode> = {
  SYSTEM_INCOMPLETE: ({ file, missing }) => ({
    title: 'Complete system has gaps',
    message: `The complete system was taken with ${countOf(missing.length, 'gap')}, as ${file}. ${listed(missing)}`,
    unharmed: 'Everything else is in it, proved.',
    remedy: 'Correct what is named and take the complete system again.',
  }),
  SYSTEM_NOT_TAKEN: ({ missing }) => ({
    title: 'Complete system not taken',
    message: `No database could be taken, so there is no archive. ${listed(missing)}`,
    unharmed: 'Earlier archives are untouched.',
    remedy: 'Correct what is named and take the complete system again.',
  }),
  SYSTEM_RESTORE_INCOMPLETE: ({ file, restored, failed }) => ({
    title: 'Complete system partly restored',
    message: `${countOf(restored, 'database')} of ${file} ${restored === 1 ? 'is' : 'are'} back; ${countOf(failed.length, 'database')} ${failed.length === 1 ? 'is' : 'are'} not. ${listed(failed)}`,
    unharmed: 'What is back was proved. What is not is as its own line says.',
    remedy:
      'Correct what is named and restore again; a database that is back already is replaced only when confirmed.',
  }),
  ARCHIVE_UNKNOWN: ({ archive }) => ({
    title: 'Archive not known',
    message: `The vault has no archive of the complete system called ${archive}, and no such file is there.`,
    unharmed: null,
    remedy: '`holdfast system list` shows those that it has.',
  }),
}
