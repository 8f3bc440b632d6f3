import { FaultError, faultOf, type Fault } from '../../shared/domain/fault.ts'
import { exitStatus, exitStatusOf, type ExitStatus } from '../../shared/domain/faults/fault-exit-status.ts'
import { CommanderError, createProgram } from './create-program.ts'
import { faultLines, jsonError } from './output/print-fault.ts'
import { splitCommand } from './split-command.ts'
import { processTerminal, type Terminal } from './terminal.ts'

const noCommand = 'name a command; `holdfast --help` lists them'

/** Commander's own words for wrong use, without its prefix. Where no command is left it has none: it would print its help. */
function faultOfParsing(error: CommanderError): Fault {
  const detail = error.code === 'commander.help' ? noCommand : error.message.replace(/^error: /, '')
  return { code: 'WRONG_USE', detail }
}

/** Help and version are documents too where one is asked for. */
function reportInfo(terminal: Terminal, isJson: boolean, error: CommanderError, text: string): ExitStatus {
  const name = error.code === 'commander.version' ? 'version' : 'help'
  terminal.out(isJson ? `${JSON.stringify({ [name]: text.trimEnd() }, null, 2)}\n` : text)
  return exitStatus.done
}

/** A defect of ours: its text is for the log, but here there may be none; the terminal is the user's own. */
function faultOfDefect(terminal: Terminal, error: unknown): Fault {
  const reference = Date.now().toString(36)
  const shown = error instanceof Error ? (error.stack ?? error.message) : String(error)
  terminal.err(`${reference}: ${shown}\n`)
  return { code: 'UNEXPECTED', reference }
}

function reportFault(terminal: Terminal, isJson: boolean, fault: Fault): ExitStatus {
  if (isJson) terminal.out(`${JSON.stringify({ error: jsonError(fault) }, null, 2)}\n`)
  else terminal.err(faultLines(fault))
  return exitStatusOf(fault)
}

/** Runs one command line and answers its exit status. Never throws. */
export async function runCli(
  args: readonly string[],
  terminal: Terminal = processTerminal(),
): Promise<number> {
  // Asked of the words themselves: where they can't be parsed there are no options to ask. After -- come names only.
  const isJson = args.slice(0, args.includes('--') ? args.indexOf('--') : args.length).includes('--json')
  const { own, command } = splitCommand(args)
  let status: number = exitStatus.done
  const written: string[] = []
  const program = createProgram(
    terminal,
    (ended) => {
      status = ended
    },
    (text) => written.push(text),
    command,
  )
  try {
    if (args.every((arg) => arg === '--json')) throw new FaultError({ code: 'WRONG_USE', detail: noCommand })
    await program.parseAsync([...own], { from: 'user' })
    return status
  } catch (error) {
    if (error instanceof CommanderError) {
      return error.exitCode === 0
        ? reportInfo(terminal, isJson, error, written.join(''))
        : reportFault(terminal, isJson, faultOfParsing(error))
    }
    return reportFault(terminal, isJson, faultOf(error) ?? faultOfDefect(terminal, error))
  }
}
