import { rolesWithChannel } from '../../../shared/domain/alerts/escalation.ts'
import { channelNameProblem, desktopChannel } from '../../../shared/domain/alerts/named-channel.ts'
import { FaultError } from '../../../shared/domain/fault.ts'
import { changeChannels } from '../../engine/engine.ts'
import { escalationOf } from '../monitoring/escalation-of.ts'
import type { OperationsContext } from '../operations-context.ts'

/**
 * Removes a channel of the open vault, and its secret with it. Throws CHANNEL_UNKNOWN, CHANNEL_IN_USE where people would be left without it,
 * CHANNEL_INVALID for the one that is always there, VAULT_READ_ONLY and the faults of writing a vault.
 */
export async function removeChannel(context: OperationsContext, name: string): Promise<void> {
  const { world, session, changes } = context
  const vault = session.reachable()
  const { folder } = vault.access
  if (name === desktopChannel.name) {
    const problems = [channelNameProblem(name) ?? '']
    throw new FaultError({ code: 'CHANNEL_INVALID', kind: 'notification', problems })
  }
  if (vault.isReadOnly) throw new FaultError({ code: 'VAULT_READ_ONLY', path: folder })
  await changeChannels(world.ports, folder, async (channels) => {
    const left = channels.filter((one) => one.name !== name)
    if (left.length === channels.length) throw new FaultError({ code: 'CHANNEL_UNKNOWN', channel: name })
    const roles = rolesWithChannel((await escalationOf(context, vault)).escalation, name)
    if (roles.length > 0) throw new FaultError({ code: 'CHANNEL_IN_USE', channel: name, roles })
    return left
  })
  changes.tell({ topic: 'alerts' })
}
