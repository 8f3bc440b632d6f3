import type { KeySlotKind } from '../views.ts'

/** What a kind of key slot is called. */
export const slotKindWords: Readonly<Record<KeySlotKind, string>> = {
  passphrase: 'passphrase',
  key_file: 'key file',
  keychain: 'keychain',
  recovery_code: 'recovery code',
}

/** What a changed secret does not do. Said wherever one is changed or removed. */
export const notRevokedWords =
  'The old secret opens the vault no more. Whoever had it and has a copy of the vault’s description (.holdfast/vault.json) from before can still get the vault’s key out of that copy, and with it read backups.'
