import type { VaultAccess } from '../engine-types.ts'
import { subKey } from '../image/key-wrapping.ts'

/** Every key that something in the vault can be proved or opened with, the one it has now first. Empty: it was not unlocked, or has none. */
export function keysOf({ vaultKey, olderKeys = [] }: VaultAccess): readonly Uint8Array[] {
  return vaultKey === null ? [] : [vaultKey, ...olderKeys].map((key) => Buffer.from(key, 'base64'))
}

/** What a vault's key is told from another by; tells nothing else of it. 16 hexadecimal digits. */
export function keyIdOf(key: Uint8Array): string {
  return subKey(key, 'holdfast/key-id/1').subarray(0, 8).toString('hex')
}
