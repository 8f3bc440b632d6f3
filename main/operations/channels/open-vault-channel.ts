import { createHash } from 'node:crypto'

import { desktopChannel } from '../../../shared/domain/alerts/named-channel.ts'
import { faultOf } from '../../../shared/domain/fault.ts'
import type { Channel } from '../../channels/channel.ts'
import { confirmVault, readChannels, type StoredChannel, type VaultAccess } from '../../engine/engine.ts'
import type { World } from '../world.ts'
import { secretOf } from './channel-secrets.ts'

const builtIn: StoredChannel = { ...desktopChannel, sealedSecret: null }

/**
 * The channels of a vault, the one that is always there first. Throws CHANNELS_DAMAGED and the faults of reading a vault: one that was
 * unplugged does not look like one without channels.
 */
export async function channelsOf(
  { ports }: Pick<World, 'ports'>,
  access: VaultAccess,
): Promise<readonly StoredChannel[]> {
  await confirmVault(ports, access)
  const stored = await readChannels(ports, access.folder)
  return [builtIn, ...stored.filter(({ name }) => name !== builtIn.name)]
}

/** Opens a channel by its name, as its settings and its secret are now; null: there is none of this name. */
type OpenChannelOf = (
  world: Pick<World, 'ports' | 'home' | 'channels'>,
  access: VaultAccess,
  name: string,
) => Promise<Channel | null>

/** A channel of a vault. One whose secret can't be read says so at each delivery. Throws as `channelsOf`, CHANNEL_KEY_DAMAGED, and FOLDER_UNREADABLE for the home folder. */
export const openVaultChannel: OpenChannelOf = async (world, access, name) => {
  if (name !== builtIn.name) await confirmVault(world.ports, access)
  return openKeptChannel(world, access, name)
}

/**
 * Names what a channel of a vault is set up as, its sealed secret included; another after it was saved. Null: there is none of this name. Throws
 * CHANNELS_DAMAGED; rejects with the system's errors.
 */
export async function channelStamp(
  { ports }: Pick<World, 'ports'>,
  { folder }: VaultAccess,
  name: string,
): Promise<string | null> {
  if (name === builtIn.name) return null
  const stored = (await readChannels(ports, folder)).find((one) => one.name === name)
  if (stored === undefined) return null
  const text = JSON.stringify([stored.settings, stored.sealedSecret])
  return createHash('sha256').update(text).digest('hex').slice(0, 32)
}

/** The same of a folder that stands for a vault that is away. */
export const openKeptChannel: OpenChannelOf = async (world, access, name) => {
  // The one that is always there is there also where the file of the others can't be read.
  if (name === builtIn.name) return world.channels.open(builtIn.settings, null)
  const stored = (await readChannels(world.ports, access.folder)).find((one) => one.name === name)
  if (stored === undefined) return null
  try {
    return world.channels.open(stored.settings, await secretOf(world, access, stored))
  } catch (error) {
    const fault = faultOf(error)
    if (fault?.code !== 'CHANNEL_SECRET_UNREADABLE') throw error
    return { send: () => Promise.resolve({ outcome: 'failed', fault }) }
  }
}
