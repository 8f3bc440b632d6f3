import { explainErrno } from '../words/explain-errno.ts'
import { formatBytes } from '../words/format-bytes.ts'
import { formatMoment } from '../words/format-moment.ts'
import { listWords } from '../words/list-words.ts'
import type { FaultWords } from './fault-words.ts'

type ChainCode = 'CHAIN_BROKEN' | 'NO_POINT_BEFORE' | 'BACKUP_WITHOUT_ROWS' | 'NOTHING_TO_MERGE'
type ContentCode =
  | 'TABLE_UNKNOWN'
  | 'COLUMN_UNKNOWN'
  | 'TABLE_UNREADABLE'
  | 'SCRATCH_FULL'
  | 'SCRATCH_WRITE_FAILED'
  | 'EXPORT_FAILED'

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
    message: `${file} needs no other backup that could be merged into it.`,
    unharmed: null,
    remedy:
      'Merge a backup that needs others: into a full one any change, into one change (--changes) one that needs changes.',
  }),
}

/** Words for looking into content, comparing it, and writing what differs. */
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
  TABLE_UNREADABLE: ({ table, place, detail }) => ({
    title: 'Table can’t be read here',
    message: `Table ${table} of ${place} can’t be read: ${detail}.`,
    unharmed: databaseUntouched,
    remedy: 'The other tables can be looked at; a restore brings this one back byte for byte all the same.',
  }),
  SCRATCH_FULL: ({ path, neededBytes, freeBytes }) => ({
    title: 'No space to look inside',
    message: `The file system of ${path} has no room for the database that is looked into${
      neededBytes === null ? '' : `: ${formatBytes(neededBytes)} are needed`
    }${freeBytes === null ? '' : `, ${formatBytes(freeBytes)} are free`}.`,
    unharmed: databaseUntouched,
    remedy: 'Make room there, or move Holdfast’s own folder to a larger file system (HOLDFAST_HOME).',
  }),
  SCRATCH_WRITE_FAILED: ({ path, errno }) => ({
    title: 'Own folder can’t be written',
    message: `Writing in ${path} failed: ${explainErrno(errno)}.`,
    unharmed: databaseUntouched,
    remedy: 'Give this user permission to write there, or name another folder (HOLDFAST_HOME).',
  }),
  EXPORT_FAILED: ({ path, errno }) => ({
    title: 'Export failed',
    message: `Writing ${path} failed: ${explainErrno(errno)}.`,
    unharmed: databaseUntouched,
    remedy: 'Name another file; one that is there already is never replaced.',
  }),
}
