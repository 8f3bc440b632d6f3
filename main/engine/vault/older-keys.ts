import { subKey, unwrapKey, wrapKey } from '../image/key-wrapping.ts'
import type { OlderKey } from './vault-file.ts'

const purpose = 'holdfast/older-key/1'

/** A key that a vault had before, wrapped by the one it has now. */
export function wrapOlderKey(
  { vaultId, id, retiredAt }: { readonly vaultId: string; readonly id: string; readonly retiredAt: string },
  vaultKey: Uint8Array,
  older: Uint8Array,
): OlderKey {
  const wrapped = wrapKey(subKey(vaultKey, purpose), older, `${purpose}|${vaultId}|${id}`)
  return { id, retiredAt, wrapped }
}

/** The keys that a vault had before, in their order; null where one does not open. */
export function openOlderKeys(
  vaultId: string,
  olderKeys: readonly OlderKey[],
  vaultKey: Uint8Array,
): readonly Buffer[] | null {
  const wrapping = subKey(vaultKey, purpose)
  const keys = olderKeys.map(({ id, wrapped }) => unwrapKey(wrapping, wrapped, `${purpose}|${vaultId}|${id}`))
  const opened = keys.filter((key) => key !== null)
  return opened.length === keys.length ? opened : null
}
