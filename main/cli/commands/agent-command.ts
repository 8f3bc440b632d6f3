import fs from 'node:fs/promises'
import os from 'node:os'
import path from 'node:path'

import { FaultError } from '../../../shared/domain/fault.ts'
import { exitStatus, type ExitStatus } from '../../../shared/domain/faults/fault-exit-status.ts'
import { homePlace } from '../../compose/home-place.ts'
import { agentWords, runAgent, type AgentEvent } from '../agent/run-agent.ts'
import type { ServiceScope } from '../agent/service-files.ts'
import { planService, type ServicePlan } from '../agent/service-place.ts'
import { printable } from '../output/print-table.ts'
import {
  answer,
  openCommandVault,
  pathFrom,
  rememberedCommandVault,
  vaultFolderOf,
  withSession,
  type GlobalOptions,
} from '../session.ts'
import type { Terminal } from '../terminal.ts'

/** Options of `agent`. */
export interface AgentCommandOptions extends GlobalOptions {
  readonly finish?: boolean | undefined
}

/** `agent`: runs schedules and retention without a window, until it is told to stop. */
export function agentCommand(terminal: Terminal, options: AgentCommandOptions): Promise<ExitStatus> {
  const stopped = new AbortController()
  const tell = (event: AgentEvent): void => {
    const at = new Date().toISOString()
    terminal.out(
      options.json === true ? `${JSON.stringify({ at, ...event })}\n` : `${at} ${agentWords(event)}\n`,
    )
  }
  return withSession(
    terminal,
    async (session) => {
      // Nobody looks at a line of progress here.
      session.hideProgress()
      await runAgent(session.operations, {
        openVault: () => openCommandVault(session, options, 'agent.run'),
        vaultFolder: vaultFolderOf(terminal, options),
        rememberedVault: () => rememberedCommandVault(session, options),
        tell,
        signal: stopped.signal,
        finishes: options.finish === true,
      })
      return exitStatus.done
    },
    () => stopped.abort(),
  )
}

function scopeOf(options: { readonly system?: boolean | undefined }): ServiceScope {
  return options.system === true ? 'system' : 'user'
}

/** The environment that the agent needs to find what this command finds. */
function serviceEnv(terminal: Terminal, options: GlobalOptions): Readonly<Record<string, string>> {
  const { env } = terminal
  const vault = options.vault ?? env['HOLDFAST_VAULT']
  if (vault === undefined || vault === '') throw new FaultError({ code: 'VAULT_NOT_GIVEN' })
  const placed = (given: string | undefined): string | undefined =>
    given === undefined || given === '' ? undefined : pathFrom(terminal, given)
  const variables = {
    HOLDFAST_VAULT: pathFrom(terminal, vault),
    HOLDFAST_HOME: homePlace(env),
    HOLDFAST_PASSPHRASE_FILE: placed(options.passphraseFile ?? env['HOLDFAST_PASSPHRASE_FILE']),
    HOLDFAST_KEY_FILE: placed(options.keyFile ?? env['HOLDFAST_KEY_FILE']),
    HOLDFAST_KEYCHAIN: env['HOLDFAST_KEYCHAIN'],
  }
  const given = Object.entries(variables).filter((one): one is [string, string] => one[1] !== undefined)
  return Object.fromEntries(given)
}

function servicePlan(terminal: Terminal, options: GlobalOptions, scope: ServiceScope): ServicePlan {
  const { username, homedir, uid } = os.userInfo()
  const machine = {
    platform: process.platform,
    userFolder: terminal.env['HOME'] ?? homedir,
    homeFolder: homePlace(terminal.env),
    configFolder: terminal.env['XDG_CONFIG_HOME'] || undefined,
    userId: uid,
  }
  const entry = path.join(import.meta.dirname, '..', `holdfast${path.extname(import.meta.filename)}`)
  const facts = {
    command: [process.execPath, entry, 'agent'],
    env: serviceEnv(terminal, options),
    user: username,
  }
  return planService(machine, facts, scope)
}

async function writingService<T>(file: string, write: () => Promise<T>): Promise<T> {
  try {
    return await write()
  } catch (error) {
    const { code: errno } = error as NodeJS.ErrnoException
    if (errno === undefined) throw error
    throw new FaultError({ code: 'EXPORT_FAILED', path: file, errno }, { cause: error })
  }
}

/** Options of `agent install` and `agent uninstall`. */
export interface ServiceOptions extends GlobalOptions {
  readonly system?: boolean | undefined
  readonly print?: boolean | undefined
}

/** `agent install`: writes what makes the system start the agent by itself, and says how it is begun. */
export async function agentInstallCommand(terminal: Terminal, options: ServiceOptions): Promise<ExitStatus> {
  const { manager, file, content, toStart } = servicePlan(terminal, options, scopeOf(options))
  const text = typeof content === 'string' ? content : content.toString('utf16le')
  if (options.print === true) {
    answer({ terminal }, options, { manager, file, content: text, toStart }, () => text)
    return exitStatus.done
  }
  await writingService(file, async () => {
    await fs.mkdir(path.dirname(file), { recursive: true })
    await fs.writeFile(file, content, { mode: 0o600 })
  })
  answer(
    { terminal },
    options,
    { success: true, manager, file, toStart },
    () =>
      `Written: ${printable(file)}\nTo start it now and at each start:\n${toStart.map((one) => `  ${one}\n`).join('')}`,
  )
  return exitStatus.done
}

/** `agent uninstall`: removes that file, and says how a running agent is ended. */
export async function agentUninstallCommand(
  terminal: Terminal,
  options: ServiceOptions,
): Promise<ExitStatus> {
  const { manager, file, toStop } = servicePlan(
    terminal,
    { ...options, vault: options.vault ?? '/' },
    scopeOf(options),
  )
  const wasThere = await writingService(file, async () => {
    const there = await fs.stat(file).then(
      () => true,
      () => false,
    )
    await fs.rm(file, { force: true })
    return there
  })
  const removed = wasThere ? `Removed: ${printable(file)}` : `Nothing at ${printable(file)}`
  answer(
    { terminal },
    options,
    { success: true, manager, file, removed: wasThere, toStop },
    () => `${removed}\nTo end what runs:\n${toStop.map((one) => `  ${one}\n`).join('')}`,
  )
  return exitStatus.done
}
