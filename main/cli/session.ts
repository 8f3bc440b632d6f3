import path from 'node:path'

import type { ActFacts, ActResult } from '../../shared/domain/access/act.ts'
import { commandActs, type CommandAct } from '../../shared/domain/access/command-acts.ts'
import { FaultError, faultOf } from '../../shared/domain/fault.ts'
import { exitStatus } from '../../shared/domain/faults/fault-exit-status.ts'
import type { KeySlotKind } from '../../shared/domain/views.ts'
import { composeOperations } from '../compose/compose-operations.ts'
import { forkWithNode } from '../jobs/fork-with-node.ts'
import { beginAct } from '../operations/access/begin-act.ts'
import type { BegunAct } from '../operations/access/begun-act.ts'
import type { GivenKey } from '../operations/keys/resolve-key.ts'
import type { Operations } from '../operations/operations.ts'
import { openVault, unlockOpenedVault } from '../operations/vaults/open-vault.ts'
import { rememberedVault } from '../operations/vaults/remembered-vault.ts'
import type { KnownVault, OpenVault } from '../operations/vaults/vault-session.ts'
import { askKey, canTypeKey } from './ask-key.ts'
import { showProgress } from './output/progress-line.ts'
import type { Terminal } from './terminal.ts'

/** Options that every command takes. */
export interface GlobalOptions {
  readonly vault?: string | undefined
  readonly json?: boolean | undefined
  readonly passphraseFile?: string | undefined
  readonly keyFile?: string | undefined
  readonly recoveryCodeFile?: string | undefined
}

/** What a command works with. */
export interface Session {
  readonly terminal: Terminal
  readonly operations: Operations
  /** Aborted by Ctrl+C: jobs are cancelled already. */
  readonly signal: AbortSignal
  /** What this command does, as it was begun; `withSession` says how it ended. */
  readonly acts: BegunAct[]
  /** Takes the line of progress away, before anything else is printed. */
  readonly hideProgress: () => void
  /** From now on signals cancel nothing but go to `take`, until what is returned is called. */
  readonly passSignals: (take: (signal: NodeJS.Signals) => void) => () => void
}

const secretTries = 3

/** An absolute path, counted from where the command was called. */
export function pathFrom(terminal: Terminal, given: string): string {
  return path.resolve(terminal.baseFolder, given)
}

/** The key that was named for this command. Throws WRONG_USE for more than one. */
export function givenKeyOf(terminal: Terminal, options: GlobalOptions): GivenKey | undefined {
  const { passphraseFile, keyFile, recoveryCodeFile } = options
  const named = [
    ['passphrase_file', passphraseFile],
    ['key_file', keyFile],
    ['recovery_code_file', recoveryCodeFile],
  ] as const
  const given = named.flatMap(([kind, file]) =>
    file === undefined ? [] : [{ kind, path: pathFrom(terminal, file) }],
  )
  if (given.length <= 1) return given[0]
  const detail = 'of --passphrase-file, --key-file and --recovery-code-file only one can be given'
  throw new FaultError({ code: 'WRONG_USE', detail })
}

/** The vault that the command is about: --vault, else HOLDFAST_VAULT. Throws VAULT_NOT_GIVEN. */
export function vaultFolderOf(terminal: Terminal, options: GlobalOptions): string {
  const given = options.vault ?? terminal.env['HOLDFAST_VAULT']
  if (given === undefined || given === '') throw new FaultError({ code: 'VAULT_NOT_GIVEN' })
  return pathFrom(terminal, given)
}

/** Ctrl+C stops the command's work; a second one ends the process at once (the engine's jobs still clear up behind them). */
function cancelOnSignals(
  onFirst: () => void,
): Pick<Session, 'signal' | 'passSignals'> & { stop: () => void } {
  const controller = new AbortController()
  let pass: ((signal: NodeJS.Signals) => void) | null = null
  const onSignal = (name: NodeJS.Signals): void => {
    if (pass !== null) return pass(name)
    if (controller.signal.aborted) process.exit(130)
    controller.abort(new FaultError({ code: 'JOB_CANCELLED' }))
    onFirst()
  }
  const signals = ['SIGINT', 'SIGTERM', 'SIGHUP'] as const
  for (const signal of signals) process.on(signal, onSignal)
  return {
    signal: controller.signal,
    passSignals: (take) => {
      pass = take
      // Else it would end this process, and leave what it is to be passed to alone.
      process.on('SIGQUIT', onSignal)
      return () => {
        pass = null
        process.off('SIGQUIT', onSignal)
      }
    },
    stop: () => {
      for (const signal of signals) process.off(signal, onSignal)
    },
  }
}

