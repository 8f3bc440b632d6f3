import fs from 'node:fs/promises'
import path from 'node:path'

import { assertNever } from '../../../shared/base/assert-never.ts'
import { FaultError } from '../../../shared/domain/fault.ts'
import type { KeyChoice, KeySlotKind } from '../../../shared/domain/views.ts'
import {
  addKeySlot,
  newKeychainSecret,
  newKeyFileContent,
  removeKeySlot,
  type CreatedVault,
  type KeySecret,
} from '../../engine/engine.ts'
import { replacePrivateFile } from '../home/private-file.ts'
import type { World } from '../world.ts'
import { readKeyFile, readPassphraseFile } from './read-key-file.ts'
import { ownKeyFileOf } from './resolve-key.ts'

/** What a new vault is to be protected with, as a person or a command says it. */
export type NewKey = KeyChoice | { readonly kind: 'passphrase_file'; readonly path: string }

/** A key for a vault that is about to be made. */
export interface PreparedKey {
  readonly secrets: readonly KeySecret[]
  /** Keeps the key where it belongs once the vault is there; answers what the vault is protected with. */
  keep(created: CreatedVault): Promise<KeptKey>
  /** Takes back what was prepared: no vault was made. */
  readonly discard: () => Promise<void>
}

/** What protects a vault, and where that is on this machine. */
export interface KeptKey {
  readonly keyFrom: KeySlotKind | 'none'
  readonly keyFile?: string | undefined
}

const nothing = (): Promise<void> => Promise.resolve()

function unchanging(secrets: readonly KeySecret[], kept: KeptKey, discard = nothing): PreparedKey {
  return { secrets, keep: () => Promise.resolve(kept), discard }
}

/** A key inside the vault would protect nothing: whoever has the one has the other. Throws WRONG_USE. */
export function refuseInside(vaultFolder: string, keyFile: string, what = 'key file'): void {
  const relative = path.relative(path.resolve(vaultFolder), path.resolve(keyFile))
  if (relative !== '' && (relative.startsWith('..') || path.isAbsolute(relative))) return
  const detail = `the ${what} ${keyFile} would lie in the vault that it protects; name a place outside of it`
  throw new FaultError({ code: 'WRONG_USE', detail })
}

/** A database changes, and with one byte of it the key would be lost. */
function refuseDatabase(file: string, secret: KeySecret): void {
  if (secret.kind !== 'key_file' || Buffer.from(secret.bytes).indexOf('SQLite format 3\0') !== 0) return
  const detail = `${file} is a SQLite database, which changes: a key file must stay as it is for as long as the vault is needed`
  throw new FaultError({ code: 'WRONG_USE', detail })
}

/**
 * The key in a file that is there; a new random one in a new private file where there is none. Throws KEY_FILE_UNREADABLE, and WRONG_USE for
 * a file inside the vault or a database.
 */
export async function prepareKeyFile(vaultFolder: string, file: string): Promise<PreparedKey> {
  refuseInside(vaultFolder, file)
  const kept: KeptKey = { keyFrom: 'key_file', keyFile: file }
  try {
    await fs.writeFile(file, newKeyFileContent(), { flag: 'wx', mode: 0o600, flush: true })
  } catch (error) {
    const errno = (error as NodeJS.ErrnoException).code ?? 'EIO'
    if (errno === 'EEXIST') {
      const secret = await readKeyFile(file)
      refuseDatabase(file, secret)
      return unchanging([secret], kept)
    }
    throw new FaultError({ code: 'KEY_FILE_UNREADABLE', path: file, errno }, { cause: error })
  }
  return unchanging([await readKeyFile(file)], kept, () => fs.rm(file, { force: true }))
}

/** A key file in Holdfast's own folder. It is on disk before the vault is: a crash between leaves no vault without its key. */
async function prepareOwnKeyFile(world: World): Promise<PreparedKey> {
  const pending = path.join(world.home.keysFolder, `pending-${world.ports.ids.newId()}.key`)
  const content = newKeyFileContent()
  await replacePrivateFile(pending, content)
  return {
    secrets: [{ kind: 'key_file', bytes: content }],
    async keep({ facts }) {
      const keyFile = ownKeyFileOf(world, facts.vaultId)
      await replacePrivateFile(keyFile, content)
      await fs.rm(pending, { force: true })
      return { keyFrom: 'key_file', keyFile }
    },
    discard: () => fs.rm(pending, { force: true }),
  }
}

/** The vault is made with a key file first, and passes to the keychain only when that has shown that it kept the secret. */
async function prepareKeychain(world: World): Promise<PreparedKey> {
  const own = await prepareOwnKeyFile(world)
  return {
    ...own,
    async keep(created) {
      const kept = await own.keep(created)
      const { vaultId } = created.facts
      const secret = newKeychainSecret()
      try {
        await world.keychain.set(vaultId, secret)
        if ((await world.keychain.get(vaultId)) !== secret) throw new Error('it gave another secret back')
      } catch (error) {
        world.ports.logger.warn('keychain.not_kept', { vaultId, reason: (error as Error).message })
        return kept
      }
      await addKeySlot(world.ports, created.access, { kind: 'keychain', secret })
      for (const slot of created.facts.slots) await removeKeySlot(world.ports, created.access, slot.id)
      if (kept.keyFile !== undefined) await fs.rm(kept.keyFile, { force: true })
      return { keyFrom: 'keychain' }
    },
  }
}

/**
 * Prepares the key of a new vault. `automatic` is the OS keychain where it answers, else a key file in Holdfast's own folder.
 * Throws KEY_FILE_UNREADABLE, and WRONG_USE for a key file inside the vault.
 */
export async function prepareKey(world: World, vaultFolder: string, key: NewKey): Promise<PreparedKey> {
  switch (key.kind) {
    case 'none':
      return unchanging([], { keyFrom: 'none' })
    case 'passphrase':
      return unchanging([{ kind: 'passphrase', passphrase: key.passphrase }], { keyFrom: 'passphrase' })
    case 'passphrase_file':
      return unchanging([await readPassphraseFile(key.path)], { keyFrom: 'passphrase' })
    case 'key_file':
      return prepareKeyFile(vaultFolder, key.path)
    case 'automatic':
      return (await world.keychain.answers()) ? prepareKeychain(world) : prepareOwnKeyFile(world)
    default:
      return assertNever(key, 'kind of key')
  }
}
