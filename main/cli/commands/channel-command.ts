import type { ChannelsView, ChannelView } from '../../../shared/domain/alerts/channel-views.ts'
import type { Delivery } from '../../../shared/domain/alerts/delivery.ts'
import type { Fault } from '../../../shared/domain/fault.ts'
import { exitStatus, exitStatusOf, type ExitStatus } from '../../../shared/domain/faults/fault-exit-status.ts'
import { faultText } from '../../../shared/domain/faults/fault-text.ts'
import { channelKindWords, channelTarget } from '../../../shared/domain/words/channel-words.ts'
import { listChannels } from '../../operations/channels/list-channels.ts'
import { removeChannel } from '../../operations/channels/remove-channel.ts'
import { testChannel } from '../../operations/channels/test-channel.ts'
import { printable, tableOf } from '../output/print-table.ts'
import { answer, openCommandVault, withSession, type GlobalOptions } from '../session.ts'
import type { Terminal } from '../terminal.ts'

function secretOf({ settings, hasSecret }: ChannelView): string {
  const mayHaveOne = settings.kind === 'webhook' || (settings.kind === 'email' && settings.user !== null)
  return hasSecret ? 'sealed' : mayHaveOne ? 'missing' : '-'
}

const boundWords =
  'A password is good for its server, port, encryption, user and authority; a signing secret for its address and authority. Sender and recipients are not bound to it: who can write to the vault can change them.\n'

function listText({ channels, secretsSealedBy }: ChannelsView): string {
  const table = tableOf(
    [
      { title: 'CHANNEL', value: ({ name }) => name },
      { title: 'KIND', value: ({ settings }) => channelKindWords[settings.kind] },
      { title: 'TO', value: ({ settings }) => channelTarget(settings) },
      { title: 'SECRET', value: secretOf },
      { title: 'ROLES', value: ({ usedBy }) => usedBy.join(', ') || '-' },
    ],
    channels,
  )
  const sealed =
    secretsSealedBy === 'vault_key'
      ? 'Secrets are sealed with the vault’s key.\n'
      : 'The vault is not encrypted: secrets are encrypted with a key in a file of this user on this machine. Who can read that file and the vault can read them; other users and machines can’t send by them.\n'
  return `${table}${sealed}${boundWords}`
}

/** `channel list`. */
export function channelListCommand(terminal: Terminal, options: GlobalOptions): Promise<ExitStatus> {
  return withSession(terminal, async (session) => {
    await openCommandVault(session, { ...options, isLooking: true }, 'channels.list')
    const view = await listChannels(session.operations)
    answer(session, options, view, () => listText(view))
    return exitStatus.done
  })
}

/** `channel remove NAME`. */
export function channelRemoveCommand(
  terminal: Terminal,
  name: string,
  options: GlobalOptions,
): Promise<ExitStatus> {
  return withSession(terminal, async (session) => {
    await openCommandVault(session, options, 'channels.remove', { name })
    await removeChannel(session.operations, name)
    answer(session, options, { success: true, channel: name }, () => `Removed: ${printable(name)}\n`)
    return exitStatus.done
  })
}

function faultLines(fault: Fault): string {
  const { message, remedy } = faultText(fault)
  return printable(`${message} ${remedy}`)
}

function testText(name: string, delivery: Delivery): string {
  if (delivery.outcome !== 'delivered')
    return `Not delivered by ${printable(name)}. ${faultLines(delivery.fault)} A test is sent once and not tried again.\n`
  const rejected = delivery.rejected.map(({ fault }) => `${faultLines(fault)}\n`).join('')
  return `Delivered by ${printable(name)}: the other side took the message.\n${rejected}`
}

function statusOf(delivery: Delivery): ExitStatus {
  if (delivery.outcome !== 'delivered') return exitStatusOf(delivery.fault)
  return delivery.rejected.length === 0 ? exitStatus.done : exitStatus.partlyDone
}

/** `channel test NAME`: the status tells whether the other side took the message. */
export function channelTestCommand(
  terminal: Terminal,
  name: string,
  options: GlobalOptions,
): Promise<ExitStatus> {
  return withSession(terminal, async (session) => {
    await openCommandVault(session, { ...options, isLooking: true }, 'channels.test', { name })
    const delivery = await testChannel(session.operations, name, session.signal)
    const status = statusOf(delivery)
    const json = { success: status === exitStatus.done, channel: name, ...delivery }
    answer(session, options, json, () => testText(name, delivery))
    return status
  })
}
