import { Command, CommanderError } from 'commander'

import type { ExitStatus } from '../../shared/domain/faults/fault-exit-status.ts'
import { programVersion } from '../compose/program-version.ts'
import { addAccessCommands } from './add-access-commands.ts'
import { addAuditCommand, addComplianceCommand } from './add-audit-command.ts'
import { addChannelCommands } from './add-channel-commands.ts'
import { addKeyCommands } from './add-key-commands.ts'
import { addKitCommands } from './add-kit-commands.ts'
import { addMonitoringCommands } from './add-monitoring-commands.ts'
import { addObjectiveCommands } from './add-objective-commands.ts'
import { addAgentCommand, addPolicyCommands, addScheduleCommands } from './add-schedule-commands.ts'
import { addSystemCommands } from './add-system-commands.ts'
import type { AddOptions } from './commands/add-command.ts'
import type { BackupOptions } from './commands/backup-command.ts'
import type { CompareOptions } from './commands/compare-command.ts'
import type { GuardOptions } from './commands/guard-command.ts'
import type { InitOptions } from './commands/init-command.ts'
import type { MergeOptions } from './commands/merge-command.ts'
import type { LookOptions } from './commands/look-command.ts'
import type { RestoreOptions } from './commands/restore-command.ts'
import type { ScanOptions } from './commands/scan-command.ts'
import type { ServeOptions } from './commands/serve-command.ts'
import type { VerifyOptions } from './commands/verify-command.ts'
import { addDrillCommand } from './add-drill-command.ts'
import { addRetentionCommands } from './add-retention-commands.ts'
import { whereForms } from './commands/where-conditions.ts'
import type { GlobalOptions } from './session.ts'
import type { Terminal } from './terminal.ts'

export { CommanderError }

const afterHelp = `
Exit statuses: 0 done, 1 failed, 2 wrong use, 3 partly done, 4 health is degraded or a duty not met, 10 no vault, 11 locked or in use, 12 wrong key, 13 not allowed, 130 cancelled.
Environment: HOLDFAST_VAULT, HOLDFAST_PASSPHRASE_FILE, HOLDFAST_KEY_FILE, HOLDFAST_HOME (Holdfast's own folder).
`

function addGlobalOptions(program: Command): void {
  program
    .name('holdfast')
    .description('Backs up, verifies and restores local SQLite files, and proves that they can be restored.')
    .version(programVersion(), '--version', 'print the version')
    .helpOption('-h, --help', 'print help')
    .option('--vault <dir>', 'the vault (or HOLDFAST_VAULT)')
    .option('--json', 'print one JSON document')
    .option('--passphrase-file <file>', "the vault's passphrase is in this file")
    .option('--key-file <file>', "the vault's key file")
    .option('--recovery-code-file <file>', "the vault's recovery code is in this file")
    .configureHelp({ showGlobalOptions: true })
    .addHelpText('after', afterHelp)
}

function addVaultCommands(program: Command, terminal: Terminal, end: (status: number) => void): void {
  program
    .command('init <dir>')
    .description('make a vault; encrypted, with its key in the keychain or a key file if none is named')
    .option('--no-encryption', 'make a vault that is not encrypted')
    .action(async (folder: string, _own: unknown, command: Command) => {
      const { initCommand } = await import('./commands/init-command.ts')
      end(await initCommand(terminal, folder, command.optsWithGlobals<InitOptions>()))
    })
  program
    .command('rebuild')
    .description('forget the catalog and read everything in the vault again')
    .action(async (_own: unknown, command: Command) => {
      const { rebuildCommand } = await import('./commands/rebuild-command.ts')
      end(await rebuildCommand(terminal, command.optsWithGlobals<GlobalOptions>()))
    })
  program
    .command('serve')
    .description('serve the window to browsers of this machine')
    .option('--port <number>', 'the port; a free one if left out')
    .action(async (_own: unknown, command: Command) => {
      const { serveCommand } = await import('./commands/serve-command.ts')
      end(await serveCommand(terminal, command.optsWithGlobals<ServeOptions>()))
    })
}

function addDatabaseCommands(program: Command, terminal: Terminal, end: (status: number) => void): void {
  program
    .command('add <file...>')
    .description('register SQLite files')
    .option('--name <name>', 'the name; made from the file’s if left out')
    .option('--tier <tier>', 'core, cache, or your own word')
    .action(async (files: string[], _own: unknown, command: Command) => {
      const { addCommand } = await import('./commands/add-command.ts')
      end(await addCommand(terminal, files, command.optsWithGlobals<AddOptions>()))
    })
  program
    .command('scan <dir>')
    .description('find SQLite files in a folder, by their header')
    .option('--add', 'register those that are new')
    .action(async (folder: string, _own: unknown, command: Command) => {
      const { scanCommand } = await import('./commands/scan-command.ts')
      end(await scanCommand(terminal, folder, command.optsWithGlobals<ScanOptions>()))
    })
  program
    .command('list [database]')
    .description('list the databases, or the backups of one')
    .action(async (database: string | undefined, _own: unknown, command: Command) => {
      const { listCommand } = await import('./commands/list-command.ts')
      end(await listCommand(terminal, database, command.optsWithGlobals<GlobalOptions>()))
    })
}

