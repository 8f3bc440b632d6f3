import fs from 'node:fs/promises'

import { FaultError } from '../../../shared/domain/fault.ts'
import { exitStatus, type ExitStatus } from '../../../shared/domain/faults/fault-exit-status.ts'
import type { PoliciesView, PolicyImport, PolicyView } from '../../../shared/domain/policies/policy-views.ts'
import { formatMoment } from '../../../shared/domain/words/format-moment.ts'
import { healthRulesWords } from '../../../shared/domain/words/health-rules-words.ts'
import { retentionWords } from '../../../shared/domain/words/retention-words.ts'
import type { Operations } from '../../operations/operations.ts'
import { applyPolicy } from '../../operations/policies/apply-policy.ts'
import { noPolicyWord } from '../../operations/policies/check-draft.ts'
import { listPolicies, policyCalled } from '../../operations/policies/list-policies.ts'
import { exportPolicies, importPolicies } from '../../operations/policies/policy-file.ts'
import { enablePolicy, removePolicy } from '../../operations/policies/save-policy.ts'
import { databaseCalled } from '../find-called.ts'
import { printable, tableOf } from '../output/print-table.ts'
import { answer, openCommandVault, pathFrom, withSession, type GlobalOptions } from '../session.ts'
import type { Terminal } from '../terminal.ts'

interface Line {
  readonly policy: PolicyView
  readonly schedule: PolicyView['schedules'][number] | undefined
}

function stateOf({ isEnabled, scope, databaseIds }: PolicyView): string {
  if (!isEnabled) return 'rests'
  return scope === 'system' ? 'all databases' : String(databaseIds.length)
}

function policiesText({ policies, damaged, unprotectedIds }: PoliciesView): string {
  const lines = policies.flatMap((policy): Line[] =>
    policy.schedules.length === 0
      ? [{ policy, schedule: undefined }]
      : policy.schedules.map((schedule) => ({ policy, schedule })),
  )
  const table = tableOf<Line>(
    [
      { title: 'POLICY', value: ({ policy }) => policy.name },
      { title: 'DATABASES', value: ({ policy }) => stateOf(policy) },
      { title: 'TAKES', value: ({ schedule }) => (schedule ? `${schedule.label} ${schedule.type}` : '-') },
      { title: 'WHEN', value: ({ schedule }) => schedule?.words ?? '-' },
      { title: 'ZONE', value: ({ policy }) => policy.timeZone },
      {
        title: 'NEXT RUN',
        value: ({ policy, schedule }) => {
          const next = policy.isEnabled ? schedule?.nextRuns[0] : undefined
          return next === undefined ? '-' : formatMoment(next)
        },
      },
      { title: 'KEEPS', value: ({ policy }) => retentionWords(policy.retention) },
    ],
    lines,
  )
  const health = policies.flatMap(({ name, health: rules }) =>
    rules === undefined ? [] : [`${printable(name)}: ${healthRulesWords(rules)}.\n`],
  )
  const count = unprotectedIds.length
  const without =
    count === 0 ? '' : `${count} ${count === 1 ? 'database has' : 'databases have'} no policy.\n`
  return `${table || 'The vault has no policy.\n'}${health.join('')}${without}${damaged.map((file) => `Can’t be read: ${file}\n`).join('')}`
}

/** `policy list`: what is taken, when, and how long it is kept. */
export function policyListCommand(terminal: Terminal, options: GlobalOptions): Promise<ExitStatus> {
  return withSession(terminal, async (session) => {
    await openCommandVault(session, { ...options, isLooking: true }, 'policies.list')
    const view = await listPolicies(session.operations)
    answer(session, options, view, () => policiesText(view))
    return exitStatus.done
  })
}

/** Null: the word that takes a policy away; refused where an earlier version let a policy be called so. */
async function policyGiven(operations: Operations, called: string): Promise<string | null> {
  if (called !== noPolicyWord) return called
  const { policies } = await listPolicies(operations)
  const named = policies.find(({ name }) => name.toLowerCase() === noPolicyWord)
  if (named === undefined) return null
  const detail = `a policy is called ${named.name}, and the word takes policies away: give it by its id, ${named.id}, or another name first`
  throw new FaultError({ code: 'WRONG_USE', detail })
}

