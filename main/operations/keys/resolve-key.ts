import fs from 'node:fs/promises'
import path from 'node:path'

import { assertNever } from '../../../shared/base/assert-never.ts'
import { faultOf } from '../../../shared/domain/fault.ts'
import type { KeySlotKind } from '../../../shared/domain/views.ts'
import { unlockBySlot, type KeySecret, type VaultAccess, type VaultFacts } from '../../engine/engine.ts'
import type { World } from '../world.ts'
import { readKeyFile, readPassphraseFile, readRecoveryCodeFile } from './read-key-file.ts'

/** What the user gives for this one vault. */
export type GivenKey =
  | { readonly kind: 'passphrase'; readonly passphrase: string }
  | { readonly kind: 'passphrase_file'; readonly path: string }
  | { readonly kind: 'key_file'; readonly path: string }
  | { readonly kind: 'recovery_code'; readonly code: string }
  | { readonly kind: 'recovery_code_file'; readonly path: string }

/** An unlocked vault, and what unlocked it. */
export interface Unlocked {
  readonly access: VaultAccess
  /** Null where the vault is not encrypted. */
  readonly slotId: string | null
  readonly keyFrom: KeySlotKind | 'none'
  /** The key file that did it: worth remembering. */
  readonly keyFile?: string | undefined
}

/** Where Holdfast keeps the key file of a vault that it made one for by itself. */
export function ownKeyFileOf(world: World, vaultId: string): string {
  return path.join(world.home.keysFolder, `${vaultId}.key`)
}

function hasSlot(facts: VaultFacts, kind: KeySlotKind): boolean {
  return facts.slots.some((slot) => slot.kind === kind)
}

/** The secret that was given, read where it is in a file. Throws KEY_FILE_UNREADABLE. */
export async function secretOf(given: GivenKey): Promise<KeySecret> {
  switch (given.kind) {
    case 'passphrase':
    case 'recovery_code':
      return given
    case 'passphrase_file':
      return readPassphraseFile(given.path)
    case 'key_file':
      return readKeyFile(given.path)
    case 'recovery_code_file':
      return readRecoveryCodeFile(given.path)
    default:
      return assertNever(given, 'kind of key')
  }
}

/** Unlocks with exactly what was given. Throws KEY_WRONG, KEY_NEEDED (the vault takes no key of this kind), KEY_FILE_UNREADABLE, RECOVERY_CODE_MISTYPED. */
export async function unlockWith(facts: VaultFacts, given: GivenKey): Promise<Unlocked> {
  if (facts.encryption === 'none') return { ...(await unlockBySlot(facts, null)), keyFrom: 'none' }
  const secret = await secretOf(given)
  const unlocked = await unlockBySlot(facts, secret)
  const keyFile = given.kind === 'key_file' ? given.path : undefined
  return { ...unlocked, keyFrom: secret.kind, keyFile }
}

/** A key that is remembered may be out of date: one that does not fit is passed over. */
async function unlockIfItFits(facts: VaultFacts, given: GivenKey): Promise<Unlocked | null> {
  try {
    return await unlockWith(facts, given)
  } catch (error) {
    if (faultOf(error) === undefined) throw error
    return null
  }
}

async function isThere(file: string): Promise<boolean> {
  return fs.access(file).then(
    () => true,
    () => false,
  )
}

async function unlockFromKeychain(world: World, facts: VaultFacts): Promise<Unlocked | null> {
  try {
    const secret = await world.keychain.get(facts.vaultId)
    if (secret === null) return null
    return { ...(await unlockBySlot(facts, { kind: 'keychain', secret })), keyFrom: 'keychain' }
  } catch (error) {
    const fault = faultOf(error)
    if (fault === undefined) throw error
    world.ports.logger.warn('keychain.no_key', { vaultId: facts.vaultId, code: fault.code })
    return null
  }
}

/**
 * Unlocks with what this machine knows, in this order: the places named in the environment (a wrong key there is KEY_WRONG: the user
 * named it), the key file used last time, the key file in Holdfast's own folder, the OS keychain. Null: none of them fits.
 */
export async function unlockByItself(
  world: World,
  facts: VaultFacts,
  rememberedKeyFile: string | undefined,
): Promise<Unlocked | null> {
  if (facts.encryption === 'none') return { ...(await unlockBySlot(facts, null)), keyFrom: 'none' }
  const { passphraseFile, keyFile } = world.keyPlaces
  if (keyFile !== undefined && hasSlot(facts, 'key_file')) {
    return unlockWith(facts, { kind: 'key_file', path: keyFile })
  }
  if (passphraseFile !== undefined && hasSlot(facts, 'passphrase')) {
    return unlockWith(facts, { kind: 'passphrase_file', path: passphraseFile })
  }
  if (hasSlot(facts, 'key_file')) {
    for (const file of [rememberedKeyFile, ownKeyFileOf(world, facts.vaultId)]) {
      if (file === undefined || !(await isThere(file))) continue
      const unlocked = await unlockIfItFits(facts, { kind: 'key_file', path: file })
      if (unlocked !== null) return unlocked
    }
  }
  return hasSlot(facts, 'keychain') ? unlockFromKeychain(world, facts) : null
}
