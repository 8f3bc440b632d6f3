import { explainErrno } from '../words/explain-errno.ts'
import { formatBytes } from '../words/format-bytes.ts'
import { formatDuration } from '../words/format-duration.ts'
import { listWords } from '../words/list-words.ts'
import type { FaultWords } from './fault-words.ts'

type RestoreCode =
  | 'TARGET_IN_USE'
  | 'TARGET_NOT_PERMITTED'
  | 'TARGET_IS_FOLDER'
  | 'TARGET_FOLDER_MISSING'
  | 'TARGET_IN_VAULT'
  | 'TARGET_FULL'
  | 'TARGET_WRITE_FAILED'
  | 'TARGET_CHANGED'
  | 'RESTORE_NOT_CONFIRMED'
  | 'PARTIAL_BLOCKED'
  | 'RESTORE_PROOF_FAILED'
  | 'RESTORE_UNPROVED'
  | 'SAFETY_BACKUP_FAILED'
type JobCode = 'JOB_TIMED_OUT' | 'JOB_CANCELLED' | 'JOB_DIED' | 'JOB_UNKNOWN' | 'WRONG_USE' | 'UNEXPECTED'

const targetAsItWas = 'The file at the target is as it was.'

/** Words for what can go wrong while a database is brought back. */
export const restoreFaultWords: FaultWords<RestoreCode> = {
  TARGET_IN_USE: ({ path, openedBy }) => ({
    title: 'Target is in use',
    message: `${openedBy.length === 0 ? 'Another program has' : `${listWords(openedBy)} ${openedBy.length === 1 ? 'has' : 'have'}`} ${path} open.`,
    unharmed: targetAsItWas,
    remedy:
      'Close it there, or restore to another file. Where it is only open, restore in place through SQLite (`--in-place`); where it is in the middle of a transaction, that has to end first.',
  }),
  TARGET_NOT_PERMITTED: ({ path }) => ({
    title: 'No permission to write the target',
    message: `This user may not write ${path} or its folder.`,
    unharmed: targetAsItWas,
    remedy: 'Give this user permission to write there, or restore to another file.',
  }),
  TARGET_IS_FOLDER: ({ path }) => ({
    title: 'Target is a folder',
    message: `${path} is a folder.`,
    unharmed: targetAsItWas,
    remedy: 'Give the path of a file.',
  }),
  TARGET_FOLDER_MISSING: ({ path }) => ({
    title: 'Folder of the target missing',
    message: `There is no folder at ${path}.`,
    unharmed: 'Nothing was written.',
    remedy: 'Make the folder, or restore to another file.',
  }),
  TARGET_IN_VAULT: ({ path }) => ({
    title: 'Target lies in the vault',
    message: `${path} lies in the vault, where only backups belong.`,
    unharmed: 'Nothing was written.',
    remedy: 'Choose a path outside the vault.',
  }),
  TARGET_FULL: ({ path, neededBytes, freeBytes }) => ({
    title: 'No space for the restore',
    message: `The file system of ${path} has ${formatBytes(freeBytes)} free, and ${formatBytes(neededBytes)} are needed: the new content is rebuilt beside the old.`,
    unharmed: targetAsItWas,
    remedy: 'Make room there, or restore to a file on another file system.',
  }),
  TARGET_WRITE_FAILED: ({ path, errno }) => ({
    title: 'Writing the target failed',
    message: `Writing ${path} failed: ${explainErrno(errno)}.`,
    unharmed: targetAsItWas,
    remedy: 'Check the drive, or restore to another file.',
  }),
  TARGET_CHANGED: ({ path }) => ({
    title: 'Target changed since the plan',
    message: `${path} was written after the plan was made, so the plan no longer says what would be lost.`,
    unharmed: targetAsItWas,
    remedy: 'Look at the plan again. If programs go on writing, stop them first.',
  }),
  RESTORE_NOT_CONFIRMED: ({ path }) => ({
    title: 'Restore not confirmed',
    message: `${path} would be replaced, and the name of its database was not given as confirmation.`,
    unharmed: targetAsItWas,
    remedy: "Type the database's name exactly; on the command line add --yes.",
  }),
  PARTIAL_BLOCKED: ({ path, conflicts }) => ({
    title: 'Rows can’t be brought back as asked',
    message: `Nothing was brought back into ${path}: ${conflicts.join('; ')}.`,
    unharmed: 'The transaction was rolled back; the database is as it was.',
    remedy: 'Resolve the conflicts, or choose other rows, and look at the preview again.',
  }),
  RESTORE_PROOF_FAILED: ({ detail }) => ({
    title: 'Restored content is not what was stored',
    message: `The rebuilt content did not pass its proof: ${detail}.`,
    unharmed: 'The file at the target is as it was; the rebuilt content was thrown away.',
    remedy: 'Choose another backup. Verify this one to see which file of it is damaged.',
  }),
  RESTORE_UNPROVED: ({ path, detail }) => ({
    title: 'Restore not proved',
    message: `The restore to ${path} was not proved: ${detail}.`,
    unharmed:
      'What was there before is kept: in the safety backup, or beside the target under a name with “before-restore”.',
    remedy: `Keep programs away from ${path} and restore again; or bring back what was there before.`,
  }),
  SAFETY_BACKUP_FAILED: ({ path, because }) => ({
    title: 'Safety backup failed',
    message: `The present content of ${path} could not be backed up first: ${because}.`,
    unharmed: targetAsItWas,
    remedy: 'Mend the cause, or restore to another file, where nothing is replaced.',
  }),
}

const earlierBackups = 'Every earlier backup is untouched; what was begun is cleared away.'

/** Words for what can happen to a job, and for wrong use and defects. */
export const jobFaultWords: FaultWords<JobCode> = {
  JOB_TIMED_OUT: ({ limitMs }) => ({
    title: 'Time limit reached',
    message: `The job was stopped at its time limit of ${formatDuration(limitMs)}.`,
    unharmed: earlierBackups,
    remedy: 'Find what slowed it (another heavy job, a slow drive), or raise the time limit in the settings.',
  }),
  JOB_CANCELLED: () => ({
    title: 'Cancelled',
    message: 'The job was cancelled before it was done.',
    unharmed: earlierBackups,
    remedy: 'Start it again when it suits.',
  }),
  JOB_DIED: ({ how }) => ({
    title: 'Job ended without a result',
    message: `The process of the job ended without a word: ${how}.`,
    unharmed:
      'Every earlier backup is untouched. A restore leaves its target whole, as it was or restored, whenever it ends.',
    remedy:
      'Start it again (after a restore, look at the target first). If the machine ran out of memory, run fewer jobs at once.',
  }),
  JOB_UNKNOWN: ({ job }) => ({
    title: 'Job not known',
    message: `No job ${job} is running, and none of the last 200 had that id.`,
    unharmed: null,
    remedy: 'Look in the history of operations.',
  }),
  WRONG_USE: ({ detail }) => ({
    title: 'Not understood',
    message: detail,
    unharmed: null,
    remedy: 'See `holdfast --help`.',
  }),
  UNEXPECTED: ({ reference }) => ({
    title: 'Unexpected error',
    message: `A defect of Holdfast stopped this. Its details are in the log under the reference ${reference}.`,
    unharmed: 'Every stored backup is untouched.',
    remedy: 'Try again. If it comes back, report it with the reference.',
  }),
}