/** `policy apply POLICY DATABASE...`: gives databases a policy; the word none takes theirs away. */
export function policyApplyCommand(
  terminal: Terminal,
  called: string,
  names: readonly string[],
  options: GlobalOptions & { readonly all?: boolean | undefined },
): Promise<ExitStatus> {
  return withSession(terminal, async (session) => {
    const vault = await openCommandVault(session, options, 'policies.apply', {
      policy: called,
      databases: names,
    })
    if (names.length > 0 === (options.all === true)) {
      throw new FaultError({ code: 'WRONG_USE', detail: 'name databases, or give --all; one of the two' })
    }
    const ids =
      options.all === true
        ? vault.catalog.databases.all().map(({ id }) => id)
        : names.map((name) => databaseCalled(terminal, vault, name).databaseId)
    const changed = await applyPolicy(session.operations, await policyGiven(session.operations, called), ids)
    answer(session, options, { success: true, changed }, () =>
      changed === 1 ? '1 database changed.\n' : `${changed} databases changed.\n`,
    )
    return exitStatus.done
  })
}

/** `policy pause|resume|remove POLICY`. */
export function policyChangeCommand(
  terminal: Terminal,
  what: 'pause' | 'resume' | 'remove',
  called: string,
  options: GlobalOptions,
): Promise<ExitStatus> {
  return withSession(terminal, async (session) => {
    await openCommandVault(session, options, what === 'remove' ? 'policies.remove' : 'policies.enable', {
      policy: called,
    })
    const { operations } = session
    const { policies } = await listPolicies(operations)
    const { name } = policyCalled(policies, called)
    if (what === 'remove') await removePolicy(operations, called)
    else await enablePolicy(operations, called, what === 'resume')
    const done = { pause: 'rests', resume: 'goes on from now', remove: 'is removed' }[what]
    answer(session, options, { success: true, policy: name }, () => `${printable(name)} ${done}.\n`)
    return exitStatus.done
  })
}

/** `policy export [FILE]`: every policy as one readable file; on standard output without a name. */
export function policyExportCommand(
  terminal: Terminal,
  file: string | undefined,
  options: GlobalOptions,
): Promise<ExitStatus> {
  return withSession(terminal, async (session) => {
    await openCommandVault(session, { ...options, isLooking: true }, 'policies.exportFile')
    const text = await exportPolicies(session.operations)
    if (file === undefined) {
      session.terminal.out(text)
      return exitStatus.done
    }
    const path = pathFrom(terminal, file)
    try {
      await fs.writeFile(path, text, { flag: 'wx', mode: 0o600 })
    } catch (error) {
      const { code: errno } = error as NodeJS.ErrnoException
      if (errno === undefined) throw error
      throw new FaultError({ code: 'EXPORT_FAILED', path, errno }, { cause: error })
    }
    answer(session, options, { success: true, path }, () => `Written: ${printable(path)}\n`)
    return exitStatus.done
  })
}

function importText({ made, replaced, applied, unknownDatabases }: PolicyImport): string {
  const line = (what: string, names: readonly string[]): string =>
    names.length === 0 ? '' : `${what}: ${names.map(printable).join(', ')}\n`
  return (
    line('Made', made) +
    line('Replaced', replaced) +
    line('Applied to', applied) +
    line('Not registered here', unknownDatabases)
  )
}

async function readText(path: string): Promise<string> {
  try {
    return await fs.readFile(path, 'utf8')
  } catch (error) {
    const { code } = error as NodeJS.ErrnoException
    const detail = `the file ${printable(path)} can’t be read (${code ?? 'unknown'})`
    throw new FaultError({ code: 'WRONG_USE', detail }, { cause: error })
  }
}

/** `policy import FILE`: takes in what `policy export` wrote, on this or another machine. */
export function policyImportCommand(
  terminal: Terminal,
  file: string,
  options: GlobalOptions,
): Promise<ExitStatus> {
  return withSession(terminal, async (session) => {
    await openCommandVault(session, options, 'policies.importFile', { file })
    const report = await importPolicies(session.operations, await readText(pathFrom(terminal, file)))
    answer(
      session,
      options,
      { success: true, ...report },
      () => importText(report) || 'Nothing to take in.\n',
    )
    return exitStatus.done
  })
}
