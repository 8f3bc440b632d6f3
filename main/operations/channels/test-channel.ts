import os from 'node:os'

import type { ChannelMessage } from '../../../shared/domain/alerts/channel-message.ts'
import type { Delivery } from '../../../shared/domain/alerts/delivery.ts'
import { FaultError } from '../../../shared/domain/fault.ts'
import type { OperationsContext } from '../operations-context.ts'
import { instantOf } from '../world.ts'
import { outboxOf } from './outbox-of.ts'
import { openVaultChannel } from './open-vault-channel.ts'

function testMessage({ world, session }: OperationsContext, name: string): ChannelMessage {
  const { ports } = world
  const { vaultId, name: vault } = session.reachable().facts
  const { hostName } = ports.machine
  const user = os.userInfo().username
  return {
    id: `test-${ports.ids.newId()}`,
    severity: 'INFO',
    type: 'channel.test',
    at: instantOf(ports.clock),
    title: `Test of the channel ${name}`,
    text: `${user} on ${hostName} tests the channel ${name} of the vault ${vault}. Nothing is wrong, and there is nothing to do.`,
    facts: { channel: name, vaultId },
    onlyTo: null,
  }
}

/**
 * Sends a message by a channel of the open vault, once, now, and answers what the other side said. Where it took the message, what waits because
 * of the channel goes out at the next look of the program that acts, if it is this user's on this machine. Throws CHANNEL_UNKNOWN, and what keeps the
 * vault or its channels from being read.
 */
export async function testChannel(
  context: OperationsContext,
  name: string,
  signal: AbortSignal,
): Promise<Delivery> {
  const vault = context.session.reachable()
  const { access } = vault
  const channel = await openVaultChannel(context.world, access, name)
  if (channel === null) throw new FaultError({ code: 'CHANNEL_UNKNOWN', channel: name })
  const delivery = await channel.send(testMessage(context, name), signal)
  if (delivery.outcome === 'delivered') await sayThatItWorks(context, outboxOf(context.world, vault), name)
  return delivery
}

async function sayThatItWorks(
  { world }: Pick<OperationsContext, 'world'>,
  outbox: string,
  channel: string,
): Promise<void> {
  try {
    await world.channels.noteWorking(outbox, channel)
  } catch (error) {
    world.ports.logger.warn('channels.note_not_written', { channel, error: String(error) })
  }
}
