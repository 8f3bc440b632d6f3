import { formatMoment } from '../words/format-moment.ts'
import { listWords } from '../words/list-words.ts'
import type { FaultWords } from './fault-words.ts'

type ChainCode = 'CHAIN_BROKEN' | 'NO_POINT_BEFORE' | 'BACKUP_WITHOUT_ROWS' | 'NOTHING_TO_MERGE'
type ContentCode = 'TABLE_UNKNOWN' | 'COLUMN_UNKNOWN'

const databaseUntouched = 'The database file and the other backups are untouched.'

/** Words for what can be wrong with the chain of a backup, or with the moment that was asked for. */
export const chainFaultWords: FaultWords<ChainCode> = {
  CHAIN_BROKEN: ({ file, link, because, nearest }) => ({
    title: 'Chain of the backup is broken',
    message: `${file} needs ${link}, which is ${because}.`,
    unharmed: databaseUntouched,
    remedy:
      nearest.length === 0
        ? `Bring ${link} back from a copy of the vault; no other point of this database is whole.`
        : `Bring ${link} back from a copy of the vault, or choose the nearest whole point: ${listWords(nearest)}.`,
  }),
  NO_POINT_BEFORE: ({ database, askedFor, oldest }) => ({
    title: 'No recovery point that early',
    message: `${database} has no recovery point at or before ${formatMoment(askedFor)}.`,
    unharmed: databaseUntouched,
    remedy:
      oldest === null
        ? 'Take a backup first.'
        : `The oldest one is of ${formatMoment(oldest)}; choose that or a later moment.`,
  }),
  BACKUP_WITHOUT_ROWS: ({ file }) => ({
    title: 'Backup holds no rows',
    message: `${file} is a schema backup: it holds the structure and no rows, so nothing can be replaced by it.`,
    unharmed: databaseUntouched,
    remedy:
      'Choose a full, incremental or differential backup; or make an empty copy from this one at a new path.',
  }),
  NOTHING_TO_MERGE: ({ file }) => ({
    title: 'Nothing to merge',
    message: `${file} needs no other backup: it is whole by itself.`,
    unharmed: null,
    remedy: 'Merge an incremental or differential backup.',
  }),
}

/** Words for names that are not in a database. */
export const contentFaultWords: FaultWords<ContentCode> = {
  TABLE_UNKNOWN: ({ table, place }) => ({
    title: 'Table not found',
    message: `${place} has no table ${table}.`,
    unharmed: null,
    remedy: 'Look which tables there are (`holdfast look BACKUP`).',
  }),
  COLUMN_UNKNOWN: ({ table, column }) => ({
    title: 'Column not found',
    message: `Table ${table} has no column ${column}.`,
    unharmed: null,
    remedy: 'Look at the columns of the table (`holdfast look BACKUP TABLE`).',
  }),
}
