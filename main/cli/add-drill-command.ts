import type { Command } from 'commander'

import type { ExitStatus } from '../../shared/domain/faults/fault-exit-status.ts'
import type { DrillOptions } from './commands/drill-command.ts'
import type { Terminal } from './terminal.ts'

/** The command of drills: bring backups back to a scratch place, and prove them. */
export function addDrillCommand(
  program: Command,
  terminal: Terminal,
  end: (status: ExitStatus) => void,
): void {
  program
    .command('drill [database...]')
    .description(
      'bring backups back to a scratch place and prove them: the newest, the least recently drilled, the oldest, and one more',
    )
    .option('--due', 'of every database whose last drill is too long ago')
    .option('--newest', 'only the newest backup of each')
    .option('--backup <backup>', 'this backup alone')
    .option(
      '--assertions <file>',
      'what must hold in each restored database (JSON: a list of name, sql, expected)',
    )
    .action(async (names: string[], _own: unknown, command: Command) => {
      const { drillCommand } = await import('./commands/drill-command.ts')
      end(await drillCommand(terminal, names, command.optsWithGlobals<DrillOptions>()))
    })
}
