import { openSealed, subKey, wrapKey } from '../image/key-wrapping.ts'

/** What a channel's secret is sealed with, and what it is bound to. */
export interface SecretBinding {
  /** The vault's key, or that of this user on this machine where the vault has none. Base64 of 32 bytes. */
  readonly key: string
  readonly vaultId: string
  readonly channel: string
  /** Where the secret goes (`secretPlaceOf`): with other settings it does not open. */
  readonly place: string
}

const purpose = 'holdfast/channel-secret/1'

function keyOf({ key }: SecretBinding): Buffer {
  return subKey(Buffer.from(key, 'base64'), purpose)
}

function bindingOf({ vaultId, channel, place }: SecretBinding): string {
  return `${purpose}|${vaultId}|${channel}|${place}`
}

/** Seals a channel's secret, so that it can lie in the vault: base64. */
export function sealChannelSecret(binding: SecretBinding, secret: string): string {
  return wrapKey(keyOf(binding), Buffer.from(secret, 'utf8'), bindingOf(binding))
}

/** The secret of `sealChannelSecret`; null when the key or anything that it is bound to is another, or a byte was changed. */
export function openChannelSecret(binding: SecretBinding, sealed: string): string | null {
  return openSealed(keyOf(binding), sealed, bindingOf(binding))?.toString('utf8') ?? null
}
