import { explainErrno } from '../words/explain-errno.ts'
import { formatDuration } from '../words/format-duration.ts'
import type { FaultWords } from './fault-words.ts'

type SourceCode =
  | 'SOURCE_MISSING'
  | 'SOURCE_IS_FOLDER'
  | 'SOURCE_NOT_PERMITTED'
  | 'SOURCE_EMPTY'
  | 'SOURCE_NOT_SQLITE'
  | 'SOURCE_DAMAGED'
  | 'SOURCE_LOCKED'
  | 'SOURCE_NEEDS_RECOVERY'
  | 'SOURCE_WAL_UNREADABLE'
  | 'SOURCE_REPLACED'
  | 'SOURCE_READ_FAILED'

const earlierBackups = 'The backups taken earlier are untouched.'
const untouched = 'The file was only read, and the backups taken earlier are untouched.'

/** Words for what can be wrong with the database file that is to be backed up. */
export const sourceFaultWords: FaultWords<SourceCode> = {
  SOURCE_MISSING: ({ path }) => ({
    title: 'Database file missing',
    message: `There is no file at ${path}.`,
    unharmed: earlierBackups,
    remedy:
      'If it was moved, change the path of the database. If it is lost, restore it from its newest backup.',
  }),
  SOURCE_IS_FOLDER: ({ path }) => ({
    title: 'A folder, not a database',
    message: `${path} is a folder.`,
    unharmed: null,
    remedy: 'Choose the SQLite file itself, or scan the folder for databases.',
  }),
  SOURCE_NOT_PERMITTED: ({ path }) => ({
    title: 'No permission to read the database',
    message: `This user may not read ${path}.`,
    unharmed: earlierBackups,
    remedy:
      'Give this user permission to read the file and its folder, or run Holdfast as a user that has it.',
  }),
  SOURCE_EMPTY: ({ path }) => ({
    title: 'Empty file',
    message: `${path} has 0 bytes: it holds no database yet.`,
    unharmed: earlierBackups,
    remedy:
      'If the file should hold data, restore it from a backup. If not, wait until a table has been created in it.',
  }),
  SOURCE_NOT_SQLITE: ({ path, looksEncrypted }) => ({
    title: looksEncrypted ? 'Encrypted or not a SQLite database' : 'Not a SQLite database',
    message: looksEncrypted
      ? `${path} does not begin with the SQLite header and its bytes look encrypted.`
      : `${path} does not begin with the SQLite header.`,
    unharmed: untouched,
    remedy: looksEncrypted
      ? 'Databases encrypted by SQLCipher or a similar extension can not be read without it: export a plain copy, or back up with the program that owns the file.'
      : 'Choose another file. If this one was a database, it has been overwritten: restore it from a backup.',
  }),
  SOURCE_DAMAGED: ({ path, detail }) => ({
    title: 'Database damaged',
    message: `SQLite can not read ${path} as it is: ${detail}.`,
    unharmed: untouched,
    remedy:
      'Restore the database from the newest backup that is proved. Keep the damaged file until the restore is proved.',
  }),
  SOURCE_LOCKED: ({ path, waitedMs }) => ({
    title: 'Database locked by another program',
    message: `Another program has locked ${path} and did not let go within ${formatDuration(waitedMs)}.`,
    unharmed: untouched,
    remedy: 'End the long transaction, or the exclusive locking mode, of that program; then try again.',
  }),
  SOURCE_NEEDS_RECOVERY: ({ path }) => ({
    title: 'Unfinished transaction left by a crash',
    message: `A program crashed while it wrote ${path}, and this user may not write the file to roll the transaction back.`,
    unharmed: untouched,
    remedy:
      'Open the database once with a program that may write it (`sqlite3 FILE "select 1"`), then try again.',
  }),
  SOURCE_WAL_UNREADABLE: ({ path }) => ({
    title: 'Write-ahead log can not be read',
    message: `${path} is in WAL mode, has no -shm file, and this user may not make one.`,
    unharmed: untouched,
    remedy:
      'Give this user permission to write the folder of the database, or open the database with its own program first.',
  }),
  SOURCE_REPLACED: ({ path }) => ({
    title: 'Database file was replaced',
    message: `${path} became another file while it was being read.`,
    unharmed: untouched,
    remedy: 'Wait until the program that replaces the file has ended, then take the backup again.',
  }),
  SOURCE_READ_FAILED: ({ path, errno }) => ({
    title: 'Database could not be read',
    message: `Reading ${path} failed: ${explainErrno(errno)}.`,
    unharmed: untouched,
    remedy:
      errno === 'EIO'
        ? 'The disk may be failing: check it, and restore the database elsewhere.'
        : 'Mend the cause and try again.',
  }),
}
