import { type } from '@orpc/contract'
import { z } from 'zod'

import type { KeysView, RotatedKeys, SavedSlot } from '../domain/keys/keys-view.ts'
import { forAdministrator, forOperator, forViewer } from './base.ts'
import { pathField } from './fields.ts'

const slotField = z.string().min(1).max(100)
const passphraseField = z.object({ kind: z.literal('passphrase'), passphrase: z.string().min(1).max(1024) })
const keyFileField = z.object({ kind: z.literal('key_file'), path: pathField })
const recoveryCodeField = z.object({ kind: z.literal('recovery_code'), code: z.string().min(1).max(256) })

const newSlotField = z.discriminatedUnion('kind', [
  passphraseField,
  keyFileField,
  z.object({ kind: z.literal('keychain') }),
  z.object({ kind: z.literal('recovery_code') }),
])

/** A secret that a person gives for one act. */
export const givenKeyField = z.discriminatedUnion('kind', [passphraseField, keyFileField, recoveryCodeField])

/** What opens the vault. No answer holds a secret but a new recovery code, once. */
export const keysContract = {
  list: forViewer.output(type<KeysView>()),
  /** One more slot; no backup is rewritten. */
  add: forAdministrator.input(z.object({ key: newSlotField })).output(type<SavedSlot>()),
  /** A new secret in the place of a slot's; of the same kind. */
  change: forAdministrator
    .input(z.object({ slotId: slotField, key: newSlotField }))
    .output(type<SavedSlot>()),
  /** A new recovery code in the place of every one that there is. */
  recoveryCode: forAdministrator.output(type<SavedSlot>()),
  /** Never the last slot. `confirmName` is the vault's, typed by a person. */
  remove: forAdministrator
    .input(z.object({ slotId: slotField, confirmName: z.string().max(255) }))
    .output(type<{ readonly slotId: string }>()),
  /** A new key for the vault; backups from before are still read. Slots whose secret is not at hand must be named to be dropped. */
  rotate: forAdministrator
    .input(
      z.object({
        keys: z.array(givenKeyField).max(20),
        drops: z.array(slotField).max(100),
        confirmName: z.string().max(255),
      }),
    )
    .output(type<RotatedKeys>()),
  /** Opens the vault by one slot, with this secret or what this machine has for it. */
  test: forOperator
    .input(z.object({ slotId: slotField, key: givenKeyField.optional() }))
    .output(type<{ readonly slotId: string; readonly testedAt: string }>()),
}
