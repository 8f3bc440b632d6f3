import type { Command } from 'commander'

import { corruptedParts, corruptionKinds } from '../../shared/domain/drills/detection.ts'
import type { ExitStatus } from '../../shared/domain/faults/fault-exit-status.ts'
import type { DrillOptions } from './commands/drill-command.ts'
import type { GlobalOptions } from './session.ts'
import type { Terminal } from './terminal.ts'

type End = (status: ExitStatus) => void

const detectionHelp = `
--prove-detection shows that drills find what they are to find: it copies the backup and what it needs to the scratch place, drills the
copy, corrupts it, and drills it again. That it is found is success. The vault is only read, and nothing counts as a drill.
`

function addDrill(program: Command, terminal: Terminal, end: End): void {
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
      'what must hold in each restored database (JSON: a list of name, sql, expected), instead of what the vault keeps',
    )
    .option('--prove-detection', 'corrupt a copy of one backup, and show that the drill of it fails')
    .option('--corruption <kind>', `which: ${corruptionKinds.join(', ')}; by chance if left out`)
    .option('--part <part>', `in which file of it: ${corruptedParts.join(', ')}; by chance if left out`)
    .addHelpText('after', detectionHelp)
    .action(async (names: string[], _own: unknown, command: Command) => {
      const options = command.optsWithGlobals<DrillOptions>()
      if (options.proveDetection === true) {
        const { detectionCommand } = await import('./commands/detection-command.ts')
        return end(await detectionCommand(terminal, names, options))
      }
      const { drillCommand } = await import('./commands/drill-command.ts')
      end(await drillCommand(terminal, names, options))
    })
}

function addAssertions(program: Command, terminal: Terminal, end: End): void {
  const assertions = program
    .command('assertions')
    .description('what must hold in each restored copy of a database, kept in the vault for its drills')
  assertions
    .command('list [database]')
    .description('what is asserted of a database, or of every one')
    .action(async (database: string | undefined, _own: unknown, command: Command) => {
      const { listAssertionsCommand } = await import('./commands/assertions-command.ts')
      end(await listAssertionsCommand(terminal, database, command.optsWithGlobals<GlobalOptions>()))
    })
  assertions
    .command('set <database> <file>')
    .description('assert what a file says (JSON: a list of name, sql, expected), in the place of what was')
    .action(async (database: string, file: string, _own: unknown, command: Command) => {
      const { setAssertionsCommand } = await import('./commands/assertions-command.ts')
      end(await setAssertionsCommand(terminal, database, file, command.optsWithGlobals<GlobalOptions>()))
    })
  assertions
    .command('clear <database>')
    .description('assert nothing of a database any more')
    .action(async (database: string, _own: unknown, command: Command) => {
      const { setAssertionsCommand } = await import('./commands/assertions-command.ts')
      end(await setAssertionsCommand(terminal, database, null, command.optsWithGlobals<GlobalOptions>()))
    })
}

/** The commands of drills: bring backups back to a scratch place and prove them; and what is asserted of each. */
export function addDrillCommand(program: Command, terminal: Terminal, end: End): void {
  addDrill(program, terminal, end)
  addAssertions(program, terminal, end)
}
