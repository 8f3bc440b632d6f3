import type { NamedChannel } from './named-channel.ts'

/** A channel as it is shown to an administrator. */
export interface ChannelView extends NamedChannel {
  /** Whether a secret is kept for it. The secret itself is shown to nobody. */
  readonly hasSecret: boolean
  /** The one that is always there and can't be changed. */
  readonly isBuiltIn: boolean
  /** Roles with somebody who has it. */
  readonly usedBy: readonly string[]
}

/** The channels of a vault. */
export interface ChannelsView {
  /** The one that is always there first, the others by name. */
  readonly channels: readonly ChannelView[]
  /**
   * What the secrets are encrypted with: the vault's key, or, where the vault is not encrypted, a key in a file of this user on this machine,
   * so that other users and machines can't send by them. Who can read that file can.
   */
  readonly secretsSealedBy: 'vault_key' | 'machine_key'
}

/** The secret that a channel is to have: the one that is kept for it, another one, or none. */
export type SecretChoice =
  { readonly kind: 'keep' } | { readonly kind: 'new'; readonly secret: string } | { readonly kind: 'none' }
