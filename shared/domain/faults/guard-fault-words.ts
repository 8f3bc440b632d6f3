import type { FaultWords } from './fault-words.ts'

type GuardCode = 'GUARD_COMMAND_FAILED' | 'GUARD_CHECK_FAILED' | 'GUARD_ROLLBACK_FAILED'

const backupStays = 'The pre-update backup holds the database as it was before the change.'

/** Words for what can go wrong with a change that is guarded by a pre-update backup. */
export const guardFaultWords: FaultWords<GuardCode> = {
  GUARD_COMMAND_FAILED: ({ database, how }) => ({
    title: 'Guarded command failed',
    message: `The command that was to change ${database} ${how}.`,
    unharmed: backupStays,
    remedy: 'See what the check found of the database, and roll back unless what the command left is meant.',
  }),
  GUARD_CHECK_FAILED: ({ database, detail }) => ({
    title: 'Check after the change failed',
    message: `${database} did not pass the check after the change: ${detail}.`,
    unharmed: backupStays,
    remedy: 'Roll back to that backup, or mend what is named and check again.',
  }),
  GUARD_ROLLBACK_FAILED: ({ database, file, because, target }) => ({
    title: 'Rollback failed',
    message: `${database} was not brought back to ${file}: ${because}. ${target}`,
    unharmed: backupStays,
    remedy: 'Remove the cause, keep programs away from the database, and restore that backup.',
  }),
}
