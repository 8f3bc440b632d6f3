import type { KeySlotKind } from '../views.ts'

/** A key slot as people see it: never what is in it. */
export interface KeySlotView {
  readonly id: string
  readonly kind: KeySlotKind
  /** UTC, ISO 8601. */
  readonly createdAt: string
  /** When it was last seen to open the vault, and whose secret that was; null: never since it was made. */
  readonly tested: { readonly at: string; readonly user: string; readonly machine: string } | null
  /** This program opened the vault with it. */
  readonly isOpenedWith: boolean
  /** Nobody has seen it open the vault for `slotTestDueDays`. */
  readonly isTestDue: boolean
}

/** What opens a vault. */
export interface KeysView {
  /** The folder’s own name, which is typed to confirm. */
  readonly vault: string
  readonly encryption: 'aes-256-gcm' | 'none'
  /** Oldest first. */
  readonly slots: readonly KeySlotView[]
}

/** A secret that is to open the vault from now on. */
export type NewSlot =
  | { readonly kind: 'passphrase'; readonly passphrase: string }
  /** The file that is there, or a new one with 32 random bytes. An absolute path. */
  | { readonly kind: 'key_file'; readonly path: string }
  /** In the keychain of this user on this machine. */
  | { readonly kind: 'keychain' }
  /** Made by the program, and shown once. */
  | { readonly kind: 'recovery_code' }

/** What came of adding or changing a slot. */
export interface SavedSlot {
  readonly slotId: string
  readonly kind: KeySlotKind
  /** Shown once and kept nowhere. */
  readonly recoveryCode: string | null
  readonly keyFile: string | null
}

/** What a rotation of the vault's key did. */
export interface RotatedKeys {
  /** Kinds of the slots that hold the new key now. */
  readonly kept: readonly KeySlotKind[]
  readonly dropped: readonly { readonly id: string; readonly kind: KeySlotKind }[]
  /** Made anew where there was one; shown once. */
  readonly recoveryCode: string | null
  /** How many keys the vault had before: what was written by them is still read. */
  readonly olderKeys: number
}