async function runRestore(
  terminal: Terminal,
  database: string,
  options: RestoreOptions,
): Promise<ExitStatus> {
  const { restoreKindOf } = await import('./commands/restore-kind.ts')
  const kind = restoreKindOf(options)
  if (kind === 'schema_only') {
    const { schemaCopyCommand } = await import('./commands/schema-copy-command.ts')
    return schemaCopyCommand(terminal, database, options)
  }
  if (kind === 'partial') {
    const { partialCommand } = await import('./commands/partial-command.ts')
    return partialCommand(terminal, database, options)
  }
  const { restoreCommand } = await import('./commands/restore-command.ts')
  return restoreCommand(terminal, database, options)
}

function addBackupCommands(program: Command, terminal: Terminal, end: (status: number) => void): void {
  program
    .command('show <backup>')
    .description('show a backup: its id, the beginning of it, or its file')
    .action(async (backup: string, _own: unknown, command: Command) => {
      const { showCommand } = await import('./commands/show-command.ts')
      end(await showCommand(terminal, backup, command.optsWithGlobals<GlobalOptions>()))
    })
  program
    .command('backup [database...]')
    .description('take backups and prove them')
    .option('--all', 'of every registered database')
    .option('--type <type>', 'full, incremental, differential or schema', 'full')
    .option('--label <label>', 'daily, weekly, monthly, preupdate, manual or continuous', 'manual')
    .option('--no-compression', 'store it uncompressed')
    .option('--no-encryption', 'store it unencrypted, also in an encrypted vault')
    .action(async (names: string[], _own: unknown, command: Command) => {
      const { backupCommand } = await import('./commands/backup-command.ts')
      end(await backupCommand(terminal, names, command.optsWithGlobals<BackupOptions>()))
    })
  program
    .command('verify [backup...]')
    .description('make the five checks of what is stored')
    .option('--all', 'of every backup')
    .action(async (names: string[], _own: unknown, command: Command) => {
      const { verifyCommand } = await import('./commands/verify-command.ts')
      end(await verifyCommand(terminal, names, command.optsWithGlobals<VerifyOptions>()))
    })
  addDrillCommand(program, terminal, end)
  program
    .command('points <database>')
    .description('list the moments that a database can be brought back to')
    .action(async (database: string, _own: unknown, command: Command) => {
      const { pointsCommand } = await import('./commands/points-command.ts')
      end(await pointsCommand(terminal, database, command.optsWithGlobals<GlobalOptions>()))
    })
  program
    .command('merge <database>')
    .description('make a new full, or one change, out of a chain, without reading the database')
    .option('--backup <backup>', 'out of the chain of this backup; of the newest if left out')
    .option('--changes', 'one change out of all since the full, which stays needed')
    .action(async (database: string, _own: unknown, command: Command) => {
      const { mergeCommand } = await import('./commands/merge-command.ts')
      end(await mergeCommand(terminal, database, command.optsWithGlobals<MergeOptions>()))
    })
}

function addRestoreCommand(program: Command, terminal: Terminal, end: (status: number) => void): void {
  program
    .command('restore <database>')
    .description('bring a database back')
    .option('--backup <backup>', 'from this backup; the newest that is not damaged if left out')
    .option(
      '--at <moment>',
      'the newest point not after this moment: "YYYY-MM-DD HH:MM:SS", a zone may follow',
    )
    .option('--utc', '--at is in UTC; in the zone of this machine if left out')
    .option('--to <file>', 'to this file; to its own place if left out')
    .option('--plan', 'show what would be done, and do nothing')
    .option('--yes', 'replace what is there without asking')
    .option('--in-place', 'write through SQLite, where other programs have the file open')
    .option('--schema-only', 'make an empty database with its schema at --to, where nothing is')
    .option('--table <table>', 'only this table, into the live database; may be repeated', collect)
    .option('--where <condition>', 'only its rows that have COLUMN=VALUE; may be repeated', collect)
    .option('--preview', 'show the rows that --table would add, change and remove, and do nothing')
    .option('--triggers <choice>', 'fire or stand-still, where a table of --table has triggers')
    .addHelpText('after', `\n--where takes ${whereForms}.`)
    .action(async (database: string, _own: unknown, command: Command) => {
      end(await runRestore(terminal, database, command.optsWithGlobals<RestoreOptions>()))
    })
}

