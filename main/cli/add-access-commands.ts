import type { Command } from 'commander'

import type { ExitStatus } from '../../shared/domain/faults/fault-exit-status.ts'
import type { GlobalOptions } from './session.ts'
import type { Terminal } from './terminal.ts'

type End = (status: ExitStatus) => void

const accessHelp = `
WHO is a user of the system, or @GROUP. Who is named more than once (as a user, by groups) has the highest of those roles; who is not named
has the role of the others. In a new vault everybody who opens it is administrator.

Roles: viewer looks; operator also takes, checks and drills backups and answers alerts; administrator may everything.

Roles are kept by Holdfast, sealed with the vault's key. Who has the key and may write the folder can go around them: give viewers a folder
that they can only read.
`

function addChanges(access: Command, terminal: Terminal, end: End): void {
  access
    .command('set <who> <role>')
    .description('give a user, or a @group, a role: viewer, operator or administrator')
    .action(async (who: string, role: string, _own: unknown, command: Command) => {
      const { accessSetCommand } = await import('./commands/access-command.ts')
      end(await accessSetCommand(terminal, who, role, command.optsWithGlobals<GlobalOptions>()))
    })
  access
    .command('remove <who>')
    .description('name a user, or a @group, no more')
    .action(async (who: string, _own: unknown, command: Command) => {
      const { accessRemoveCommand } = await import('./commands/access-command.ts')
      end(await accessRemoveCommand(terminal, who, command.optsWithGlobals<GlobalOptions>()))
    })
  access
    .command('others <role>')
    .description('the role of everybody who is not named; none: they can’t open the vault')
    .action(async (role: string, _own: unknown, command: Command) => {
      const { accessOthersCommand } = await import('./commands/access-command.ts')
      end(await accessOthersCommand(terminal, role, command.optsWithGlobals<GlobalOptions>()))
    })
}

/** The commands of roles: who may do what in the vault. */
export function addAccessCommands(program: Command, terminal: Terminal, end: End): void {
  const access = program
    .command('access')
    .description('who may do what in the vault')
    .addHelpText('after', accessHelp)
    .action(async (_own: unknown, command: Command) => {
      const { accessCommand } = await import('./commands/access-command.ts')
      end(await accessCommand(terminal, command.optsWithGlobals<GlobalOptions>()))
    })
  addChanges(access, terminal, end)
  access
    .command('mend')
    .description('write roles whose file is damaged or gone anew, as this machine last saw them')
    .action(async (_own: unknown, command: Command) => {
      const { accessMendCommand } = await import('./commands/access-command.ts')
      end(await accessMendCommand(terminal, command.optsWithGlobals<GlobalOptions>()))
    })
}
