import { randomBytes } from 'node:crypto'

import { keyBytes, subKey, unwrapKey, wrapKey } from './key-wrapping.ts'

/** Whose data key it is. */
export interface DataKeyBinding {
  readonly vaultId: string
  readonly backupId: string
}

function bindingOf({ vaultId, backupId }: DataKeyBinding): string {
  return `holdfast/data-key/1|${vaultId}|${backupId}`
}

/** A new random key for one backup. */
export function newDataKey(): Buffer {
  return randomBytes(keyBytes)
}

/** The data key as the manifest holds it: destroying the manifest destroys the key. */
export function wrapDataKey(vaultKey: Uint8Array, dataKey: Uint8Array, binding: DataKeyBinding): string {
  return wrapKey(subKey(vaultKey, 'holdfast/data-key/1'), dataKey, bindingOf(binding))
}

/** Null when the vault's key is another one or a byte was changed. */
export function unwrapDataKey(vaultKey: Uint8Array, wrapped: string, binding: DataKeyBinding): Buffer | null {
  return unwrapKey(subKey(vaultKey, 'holdfast/data-key/1'), wrapped, bindingOf(binding))
}

/** The key of a payload's frames. */
export function payloadKeyOf(dataKey: Uint8Array): Buffer {
  return subKey(dataKey, 'holdfast/payload/1')
}
