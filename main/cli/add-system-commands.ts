import type { Command } from 'commander'

import type { ExitStatus } from '../../shared/domain/faults/fault-exit-status.ts'
import type { SystemRestoreOptions } from './commands/system-restore-command.ts'
import type { GlobalOptions } from './session.ts'
import type { Terminal } from './terminal.ts'

/** Adds `system`: all databases together in one archive. */
export function addSystemCommands(
  program: Command,
  terminal: Terminal,
  end: (status: ExitStatus) => void,
): void {
  const system = program.command('system').description('all databases together in one archive')
  const takes = 'take the complete system: every database, the policies and the registrations'
  for (const [parent, name] of [
    [system, 'backup'],
    [program, 'system-backup'],
  ] as const) {
    parent
      .command(name)
      .description(takes)
      .action(async (_own: unknown, command: Command) => {
        const { systemBackupCommand } = await import('./commands/system-command.ts')
        end(await systemBackupCommand(terminal, command.optsWithGlobals<GlobalOptions>()))
      })
  }
  system
    .command('list')
    .description('list the archives of the complete system')
    .action(async (_own: unknown, command: Command) => {
      const { systemListCommand } = await import('./commands/system-command.ts')
      end(await systemListCommand(terminal, command.optsWithGlobals<GlobalOptions>()))
    })
  system
    .command('verify <archive>')
    .description('check an archive and every backup in it: its id, its file, or a file elsewhere')
    .action(async (called: string, _own: unknown, command: Command) => {
      const { systemVerifyCommand } = await import('./commands/system-command.ts')
      end(await systemVerifyCommand(terminal, called, command.optsWithGlobals<GlobalOptions>()))
    })
  for (const [parent, name] of [
    [system, 'restore'],
    [program, 'system-restore'],
  ] as const) {
    parent
      .command(`${name} <archive>`)
      .description('bring every database of an archive back; with --new-vault also without any vault')
      .option('--to <dir>', 'all of them into this folder; each to its own place if left out')
      .option('--new-vault <dir>', 'make a vault of the archive in this new or empty folder first')
      .option('--plan', 'show what would be done, and do nothing')
      .option('--yes', 'replace what is there without asking')
      .action(async (called: string, _own: unknown, command: Command) => {
        const { systemRestoreCommand } = await import('./commands/system-restore-command.ts')
        end(await systemRestoreCommand(terminal, called, command.optsWithGlobals<SystemRestoreOptions>()))
      })
  }
}
