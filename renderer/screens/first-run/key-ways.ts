import type { KeyChoice } from '../../../shared/domain/views.ts'

/** One way to a key: what it does, and what a person must keep. */
export interface KeyWay {
  readonly kind: KeyChoice['kind']
  readonly title: string
  readonly says: string
  readonly keep: string
}

/** The ways to a key, the recommended one first. */
export function keyWays(keychainAnswers: boolean): readonly KeyWay[] {
  return [
    {
      kind: 'automatic',
      title: keychainAnswers ? 'In the keychain of this computer' : 'In a key file in Holdfast’s own folder',
      says: keychainAnswers
        ? 'The vault opens by itself for this user on this computer. Nothing has to be typed.'
        : 'The keychain of this computer does not answer, so the key is a file that only this user can read. Nothing has to be typed.',
      keep: keychainAnswers
        ? 'this user account. If the computer is lost, the keychain is lost with it: choose a passphrase where the vault must outlive the computer.'
        : 'a copy of that file (keys/VAULT.key there), away from this computer and away from the vault.',
    },
    {
      kind: 'passphrase',
      title: 'A passphrase',
      says: 'The vault opens on any machine by typing it. It is asked for after each start.',
      keep: 'the passphrase, in a password manager or on paper in a safe. It can not be recovered.',
    },
    {
      kind: 'key_file',
      title: 'A key file of your own',
      says: 'The vault opens where the file is, for scripts and servers without a keychain.',
      keep: 'the file and a copy of it, never inside the vault.',
    },
    {
      kind: 'none',
      title: 'No encryption',
      says: 'Backups can be restored with zstd and sqlite3 alone. Whoever can read the folder can read the data.',
      keep: 'the folder private: it is the only protection.',
    },
  ]
}