function collect(value: string, before: readonly string[] | undefined): readonly string[] {
  return [...(before ?? []), value]
}

function addContentCommands(program: Command, terminal: Terminal, end: (status: number) => void): void {
  program
    .command('look <backup> [table]')
    .description('look inside a backup: its tables, or rows of one; nothing is restored')
    .option('--where <column=value>', 'only rows that have this value; may be repeated', collect)
    .option('--sort <column>', 'in the order of this column; of the key if left out')
    .option('--descending', 'the largest first')
    .option('--limit <number>', 'so many rows, up to 1000; 100 if left out')
    .option('--offset <number>', 'from this row on; 0 is the first')
    .option('--schema', 'the statements that made it')
    .action(async (backup: string, table: string | undefined, _own: unknown, command: Command) => {
      const { lookCommand } = await import('./commands/look-command.ts')
      end(await lookCommand(terminal, backup, table, command.optsWithGlobals<LookOptions>()))
    })
  program
    .command('compare <backup> [other]')
    .description('compare a backup with another one, or with the live database (live, if left out)')
    .option('--table <table>', 'the rows of this table that differ')
    .option('--limit <number>', 'so many rows, up to 1000; 100 if left out')
    .option('--offset <number>', 'from this row on; 0 is the first')
    .option('--sql', 'SQL that makes the second content out of the first')
    .option('--output <file>', 'write the SQL into this file, which must not be there')
    .addHelpText('after', '\nThe exit status is 0 also where the contents differ.')
    .action(async (backup: string, other: string | undefined, _own: unknown, command: Command) => {
      const { compareCommand } = await import('./commands/compare-command.ts')
      end(await compareCommand(terminal, backup, other ?? 'live', command.optsWithGlobals<CompareOptions>()))
    })
}

const guardHelp = `
Takes a pre-update backup, runs the command, checks the database after it and shows what the change did. Without a backup the command is
not run. What was wrong with the database already is told, and fails nothing.

The command is started as it is given, without a shell; signals are passed on to it. What Holdfast says goes to standard error; with
--json the command's own standard output goes there too, and standard output is one JSON document, at the end.

Exit statuses: 0 all is well; that of the command where it failed (128 and the signal's number where one ended it, 127 not found, 126 not
to be started); 1 where the check failed, or the rollback.
`

function addGuardCommand(
  program: Command,
  terminal: Terminal,
  end: (status: number) => void,
  commandWords: readonly string[],
): void {
  program
    .command('guard <database>')
    .usage('[options] <database> -- <command> [argument...]')
    .description('run a command that changes a database, under a pre-update backup')
    .option('--rollback-on-failure', 'bring the backup back if the command or the check fails')
    .addHelpText('after', guardHelp)
    .action(async (database: string, _own: unknown, command: Command) => {
      const { guardCommand } = await import('./commands/guard-command.ts')
      end(await guardCommand(terminal, database, commandWords, command.optsWithGlobals<GuardOptions>()))
    })
}

/**
 * The commands, their options and their help. `end` is handed a command's exit status, `write` the text of help and version;
 * `commandWords` is what `guard` is to run.
 */
export function createProgram(
  terminal: Terminal,
  end: (status: number) => void,
  write: (text: string) => void,
  commandWords: readonly string[] = [],
): Command {
  const program = new Command()
  // Set before the commands are added: they inherit it.
  program.exitOverride().configureOutput({
    writeOut: write,
    writeErr: () => undefined,
  })
  addGlobalOptions(program)
  addVaultCommands(program, terminal, end)
  addDatabaseCommands(program, terminal, end)
  addBackupCommands(program, terminal, end)
  addRestoreCommand(program, terminal, end)
  addContentCommands(program, terminal, end)
  addPolicyCommands(program, terminal, end)
  addScheduleCommands(program, terminal, end)
  addAgentCommand(program, terminal, end)
  addGuardCommand(program, terminal, end, commandWords)
  addRetentionCommands(program, terminal, end)
  addSystemCommands(program, terminal, end)
  addMonitoringCommands(program, terminal, end)
  addAuditCommand(program, terminal, end)
  addComplianceCommand(program, terminal, end)
  addObjectiveCommands(program, terminal, end)
  addChannelCommands(program, terminal, end)
  addAccessCommands(program, terminal, end)
  addKeyCommands(program, terminal, end)
  addKitCommands(program, terminal, end)
  return program
}
