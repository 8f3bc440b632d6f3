import type { Command } from 'commander'

import type { ExitStatus } from '../../shared/domain/faults/fault-exit-status.ts'
import type { HoldOptions, NoteOptions } from './commands/keep-command.ts'
import type { PruneOptions } from './commands/prune-command.ts'
import type { GlobalOptions } from './session.ts'
import type { Terminal } from './terminal.ts'

type End = (status: ExitStatus) => void

function addPrune(program: Command, terminal: Terminal, end: End): void {
  program
    .command('prune [database...]')
    .description(
      'set aside the backups and archives that no rule keeps, and end those that were set aside long enough',
    )
    .option('--dry-run', 'show what goes, what stays and why; do nothing')
    .option('--agree', 'also where a large share of a database’s backups, or of the archives, goes at once')
    .option('--now', 'end what is set aside without its grace: it can’t be put back then')
    .option('--undo [backup...]', 'put back what is set aside; all of it if none is named')
    .action(async (names: string[], _own: unknown, command: Command) => {
      const { pruneCommand } = await import('./commands/prune-command.ts')
      end(await pruneCommand(terminal, names, command.optsWithGlobals<PruneOptions>()))
    })
}

function addPins(program: Command, terminal: Terminal, end: End): void {
  program
    .command('pin <backup|archive>')
    .description(
      'keep a backup, and what it needs, or an archive of the complete system, whatever its policy says',
    )
    .option('--note <note>', 'why')
    .action(async (backup: string, _own: unknown, command: Command) => {
      const { pinCommand } = await import('./commands/keep-command.ts')
      end(await pinCommand(terminal, backup, command.optsWithGlobals<NoteOptions>()))
    })
  program
    .command('unpin <backup|archive>')
    .description('take the pin of a backup or an archive away')
    .action(async (backup: string, _own: unknown, command: Command) => {
      const { unpinCommand } = await import('./commands/keep-command.ts')
      end(await unpinCommand(terminal, backup, command.optsWithGlobals<GlobalOptions>()))
    })
}

function addHolds(program: Command, terminal: Terminal, end: End): void {
  const hold = program.command('hold').description('legal holds: backups and archives that nothing removes')
  hold
    .command('add <what>')
    .description('keep every backup of a database, also those to come, or one backup or archive')
    .requiredOption('--name <name>', 'the name of the hold')
    .option('--note <note>', 'why')
    .action(async (what: string, _own: unknown, command: Command) => {
      const { holdAddCommand } = await import('./commands/keep-command.ts')
      end(await holdAddCommand(terminal, what, command.optsWithGlobals<HoldOptions>()))
    })
  hold
    .command('list')
    .description('list the holds and pins')
    .action(async (_own: unknown, command: Command) => {
      const { holdListCommand } = await import('./commands/keep-command.ts')
      end(await holdListCommand(terminal, command.optsWithGlobals<GlobalOptions>()))
    })
  hold
    .command('lift <name...>')
    .description('lift every hold of these names')
    .action(async (names: string[], _own: unknown, command: Command) => {
      const { holdLiftCommand } = await import('./commands/keep-command.ts')
      end(await holdLiftCommand(terminal, names, command.optsWithGlobals<GlobalOptions>()))
    })
}

/** The commands of retention: what goes, what comes back, and what is kept whatever a policy says. */
export function addRetentionCommands(program: Command, terminal: Terminal, end: End): void {
  addPrune(program, terminal, end)
  addPins(program, terminal, end)
  addHolds(program, terminal, end)
}
