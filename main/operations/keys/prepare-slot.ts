import fs from 'node:fs/promises'

import { assertNever } from '../../../shared/base/assert-never.ts'
import { FaultError } from '../../../shared/domain/fault.ts'
import type { NewSlot } from '../../../shared/domain/keys/keys-view.ts'
import { newKeychainSecret, newRecoveryCode, type KeySecret } from '../../engine/engine.ts'
import type { World } from '../world.ts'
import { prepareKeyFile } from './choose-key.ts'
import { readPassphraseFile } from './read-key-file.ts'

/** A new slot as a person or a command names it. */
export type WantedSlot = NewSlot | { readonly kind: 'passphrase_file'; readonly path: string }

/** The secret of a slot that is about to be made. */
export interface PreparedSlot {
  readonly secret: KeySecret
  readonly recoveryCode: string | null
  readonly keyFile: string | null
  /** Keeps the secret where it belongs; called when the vault opens with it already. */
  readonly keep: () => Promise<void>
  /** Takes back what was prepared: no slot was made. */
  readonly discard: () => Promise<void>
}

const nothing = (): Promise<void> => Promise.resolve()

function plainly(secret: KeySecret, recoveryCode: string | null = null): PreparedSlot {
  return { secret, recoveryCode, keyFile: null, keep: nothing, discard: nothing }
}

/** Throws KEYCHAIN_UNREACHABLE where it does not give back what it was given. */
function keepInKeychain(world: World, vaultId: string): PreparedSlot {
  const secret = newKeychainSecret()
  let before: string | null = null
  let isSet = false
  const back = async (): Promise<void> => {
    if (!isSet) return
    await (before === null ? world.keychain.remove(vaultId) : world.keychain.set(vaultId, before))
  }
  return {
    ...plainly({ kind: 'keychain', secret }),
    async keep() {
      before = await world.keychain.get(vaultId)
      isSet = true
      await world.keychain.set(vaultId, secret)
      if ((await world.keychain.get(vaultId)) === secret) return
      const detail = 'it gave another secret back than it was given'
      throw new FaultError({ code: 'KEYCHAIN_UNREACHABLE', detail })
    },
    // Who gets here has the fault of the slot to tell already.
    discard: () => back().catch(() => undefined),
  }
}

/** Prepares a slot's secret. Throws KEY_FILE_UNREADABLE, and WRONG_USE for a key file inside the vault. */
export async function prepareSlot(
  world: World,
  { folder, vaultId }: { readonly folder: string; readonly vaultId: string },
  wanted: WantedSlot,
): Promise<PreparedSlot> {
  switch (wanted.kind) {
    case 'passphrase':
      return plainly(wanted)
    case 'passphrase_file':
      return plainly(await readPassphraseFile(wanted.path))
    case 'key_file': {
      const { secrets, discard } = await prepareKeyFile(folder, wanted.path)
      const [secret] = secrets
      if (secret === undefined) throw new Error('a key file has a secret')
      return { ...plainly(secret), keyFile: wanted.path, discard }
    }
    case 'keychain':
      return keepInKeychain(world, vaultId)
    case 'recovery_code': {
      const code = newRecoveryCode()
      return plainly({ kind: 'recovery_code', code }, code)
    }
    default:
      return assertNever(wanted, 'kind of slot')
  }
}

/** Removes Holdfast's own copy of a secret whose slot is gone. What can't be removed opens nothing any more. */
export async function dropKeyFile(file: string): Promise<void> {
  await fs.rm(file, { force: true }).catch(() => undefined)
}
