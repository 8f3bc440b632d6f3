import { recoveryCodeGroups, recoveryCodeLength } from '../keys/recovery-code.ts'
import { countOf } from '../words/format-count.ts'
import { explainErrno } from '../words/explain-errno.ts'
import { listWords } from '../words/list-words.ts'
import type { FaultWords } from './fault-words.ts'

type KeyCode =
  | 'KEY_NEEDED'
  | 'KEY_WRONG'
  | 'KEY_FILE_UNREADABLE'
  | 'PASSPHRASE_TOO_SHORT'
  | 'KEYCHAIN_UNREACHABLE'
  | 'ROTATION_DROPS_SLOTS'
  | 'JOBS_RUNNING'
  | 'KEY_ROTATED'
  | 'KEY_SLOT_UNKNOWN'
  | 'VAULT_NOT_ENCRYPTED'
  | 'KEY_SLOT_IS_LAST'
  | 'KEY_CHANGE_NOT_CONFIRMED'
  | 'RECOVERY_CODE_MISTYPED'

const backupsThere = 'The backups in the vault are untouched.'
const nothingWritten = 'Nothing was written.'

function mistypedWords(groups: readonly number[], characters: number): string {
  if (groups.length === 0) {
    const needed = `${recoveryCodeLength} characters in ${recoveryCodeGroups} groups`
    return `A recovery code has ${needed}; this one has ${characters}.`
  }
  const which = listWords(groups.map(String))
  return groups.length === 1
    ? `Group ${which} of the recovery code does not fit its check character.`
    : `Groups ${which} of the recovery code do not fit their check characters.`
}

function slotWord(slot: string): string {
  if (slot === 'passphrase') return 'its passphrase'
  if (slot === 'key_file') return 'its key file'
  if (slot === 'recovery_code') return 'its recovery code'
  return slot === 'keychain' ? 'the keychain it was made with' : slot
}

/** Words for what can be wrong with the key of a vault. */
export const keyFaultWords: FaultWords<KeyCode> = {
  KEY_NEEDED: ({ path, slots }) => ({
    title: 'Vault is locked',
    message: `The vault at ${path} is encrypted and its key is not known on this machine.`,
    unharmed: backupsThere,
    remedy: `Unlock it with ${slots.length === 0 ? 'its key' : listWords(slots.map(slotWord)).replace(' and ', ' or ')}.`,
  }),
  KEY_WRONG: ({ path }) => ({
    title: 'Wrong key',
    message: `This passphrase, key file or recovery code does not open the vault at ${path}.`,
    unharmed: backupsThere,
    remedy: 'Check the keyboard layout and capitals, or use the key that was kept when the vault was made.',
  }),
  KEY_FILE_UNREADABLE: ({ path, errno }) => ({
    title: 'Key file can not be read',
    message: `The file with the key or passphrase, ${path}, can not be read: ${explainErrno(errno)}.`,
    unharmed: backupsThere,
    remedy: 'Give the path of the file that holds the vault’s key or passphrase.',
  }),
  PASSPHRASE_TOO_SHORT: ({ minimum }) => ({
    title: 'Passphrase too short',
    message: `A passphrase needs ${minimum} characters or more.`,
    unharmed: nothingWritten,
    remedy: 'Choose a longer one: several unrelated words are both strong and easy to keep.',
  }),
  KEYCHAIN_UNREACHABLE: ({ detail }) => ({
    title: 'Keychain does not answer',
    message: `The keychain of this system did not answer: ${detail}.`,
    unharmed: backupsThere,
    remedy: 'Unlock the keychain, or use a passphrase, a key file or the recovery code.',
  }),
  RECOVERY_CODE_MISTYPED: ({ groups, characters }) => ({
    title: 'Recovery code mistyped',
    message: mistypedWords(groups, characters),
    unharmed: backupsThere,
    remedy:
      'Compare it with the page, group by group. Small letters and capitals are the same, and there is no I, L, O or U in it.',
  }),
  ROTATION_DROPS_SLOTS: ({ slots }) => ({
    title: 'Keys would be dropped',
    message: `These keys are not at hand, so they can’t hold the new one: ${listWords(slots.map(({ id, kind }) => `${kind.replace('_', ' ')} ${id.slice(0, 8)}`))}.`,
    unharmed: 'Every slot is as it was.',
    remedy:
      'Give their secrets, or say that they are to be dropped (`--drop SLOT`): they can be added again later.',
  }),
  JOBS_RUNNING: ({ jobs }) => ({
    title: 'Jobs are running',
    message: `${countOf(jobs, 'job')} of this program ${jobs === 1 ? 'is' : 'are'} waiting or running.`,
    unharmed: nothingWritten,
    remedy: 'Wait until they have ended, or cancel them, then try again.',
  }),
  KEY_ROTATED: ({ path }) => ({
    title: 'The vault has a new key',
    message: `Another program gave the vault at ${path} a new key, and this one still has the old.`,
    unharmed: `${backupsThere} ${nothingWritten}`,
    remedy: 'Close the vault and open it again.',
  }),
  KEY_SLOT_UNKNOWN: ({ slot }) => ({
    title: 'No such key slot',
    message: `No key slot of the vault is “${slot}”, or more than one is.`,
    unharmed: nothingWritten,
    remedy:
      'Name it by its id, the beginning of it, or its kind where there is only one. `holdfast key list` shows all.',
  }),
  VAULT_NOT_ENCRYPTED: ({ path }) => ({
    title: 'Vault has no key',
    message: `The vault at ${path} is not encrypted: there is no key to add, change, test or rotate.`,
    unharmed: backupsThere,
    remedy: 'A vault is encrypted from its beginning: make a new one to have one with a key.',
  }),
  KEY_SLOT_IS_LAST: ({ path }) => ({
    title: 'Last key slot',
    message: `Nothing else opens the vault at ${path}: without this slot no backup in it could be restored.`,
    unharmed: 'Every slot is as it was.',
    remedy: 'Add another one first.',
  }),
  KEY_CHANGE_NOT_CONFIRMED: ({ vault }) => ({
    title: 'Not confirmed',
    message: `The name of the vault, “${vault}”, was not typed as it is.`,
    unharmed: 'Every slot is as it was.',
    remedy: 'Type the name of the vault, or call the command with --yes.',
  }),
}
