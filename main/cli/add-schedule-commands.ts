import type { Command } from 'commander'

import type { ExitStatus } from '../../shared/domain/faults/fault-exit-status.ts'
import type { AgentCommandOptions, ServiceOptions } from './commands/agent-command.ts'
import type { PolicySetOptions } from './commands/policy-set-command.ts'
import type { GlobalOptions } from './session.ts'
import type { Terminal } from './terminal.ts'

const keptOptions = [
  ['days', 'keep every backup of so many days'],
  ['newest', 'keep so many, however old'],
  ['daily', 'keep the newest of so many days'],
  ['weekly', 'keep the newest of so many weeks'],
  ['monthly', 'keep the newest of so many months'],
  ['yearly', 'keep the newest of so many years'],
  ['schemas', 'keep so many schema backups'],
] as const

/** Adds `policy …`. */
export function addPolicyCommands(
  program: Command,
  terminal: Terminal,
  end: (status: ExitStatus) => void,
): void {
  const policy = program.command('policy').description('what is taken, when, and how long it is kept')
  policy
    .command('list')
    .description('list the policies and their next runs')
    .action(async (_own: unknown, command: Command) => {
      const { policyListCommand } = await import('./commands/policy-command.ts')
      end(await policyListCommand(terminal, command.optsWithGlobals<GlobalOptions>()))
    })
  const set = policy
    .command('set <name>')
    .description('make a policy, or change what is given of one')
    .option('--cron <cron>', 'when: five fields; in the place of every schedule it has')
    .option('--type <type>', 'what: full, incremental, differential or schema')
    .option('--label <label>', 'why: daily, weekly, monthly or continuous')
    .option('--zone <zone>', 'its time zone, such as Europe/Berlin')
    .option('--priority <number>', 'from 1, which goes first, to 9')
    .option('--tier <tier...>', 'databases of these tiers get it when they are registered')
    .option('--oldest-backup <hours>', 'health: how old the newest may be; default: by its schedules')
    .option('--slow-backup <minutes>', 'health: one that takes longer is slow; default: by the settings')
    .option('--drill-every <days>', 'how often each database is drilled; default: by the settings')
  for (const [name, keeps] of keptOptions) set.option(`--${name} <number>`, keeps)
  set.action(async (called: string, _own: unknown, command: Command) => {
    const { policySetCommand } = await import('./commands/policy-set-command.ts')
    end(await policySetCommand(terminal, called, command.optsWithGlobals<PolicySetOptions>()))
  })
  policy
    .command('apply <policy> [database...]')
    .description('give databases a policy; the word none takes theirs away')
    .option('--all', 'to every registered database')
    .action(async (called: string, names: string[], _own: unknown, command: Command) => {
      const { policyApplyCommand } = await import('./commands/policy-command.ts')
      end(await policyApplyCommand(terminal, called, names, command.optsWithGlobals()))
    })
  for (const [what, does] of [
    ['pause', 'start nothing of a policy any more; what it keeps is kept'],
    ['resume', 'let a policy go on, from now'],
    ['remove', 'remove a policy; its databases have none then'],
  ] as const) {
    policy
      .command(`${what} <policy>`)
      .description(does)
      .action(async (called: string, _own: unknown, command: Command) => {
        const { policyChangeCommand } = await import('./commands/policy-command.ts')
        end(await policyChangeCommand(terminal, what, called, command.optsWithGlobals<GlobalOptions>()))
      })
  }
  policy
    .command('export [file]')
    .description('write every policy, with its databases, into one readable file')
    .action(async (file: string | undefined, _own: unknown, command: Command) => {
      const { policyExportCommand } = await import('./commands/policy-command.ts')
      end(await policyExportCommand(terminal, file, command.optsWithGlobals<GlobalOptions>()))
    })
  policy
    .command('import <file>')
    .description('take in such a file: policies of the same names are replaced')
    .action(async (file: string, _own: unknown, command: Command) => {
      const { policyImportCommand } = await import('./commands/policy-command.ts')
      end(await policyImportCommand(terminal, file, command.optsWithGlobals<GlobalOptions>()))
    })
}

/** Adds `schedule …`. */
export function addScheduleCommands(
  program: Command,
  terminal: Terminal,
  end: (status: ExitStatus) => void,
): void {
  const schedule = program
    .command('schedule')
    .description('show who runs the schedules of the vault, and what is next')
    .action(async (_own: unknown, command: Command) => {
      const { scheduleCommand } = await import('./commands/schedule-command.ts')
      end(await scheduleCommand(terminal, command.optsWithGlobals<GlobalOptions>()))
    })
  schedule
    .command('next')
    .description('the same')
    .action(async (_own: unknown, command: Command) => {
      const { scheduleCommand } = await import('./commands/schedule-command.ts')
      end(await scheduleCommand(terminal, command.optsWithGlobals<GlobalOptions>()))
    })
  for (const [what, does] of [
    ['pause', 'start nothing by itself, in every program and on every machine'],
    ['resume', 'let the schedules go on; what was due meanwhile is caught up once'],
  ] as const) {
    schedule
      .command(what)
      .description(does)
      .action(async (_own: unknown, command: Command) => {
        const { schedulePauseCommand } = await import('./commands/schedule-command.ts')
        end(await schedulePauseCommand(terminal, what === 'pause', command.optsWithGlobals<GlobalOptions>()))
      })
  }
}

/** Adds `agent …`. */
export function addAgentCommand(
  program: Command,
  terminal: Terminal,
  end: (status: ExitStatus) => void,
): void {
  const agent = program
    .command('agent')
    .description('run schedules and retention without a window, until it is told to stop')
    .option('--finish', 'when told to stop, wait for what runs; else it is cancelled and made again later')
    .action(async (_own: unknown, command: Command) => {
      const { agentCommand } = await import('./commands/agent-command.ts')
      end(await agentCommand(terminal, command.optsWithGlobals<AgentCommandOptions>()))
    })
  agent
    .command('status')
    .description('which agents have the vault open; the exit status is 1 where none has')
    .action(async (_own: unknown, command: Command) => {
      const { agentStatusCommand } = await import('./commands/agent-control-command.ts')
      end(await agentStatusCommand(terminal, command.optsWithGlobals<GlobalOptions>()))
    })
  agent
    .command('stop')
    .description('tell the agents of this machine to stop, and wait until they have')
    .action(async (_own: unknown, command: Command) => {
      const { agentStopCommand } = await import('./commands/agent-control-command.ts')
      end(await agentStopCommand(terminal, command.optsWithGlobals<GlobalOptions>()))
    })
  agent
    .command('install')
    .description('write what makes systemd, launchd or Windows start the agent by itself')
    .option('--system', 'for the whole machine; else for this user')
    .option('--print', 'print it, and write nothing')
    .action(async (_own: unknown, command: Command) => {
      const { agentInstallCommand } = await import('./commands/agent-command.ts')
      end(await agentInstallCommand(terminal, command.optsWithGlobals<ServiceOptions>()))
    })
  agent
    .command('uninstall')
    .description('remove that file')
    .option('--system', 'of the whole machine; else of this user')
    .action(async (_own: unknown, command: Command) => {
      const { agentUninstallCommand } = await import('./commands/agent-command.ts')
      end(await agentUninstallCommand(terminal, command.optsWithGlobals<ServiceOptions>()))
    })
}