/** What became of an act, by the exit status of its command. */
function resultOf(ended: unknown): ActResult {
  if (ended === exitStatus.partlyDone) return 'partly_done'
  return ended === undefined || ended === exitStatus.done || ended === exitStatus.degraded ? 'done' : 'failed'
}

/**
 * Runs a command's work with everything it needs, no vault open, and closes all of it afterwards. `onStop` is what the first Ctrl+C does;
 * left out, it cancels every job.
 */
export async function withSession<T>(
  terminal: Terminal,
  work: (session: Session) => Promise<T>,
  onStop?: () => void,
): Promise<T> {
  // The environment's key files count from where the command was called, as its arguments do.
  const { env } = terminal
  const absolute = (name: string): Record<string, string> =>
    env[name] === undefined || env[name] === '' ? {} : { [name]: pathFrom(terminal, env[name]) }
  const composed = await composeOperations({
    by: 'command_line',
    jobs: (logger) => forkWithNode({ logger }),
    env: { ...env, ...absolute('HOLDFAST_PASSPHRASE_FILE'), ...absolute('HOLDFAST_KEY_FILE') },
  })
  const { operations } = composed
  const { signal, passSignals, stop } = cancelOnSignals(onStop ?? (() => void operations.queue.cancelAll()))
  const hideProgress = showProgress(terminal, operations.changes, () =>
    operations.world.ports.clock.monotonicMs(),
  )
  const acts: BegunAct[] = []
  try {
    const ended = await work({ terminal, operations, acts, signal, hideProgress, passSignals })
    for (const act of acts) await act.end({ result: resultOf(ended), fault: null })
    return ended
  } catch (error) {
    for (const act of acts) await act.end({ result: 'failed', fault: faultOf(error) ?? null })
    throw error
  } finally {
    hideProgress()
    await composed.close()
    stop()
  }
}

/** Asks for the passphrase, or the recovery code, on the terminal. Throws the fault of the third that is wrong. */
async function askToUnlock({ operations }: Session, slots: readonly KeySlotKind[]): Promise<void> {
  for (let attempt = 1; ; attempt += 1) {
    const given = await askKey(slots, 'vault')
    try {
      await unlockOpenedVault(operations, given)
      return
    } catch (error) {
      const code = faultOf(error)?.code
      const isWrong = code === 'KEY_WRONG' || code === 'RECOVERY_CODE_MISTYPED'
      if (!isWrong || attempt === secretTries) throw error
    }
  }
}

/** How a vault is opened. */
export interface OpeningOptions extends GlobalOptions {
  /** For commands that only look: leftovers of dead runs are left to others. */
  readonly isLooking?: boolean
}

/**
 * Opens the command's vault, with the key that is named, known or typed, and begins what the command does in it.
 * Throws the faults of opening, KEY_NEEDED, ROLE_NEEDED.
 */
export async function openCommandVault(
  session: Session,
  options: OpeningOptions,
  act: CommandAct,
  facts: ActFacts = {},
): Promise<OpenVault> {
  const { terminal, operations } = session
  const given = givenKeyOf(terminal, options)
  const isLooking = options.isLooking === true
  const status = await openVault(operations, vaultFolderOf(terminal, options), { given, isLooking })
  if (status.state === 'locked' && terminal.canAsk && canTypeKey(status.slots)) {
    await askToUnlock(session, status.slots)
  }
  const vault = operations.session.reachable()
  await beginCommandAct(session, act, facts)
  return vault
}

/** Begins what a command does, where its vault can't be opened, too. Throws ROLE_NEEDED. */
export async function beginCommandAct(
  { operations, acts }: Pick<Session, 'operations' | 'acts'>,
  act: CommandAct,
  facts: ActFacts = {},
): Promise<void> {
  acts.push(await beginAct(operations, { name: act, needs: commandActs[act], facts }))
}

/** What this machine knows of the command's vault from before, where it can't be opened; null: nothing. Throws VAULT_NOT_GIVEN. */
export function rememberedCommandVault(
  { terminal, operations }: Pick<Session, 'terminal' | 'operations'>,
  options: GlobalOptions,
): Promise<KnownVault | null> {
  const [folder, given] = [vaultFolderOf(terminal, options), givenKeyOf(terminal, options)]
  return rememberedVault(operations.world, { folder, given })
}

/** Prints a command's answer: one JSON document, or its lines. */
export function answer(
  { terminal, hideProgress }: Pick<Session, 'terminal'> & Partial<Pick<Session, 'hideProgress'>>,
  options: GlobalOptions,
  json: unknown,
  text: () => string,
): void {
  hideProgress?.()
  terminal.out(options.json === true ? `${JSON.stringify(json, null, 2)}\n` : text())
}
