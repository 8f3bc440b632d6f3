import type { Command } from 'commander'

import type { ExitStatus } from '../../shared/domain/faults/fault-exit-status.ts'
import type { AckOptions, MatrixOptions, MessagesOptions } from './commands/alerts-command.ts'
import type { HealthOptions } from './commands/health-command.ts'
import type { GlobalOptions } from './session.ts'
import type { Terminal } from './terminal.ts'

type End = (status: ExitStatus) => void

function addHealth(program: Command, terminal: Terminal, end: End): void {
  program
    .command('health')
    .description(
      'check the health of the vault: recent backups, validations, storage, duration of backups, drills',
    )
    .option('--history <number>', 'instead, so many of the newest reports that were kept')
    .addHelpText('after', '\nThe exit status is 0 where the vault is HEALTHY, 4 where it is DEGRADED.')
    .action(async (_own: unknown, command: Command) => {
      const { healthCommand } = await import('./commands/health-command.ts')
      end(await healthCommand(terminal, command.optsWithGlobals<HealthOptions>()))
    })
}

function addAlerts(program: Command, terminal: Terminal, end: End): void {
  const alerts = program
    .command('alerts')
    .description('what is wrong, who was told of it, and who took it on')
    .action(async (_own: unknown, command: Command) => {
      const { alertsCommand } = await import('./commands/alerts-command.ts')
      end(await alertsCommand(terminal, command.optsWithGlobals<GlobalOptions>()))
    })
  alerts
    .command('ack <alert>')
    .description('take an alert on, by its id or the beginning of it: nobody else is told of it')
    .option('--note <note>', 'what is done about it')
    .action(async (alert: string, _own: unknown, command: Command) => {
      const { ackCommand } = await import('./commands/alerts-command.ts')
      end(await ackCommand(terminal, alert, command.optsWithGlobals<AckOptions>()))
    })
  alerts
    .command('matrix')
    .description('who is told of what, and when')
    .option('--from <file>', 'take it from this file, as `alerts matrix --json` prints it')
    .action(async (_own: unknown, command: Command) => {
      const { matrixCommand } = await import('./commands/alerts-command.ts')
      end(await matrixCommand(terminal, command.optsWithGlobals<MatrixOptions>()))
    })
  alerts
    .command('messages')
    .description('every message: sent, failed, or waiting to be tried again')
    .option('--limit <number>', 'so many of the newest; 50 if left out')
    .action(async (_own: unknown, command: Command) => {
      const { messagesCommand } = await import('./commands/alerts-command.ts')
      end(await messagesCommand(terminal, command.optsWithGlobals<MessagesOptions>()))
    })
}

/** The commands of monitoring: health, alerts, and who is told of them. */
export function addMonitoringCommands(program: Command, terminal: Terminal, end: End): void {
  addHealth(program, terminal, end)
  addAlerts(program, terminal, end)
}
