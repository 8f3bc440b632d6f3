import type { Command } from 'commander'

import type { ExitStatus } from '../../shared/domain/faults/fault-exit-status.ts'
import type { KeyRemoveOptions, KeyRotateOptions, KeySecretOptions } from './commands/key-options.ts'
import type { GlobalOptions } from './session.ts'
import type { Terminal } from './terminal.ts'

type End = (status: ExitStatus) => void

const addHelp = `
Kinds:
  passphrase     asked for twice on a terminal, or in --file
  key-file       --file: the file that is there, or a new one with 32 random bytes
  keychain       of this user on this machine
  recovery-code  made here and printed once, on standard output

Every slot opens the vault by itself. No backup is rewritten, and no secret is taken from the command line.
`

const changeHelp = `
A slot is named by its id, the beginning of it, or its kind where there is only one.

The old secret opens the vault no more. It is not taken back: whoever had it and has a copy of .holdfast/vault.json from before can still get
the vault's key out of that copy, and with it read backups.
`

const rotateHelp = `
What is written from now on needs the new key. Backups from before are not rewritten: whoever has the old key can still read copies of those.
Keys that this machine has, or that are named for this command, hold the new key; a recovery code is made anew and printed; others must be named
with --drop, and can be added again afterwards.
`

function several(one: string, before: readonly string[] | undefined): readonly string[] {
  return [...(before ?? []), one]
}

function addListAndTest(key: Command, terminal: Terminal, end: End): void {
  key
    .command('list')
    .description('what opens the vault, since when, and when each was last seen to')
    .action(async (_own: unknown, command: Command) => {
      const { keyListCommand } = await import('./commands/key-command.ts')
      end(await keyListCommand(terminal, command.optsWithGlobals<GlobalOptions>()))
    })
  key
    .command('test <slot>')
    .description(
      'open the vault by one slot, with what this machine has for it, or with a secret that is given',
    )
    .option('--file <file>', 'the passphrase, key or recovery code is in this file')
    .action(async (slot: string, _own: unknown, command: Command) => {
      const { keyTestCommand } = await import('./commands/key-command.ts')
      end(await keyTestCommand(terminal, slot, command.optsWithGlobals<KeySecretOptions>()))
    })
}

function addChanges(key: Command, terminal: Terminal, end: End): void {
  key
    .command('add <kind>')
    .description('one more way to open the vault: passphrase, key-file, keychain or recovery-code')
    .option('--file <file>', 'the new passphrase is in this file, or the key file is here')
    .addHelpText('after', addHelp)
    .action(async (kind: string, _own: unknown, command: Command) => {
      const { keyAddCommand } = await import('./commands/key-change-command.ts')
      end(await keyAddCommand(terminal, kind, command.optsWithGlobals<KeySecretOptions>()))
    })
  key
    .command('change <slot>')
    .description('give a slot a new secret of its kind')
    .option('--file <file>', 'the new passphrase is in this file, or the new key file is here')
    .addHelpText('after', changeHelp)
    .action(async (slot: string, _own: unknown, command: Command) => {
      const { keyChangeCommand } = await import('./commands/key-change-command.ts')
      end(await keyChangeCommand(terminal, slot, command.optsWithGlobals<KeySecretOptions>()))
    })
  key
    .command('remove <slot>')
    .description('remove a slot; never the last one')
    .option('--yes', 'without asking for the name of the vault')
    .action(async (slot: string, _own: unknown, command: Command) => {
      const { keyRemoveCommand } = await import('./commands/key-change-command.ts')
      end(await keyRemoveCommand(terminal, slot, command.optsWithGlobals<KeyRemoveOptions>()))
    })
  key
    .command('rotate')
    .description('give the vault a new key; backups from before are still read')
    .option('--drop <slot>', 'drop this slot, whose secret is not at hand; may be repeated', several)
    .option('--yes', 'without asking for the name of the vault')
    .addHelpText('after', rotateHelp)
    .action(async (_own: unknown, command: Command) => {
      const { keyRotateCommand } = await import('./commands/key-rotate-command.ts')
      end(await keyRotateCommand(terminal, command.optsWithGlobals<KeyRotateOptions>()))
    })
  key
    .command('recovery-code')
    .description('make a new recovery code and print it once; older ones open the vault no more')
    .action(async (_own: unknown, command: Command) => {
      const { keyRecoveryCodeCommand } = await import('./commands/key-change-command.ts')
      end(await keyRecoveryCodeCommand(terminal, command.optsWithGlobals<GlobalOptions>()))
    })
}

/** The commands of keys: what opens the vault. */
export function addKeyCommands(program: Command, terminal: Terminal, end: End): void {
  const key = program.command('key').description('what opens the vault: add, change, test and remove keys')
  addListAndTest(key, terminal, end)
  addChanges(key, terminal, end)
}
