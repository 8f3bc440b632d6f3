import type { Command } from 'commander'

import type { ExitStatus } from '../../shared/domain/faults/fault-exit-status.ts'
import type { AuditExportOptions, AuditListOptions } from './commands/audit-command.ts'
import type { GlobalOptions } from './session.ts'
import type { Terminal } from './terminal.ts'

/** The command of compliance. */
export function addComplianceCommand(
  program: Command,
  terminal: Terminal,
  end: (status: ExitStatus) => void,
): void {
  program
    .command('compliance')
    .description(
      'what the vault owes and whether it keeps it: retention, encryption, audit, off-site copy, recovery test',
    )
    .addHelpText('after', '\nThe exit status is 4 where something is not met or not known.')
    .action(async (_own: unknown, command: Command) => {
      const { complianceCommand } = await import('./commands/compliance-command.ts')
      end(await complianceCommand(terminal, command.optsWithGlobals<GlobalOptions>()))
    })
}

/** The command of the audit log. */
export function addAuditCommand(
  program: Command,
  terminal: Terminal,
  end: (status: ExitStatus) => void,
): void {
  const audit = program
    .command('audit')
    .description('what was done in the vault, by whom, and what came of it; newest first')
    .option('--limit <number>', 'so many of the newest entries; 50 if left out')
    .option('--user <name>', 'only of this user')
    .option('--act <name>', 'only acts whose name begins so: "restore."')
    .option('--result <result>', 'only those that ended so: done, partly_done, failed, cancelled or refused')
    .option('--since <moment>', 'only from this moment on: "YYYY-MM-DD HH:MM:SS", a zone may follow')
    .option('--search <words>', 'only those in which all these words are')
    .action(async (_own: unknown, command: Command) => {
      const { auditCommand } = await import('./commands/audit-command.ts')
      end(await auditCommand(terminal, command.optsWithGlobals<AuditListOptions>()))
    })
  audit
    .command('verify')
    .description('look whether an entry was changed, removed, inserted or reordered, or the log cut off')
    .addHelpText('after', '\nThe exit status is 1 where something was.')
    .action(async (_own: unknown, command: Command) => {
      const { auditVerifyCommand } = await import('./commands/audit-command.ts')
      end(await auditVerifyCommand(terminal, command.optsWithGlobals<GlobalOptions>()))
    })
  audit
    .command('export')
    .description('copy the log into a folder, with a script that verifies it without Holdfast')
    .requiredOption('--to <dir>', 'the folder; it must not be there, or be empty')
    .action(async (_own: unknown, command: Command) => {
      const { auditExportCommand } = await import('./commands/audit-command.ts')
      end(await auditExportCommand(terminal, command.optsWithGlobals<AuditExportOptions>()))
    })
}
