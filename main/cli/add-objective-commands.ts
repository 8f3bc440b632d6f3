import type { Command } from 'commander'

import type { ExitStatus } from '../../shared/domain/faults/fault-exit-status.ts'
import type { ObjectivesSetOptions } from './commands/objectives-command.ts'
import type { GlobalOptions } from './session.ts'
import type { Terminal } from './terminal.ts'

/** The commands of objectives: what is promised, and what is achieved. */
export function addObjectiveCommands(
  program: Command,
  terminal: Terminal,
  end: (status: ExitStatus) => void,
): void {
  const objectives = program
    .command('objectives')
    .description('how much may be lost and how long a restore may take, promised and achieved')
    .action(async (_own: unknown, command: Command) => {
      const { objectivesCommand } = await import('./commands/objectives-command.ts')
      end(await objectivesCommand(terminal, command.optsWithGlobals<GlobalOptions>()))
    })
  objectives
    .command('set [database]')
    .description('promise something of a database, or of a tier; what is not given stays as it is')
    .option('--tier <tier>', 'of every database of this tier that has no objective of its own')
    .option('--rpo <time>', 'no more than this may be lost: 15m, 25h, 2d')
    .option('--rto <time>', 'a complete recovery takes no longer')
    .option('--rto-point-in-time <time>', 'going back to a moment takes no longer')
    .option('--rto-partial <time>', 'bringing rows or tables back takes no longer')
    .option('--rto-schema-only <time>', 'an empty copy takes no longer')
    .option('--clear', 'forget what was said; with other options, they are all that is said')
    .addHelpText(
      'after',
      '\nInstead of a time: none (it is not promised), or default (nothing is said of it any more).',
    )
    .action(async (database: string | undefined, _own: unknown, command: Command) => {
      const { objectivesSetCommand } = await import('./commands/objectives-command.ts')
      end(await objectivesSetCommand(terminal, database, command.optsWithGlobals<ObjectivesSetOptions>()))
    })
}
