import type { Command } from 'commander'

import type { ExitStatus } from '../../shared/domain/faults/fault-exit-status.ts'
import type { KitMakeOptions } from './commands/kit-command.ts'
import type { GlobalOptions } from './session.ts'
import type { Terminal } from './terminal.ts'

const makeHelp = `
A folder with a page to print, the description of the format, and a script that lists, verifies and restores with Node alone, from the vault and
its key. With --with-recovery-code a new code is made, printed on the page, and older ones open the vault no more: whoever has the page and a copy
of the vault can read every backup.
`

/** The commands of the recovery kit. */
export function addKitCommands(
  program: Command,
  terminal: Terminal,
  end: (status: ExitStatus) => void,
): void {
  const kit = program.command('kit').description('the recovery kit: what restores without Holdfast')
  kit
    .command('make <dir>')
    .description('make one in a folder that is new or empty')
    .option('--with-recovery-code', 'with a new recovery code on its page')
    .addHelpText('after', makeHelp)
    .action(async (folder: string, _own: unknown, command: Command) => {
      const { kitMakeCommand } = await import('./commands/kit-command.ts')
      end(await kitMakeCommand(terminal, folder, command.optsWithGlobals<KitMakeOptions>()))
    })
  kit
    .command('check <dir>')
    .description('try one by using it: its script opens the vault and rebuilds the newest backup')
    .action(async (folder: string, _own: unknown, command: Command) => {
      const { kitCheckCommand } = await import('./commands/kit-command.ts')
      end(await kitCheckCommand(terminal, folder, command.optsWithGlobals<GlobalOptions>()))
    })
}
