import { faultOf } from '../../../shared/domain/fault.ts'
import { changeChannels, readChannels, type StoredChannel } from '../../engine/engine.ts'
import type { OperationsContext } from '../operations-context.ts'
import { sealSecret, secretOf } from './channel-secrets.ts'

/**
 * Seals the channels' secrets with the vault's key of now. One that can't be opened stays as it is, and so does everything where the channels can't be
 * read or written: older keys open them as long as the vault keeps those. Never rejects for a fault.
 */
export async function resealSecrets({ world, session }: OperationsContext): Promise<void> {
  const { access } = session.reachable()
  const reseal = async (channel: StoredChannel): Promise<StoredChannel> => {
    try {
      const secret = await secretOf(world, access, channel)
      if (secret === null) return channel
      return { ...channel, sealedSecret: await sealSecret(world, access, channel, secret) }
    } catch (error) {
      if (faultOf(error) === undefined) throw error
      return channel
    }
  }
  try {
    if ((await readChannels(world.ports, access.folder)).length === 0) return
    await changeChannels(world.ports, access.folder, (channels) => Promise.all(channels.map(reseal)))
  } catch (error) {
    const fault = faultOf(error)
    if (fault === undefined) throw error
    world.ports.logger.warn('channels.not_resealed', { code: fault.code })
  }
}
