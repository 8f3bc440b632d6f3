import { explainErrno } from '../words/explain-errno.ts'
import { listWords } from '../words/list-words.ts'
import { nameCheck } from '../words/name-check.ts'
import type { FaultWords } from './fault-words.ts'

type RegisteredCode =
  | 'DATABASE_UNKNOWN'
  | 'DATABASE_NAME_INVALID'
  | 'DATABASE_NAME_TAKEN'
  | 'DATABASE_ALREADY_REGISTERED'
  | 'BACKUP_UNKNOWN'
  | 'BACKUP_AMBIGUOUS'
  | 'NO_BACKUP'
  | 'FOLDER_UNREADABLE'
type BackupCode =
  | 'BACKUP_FILE_MISSING'
  | 'BACKUP_FILE_UNREADABLE'
  | 'BACKUP_DAMAGED'
  | 'MANIFEST_DAMAGED'
  | 'MANIFEST_TOO_NEW'
  | 'BACKUP_SET_ASIDE'
  | 'BACKUP_IN_USE'
  | 'VALIDATION_FAILED'

/** Words for what is not, or can not be, registered or found. */
export const registeredFaultWords: FaultWords<RegisteredCode> = {
  DATABASE_UNKNOWN: ({ name }) => ({
    title: 'Database not registered',
    message: `No database named ${name} is registered in this vault.`,
    unharmed: null,
    remedy: 'Check the name in the inventory (`holdfast list`), or register the file first.',
  }),
  DATABASE_NAME_INVALID: ({ name }) => ({
    title: 'Name can not be used',
    message: `'${name}' can not begin a file name on every system.`,
    unharmed: null,
    remedy: 'Use letters, digits, _ . and -, at most 100, with a letter or a digit first.',
  }),
  DATABASE_NAME_TAKEN: ({ name }) => ({
    title: 'Name is taken',
    message: `A database named ${name} is registered already; names do not differ by capitals.`,
    unharmed: null,
    remedy: 'Choose another name.',
  }),
  DATABASE_ALREADY_REGISTERED: ({ path, name }) => ({
    title: 'Registered already',
    message: `${path} is registered as ${name}.`,
    unharmed: null,
    remedy: `Use ${name}; one file needs one registration.`,
  }),
  BACKUP_UNKNOWN: ({ backup }) => ({
    title: 'Backup not found',
    message: `This vault holds no backup ${backup}.`,
    unharmed: null,
    remedy:
      'Choose one from the inventory (`holdfast list DATABASE`). If files were added by hand, rebuild the catalog.',
  }),
  BACKUP_AMBIGUOUS: ({ backup, matches }) => ({
    title: 'More than one backup matches',
    message: `${backup} is the beginning of ${matches.length} backups: ${listWords(matches)}.`,
    unharmed: null,
    remedy: 'Give more characters of the id.',
  }),
  NO_BACKUP: ({ database }) => ({
    title: 'No backup to restore',
    message: `No backup of ${database} is stored, or each failed its checks.`,
    unharmed: 'The database file is untouched.',
    remedy:
      'Look at its backups (`holdfast list DATABASE`): one that failed its checks is restored only where it is chosen (--backup ID). Where the file is there, take a backup.',
  }),
  FOLDER_UNREADABLE: ({ path, errno }) => ({
    title: 'Folder can not be read',
    message: `${path} can not be read: ${explainErrno(errno)}.`,
    unharmed: null,
    remedy: 'Choose a folder that this user may read.',
  }),
}

const otherBackups = 'The database file and the other backups are untouched.'
const takeAnother =
  'Take a new backup of the database now. To restore, choose another backup; keep the damaged file for an inquiry.'

/** Words for what can be wrong with a backup's own files. */
export const backupFaultWords: FaultWords<BackupCode> = {
  BACKUP_FILE_MISSING: ({ file }) => ({
    title: 'File of the backup missing',
    message: `${file} is recorded in the vault and is not there.`,
    unharmed: otherBackups,
    remedy:
      'Bring the file back from a copy of the vault, or take a new backup and use another one to restore.',
  }),
  BACKUP_FILE_UNREADABLE: ({ file, errno }) => ({
    title: 'File of the backup can not be read',
    message: `${file} can not be read: ${explainErrno(errno)}.`,
    unharmed: otherBackups,
    remedy:
      errno === 'EIO'
        ? `The drive may be failing. ${takeAnother}`
        : 'Give this user permission to read it, then try again.',
  }),
  BACKUP_DAMAGED: ({ file, detail }) => ({
    title: 'Backup damaged',
    message: `${file} is not what was stored: ${detail}.`,
    unharmed: otherBackups,
    remedy: takeAnother,
  }),
  MANIFEST_DAMAGED: ({ file, detail }) => ({
    title: 'Manifest of the backup damaged',
    message: `${file} is not what was stored: ${detail}.`,
    unharmed: otherBackups,
    remedy: takeAnother,
  }),
  MANIFEST_TOO_NEW: ({ file, formatVersion, isSealed }) => ({
    title: 'Backup of a newer version',
    message: isSealed
      ? `${file} was written in format ${formatVersion}, which this version of Holdfast does not know.`
      : `${file} says that it is of format ${formatVersion}, which this version of Holdfast does not know and can’t check.`,
    unharmed: otherBackups,
    remedy: isSealed
      ? 'Update Holdfast to verify or restore this backup.'
      : `Update Holdfast to verify or restore this backup. If no newer Holdfast ever wrote to this vault, the manifest is damaged: ${takeAnother.charAt(0).toLowerCase()}${takeAnother.slice(1)}`,
  }),
  BACKUP_SET_ASIDE: ({ file }) => ({
    title: 'Backup set aside',
    message: `${file} was set aside by a clean-up: no rule kept it any longer.`,
    unharmed: 'Nothing was found wrong with it, and it was not looked into.',
    remedy: 'Put it back if it is needed (`holdfast prune --undo`), or choose another backup.',
  }),
  BACKUP_IN_USE: ({ backupIds, who, isRemoved }) => ({
    title: isRemoved ? 'Backup is being removed' : 'Backup in use',
    message: `${listWords(backupIds, 3)}: ${who} ${isRemoved ? 'is removing' : 'may be reading'} ${backupIds.length === 1 ? 'it' : 'them'} now.`,
    unharmed: 'Nothing was changed.',
    remedy: isRemoved
      ? 'Try again in a moment. If it is gone then, choose another backup.'
      : 'Try again when the other program has ended.',
  }),
  VALIDATION_FAILED: ({ file, checks, detail }) => ({
    title: 'Validation failed',
    message: `${file} did not pass: ${listWords(checks.map(nameCheck), 5)}. ${withFullStop(detail)}`,
    unharmed: 'The database file was only read, and the other backups are untouched.',
    remedy:
      'If the source is damaged, restore the newest backup that is proved. If the backup alone is damaged, take a new one.',
  }),
}

function withFullStop(text: string): string {
  return text === '' || text.endsWith('.') ? text : `${text}.`
}
