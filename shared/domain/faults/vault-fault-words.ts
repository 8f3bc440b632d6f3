import { explainErrno } from '../words/explain-errno.ts'
import { formatBytes } from '../words/format-bytes.ts'
import { formatDuration } from '../words/format-duration.ts'
import type { FaultWords } from './fault-words.ts'

type VaultCode =
  | 'VAULT_NOT_GIVEN'
  | 'VAULT_MISSING'
  | 'VAULT_SILENT'
  | 'VAULT_NOT_A_VAULT'
  | 'VAULT_ALREADY_THERE'
  | 'VAULT_FOLDER_NOT_EMPTY'
  | 'VAULT_TOO_NEW'
  | 'VAULT_DAMAGED'
  | 'VAULT_READ_ONLY'
  | 'VAULT_NOT_PERMITTED'
  | 'VAULT_FULL'
  | 'VAULT_WRITE_FAILED'
  | 'VAULT_LOCKED'
  | 'RUN_SWEPT'

const backupsThere = 'The backups in the vault are untouched.'
const nothingWritten = 'Nothing was written.'

/** Words for what can be wrong with the folder that backups live in. */
export const vaultFaultWords: FaultWords<VaultCode> = {
  VAULT_NOT_GIVEN: () => ({
    title: 'No vault is open',
    message: 'It is not known which vault is meant.',
    unharmed: null,
    remedy:
      'Open a vault, or name it with --vault DIR or HOLDFAST_VAULT. `holdfast init DIR` makes a new one.',
  }),
  VAULT_MISSING: ({ path }) => ({
    title: 'Vault folder not reachable',
    message: `There is no folder at ${path}.`,
    unharmed: 'Nothing was written; the backups are where the folder is.',
    remedy:
      'Plug the drive in or mount the share, then try again. If the vault was moved, open it at its new place.',
  }),
  VAULT_SILENT: ({ path, waitedMs }) => ({
    title: 'Vault does not answer',
    message: `The file system of ${path} has not answered within ${formatDuration(waitedMs)}.`,
    unharmed: 'The backups are where the folder is.',
    remedy:
      'Check the drive, or the network share and its server. A mount that hangs may have to be unmounted by force and mounted anew.',
  }),
  VAULT_NOT_A_VAULT: ({ path }) => ({
    title: 'Not a vault',
    message: `${path} holds no vault: its .holdfast/vault.json is missing.`,
    unharmed: nothingWritten,
    remedy:
      'Choose the folder that holds daily, weekly and manual backups, or create a vault in an empty folder.',
  }),
  VAULT_ALREADY_THERE: ({ path }) => ({
    title: 'A vault is there already',
    message: `${path} already holds a vault.`,
    unharmed: backupsThere,
    remedy: 'Open it, or create the new vault in another folder.',
  }),
  VAULT_FOLDER_NOT_EMPTY: ({ path }) => ({
    title: 'Folder not empty',
    message: `${path} holds other files, and a vault needs a folder of its own.`,
    unharmed: 'The files in it are untouched.',
    remedy: 'Choose an empty folder or one that does not exist yet.',
  }),
  VAULT_TOO_NEW: ({ path, formatVersion }) => ({
    title: 'Vault of a newer version',
    message: `${path} was written in format ${formatVersion}, which this version of Holdfast does not know.`,
    unharmed: backupsThere,
    remedy: 'Update Holdfast and open the vault again.',
  }),
  VAULT_DAMAGED: ({ path, detail }) => ({
    title: 'Vault description damaged',
    message: `The description of the vault at ${path} can not be read: ${detail}.`,
    unharmed: 'The backup files themselves were not written to.',
    remedy:
      'Bring .holdfast/vault.json back from a copy of the vault. It holds the key slots: do not create a new vault over it.',
  }),
  VAULT_READ_ONLY: ({ path }) => ({
    title: 'Vault is read-only',
    message: `The file system of ${path} is mounted read-only: nothing can be added to the vault.`,
    unharmed: 'Its backups can still be verified and restored.',
    remedy: 'Mount it writable to take backups.',
  }),
  VAULT_NOT_PERMITTED: ({ path }) => ({
    title: 'No permission for the vault',
    message: `This user may not read and write ${path}.`,
    unharmed: backupsThere,
    remedy: 'Open the vault as the user that owns it, or have the owner of the folder changed.',
  }),
  VAULT_FULL: ({ path, neededBytes, freeBytes }) => ({
    title: 'No space left in the vault',
    message: `The file system of ${path} has no room for this${fullFacts(neededBytes, freeBytes)}.`,
    unharmed: 'Every earlier backup is untouched; what was begun is cleared away.',
    remedy:
      'Make room on that file system, end what is set aside (`holdfast prune --now`), or move the vault to a larger one; then try again.',
  }),
  VAULT_WRITE_FAILED: ({ path, errno }) => ({
    title: 'Writing to the vault failed',
    message: `Writing ${path} failed: ${explainErrno(errno)}.`,
    unharmed: 'Every earlier backup is untouched; what was begun is cleared away.',
    remedy: 'Check the drive and its connection, then try again.',
  }),
  VAULT_LOCKED: ({ path, holder }) => ({
    title: 'Vault in use',
    message: `Another Holdfast (${holder}) is changing the vault at ${path}.`,
    unharmed: backupsThere,
    remedy: 'Wait until it has ended, then try again.',
  }),
  RUN_SWEPT: ({ path }) => ({
    title: 'Unfinished files were removed',
    message: `${path} was removed while this program was at work on it: another one took it for what a program that died had left.`,
    unharmed: backupsThere,
    remedy:
      'Try again. This happens when a machine sleeps for a day in the middle of its work, or when the clocks of the machines that share the vault are a day apart: then set the clocks.',
  }),
}

function fullFacts(neededBytes: number | null, freeBytes: number | null): string {
  const needed = neededBytes === null ? null : `${formatBytes(neededBytes)} needed`
  const free = freeBytes === null ? null : `${formatBytes(freeBytes)} free`
  const facts = [needed, free].filter((fact) => fact !== null)
  return facts.length === 0 ? '' : `: ${facts.join(', ')}`
}
