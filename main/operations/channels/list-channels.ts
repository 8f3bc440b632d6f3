import type { ChannelsView } from '../../../shared/domain/alerts/channel-views.ts'
import { rolesWithChannel } from '../../../shared/domain/alerts/escalation.ts'
import { desktopChannel } from '../../../shared/domain/alerts/named-channel.ts'
import { escalationOf } from '../monitoring/escalation-of.ts'
import type { OperationsContext } from '../operations-context.ts'
import { channelsOf } from './open-vault-channel.ts'

/** Every channel of the open vault, without its secret. Throws what keeps the vault, or its channels, from being read. */
export async function listChannels(context: OperationsContext): Promise<ChannelsView> {
  const vault = context.session.reachable()
  const { escalation } = await escalationOf(context, vault)
  const channels = await channelsOf(context.world, vault.access)
  return {
    channels: channels.map(({ name, settings, sealedSecret }) => ({
      name,
      settings,
      hasSecret: sealedSecret !== null,
      isBuiltIn: name === desktopChannel.name,
      usedBy: rolesWithChannel(escalation, name),
    })),
    secretsSealedBy: vault.access.vaultKey === null ? 'machine_key' : 'vault_key',
  }
}
