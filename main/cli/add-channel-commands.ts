import type { Command } from 'commander'

import type { ExitStatus } from '../../shared/domain/faults/fault-exit-status.ts'
import type { ChannelAddOptions } from './commands/channel-add-command.ts'
import type { GlobalOptions } from './session.ts'
import type { Terminal } from './terminal.ts'

type End = (status: ExitStatus) => void

function several(one: string, before: readonly string[] | undefined): readonly string[] {
  return [...(before ?? []), one]
}

const addHelp = `
Kinds:
  email         --host, --from and --to; --user with its password where the server asks for a sign-in
  webhook       --url, --url-file or --url-stdin, and the signing secret (Standard Webhooks: base64 of 24 to 64 bytes, with or without whsec_)
  notification  the desktop of whoever runs the program that watches the vault

A secret is taken from a file or from standard input, never from the command line, which every user of the machine can read in its list of
processes. An address that is as good as a password belongs in a file as well: --url-file or --url-stdin. The vault keeps it in clear.
A secret is kept in the vault, sealed with the vault's key. Where the vault is not encrypted, it is encrypted with a key in a file of this user on
this machine: who can read that file and the vault can read it. A password is bound to server, port, encryption, user and authority, a signing
secret to address and authority: with others it has to be given again. Sender and recipients are not bound: who can write to the vault can
change them. People get a channel in \`holdfast alerts matrix\`.
`

function addAdd(channel: Command, terminal: Terminal, end: End): void {
  channel
    .command('add <name> <kind>')
    .description('add a channel: email, webhook or notification')
    .option('--host <host>', 'email: the server')
    .option('--port <port>', 'email: 587 if left out, 465 for tls, 25 for none')
    .option('--security <how>', 'email: starttls (if left out), tls or none')
    .option('--user <user>', 'email: who signs in')
    .option('--from <address>', 'email: the sender')
    .option('--to <address>', 'email: a recipient; may be given several times', several)
    .option(
      '--url <url>',
      'webhook: the address, https or this machine itself; seen in the list of processes',
    )
    .option('--url-file <file>', 'webhook: the address is in this file')
    .option('--url-stdin', 'webhook: the address comes on standard input')
    .option('--ca <file>', 'trust the authority of these certificates (PEM) instead of the usual ones')
    .option('--secret-file <file>', 'the password or signing secret is in this file')
    .option('--secret-stdin', 'the password or signing secret comes on standard input')
    .option('--keep-secret', 'with --replace: keep the secret that is there')
    .option('--replace', 'give the channel of this name other settings')
    .addHelpText('after', addHelp)
    .action(async (name: string, kind: string, _own: unknown, command: Command) => {
      const { channelAddCommand } = await import('./commands/channel-add-command.ts')
      end(await channelAddCommand(terminal, name, kind, command.optsWithGlobals<ChannelAddOptions>()))
    })
}

/** The commands of channels: the ways by which people are told of alerts. */
export function addChannelCommands(program: Command, terminal: Terminal, end: End): void {
  const channel = program.command('channel').description('the ways by which people are told of alerts')
  channel
    .command('list')
    .description('every channel of the vault, and the roles that use it')
    .action(async (_own: unknown, command: Command) => {
      const { channelListCommand } = await import('./commands/channel-command.ts')
      end(await channelListCommand(terminal, command.optsWithGlobals<GlobalOptions>()))
    })
  addAdd(channel, terminal, end)
  channel
    .command('remove <name>')
    .description('remove a channel and its secret; not while people of a role have it')
    .action(async (name: string, _own: unknown, command: Command) => {
      const { channelRemoveCommand } = await import('./commands/channel-command.ts')
      end(await channelRemoveCommand(terminal, name, command.optsWithGlobals<GlobalOptions>()))
    })
  channel
    .command('test <name>')
    .description('send a message by a channel now, and say what the other side answered')
    .action(async (name: string, _own: unknown, command: Command) => {
      const { channelTestCommand } = await import('./commands/channel-command.ts')
      end(await channelTestCommand(terminal, name, command.optsWithGlobals<GlobalOptions>()))
    })
}
