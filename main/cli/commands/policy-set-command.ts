import { backupLabels, backupTypes } from '../../../shared/domain/backup-record.ts'
import { FaultError } from '../../../shared/domain/fault.ts'
import { exitStatus, type ExitStatus } from '../../../shared/domain/faults/fault-exit-status.ts'
import {
  saidHealthRules,
  type HealthRule,
  type HealthRules,
} from '../../../shared/domain/policies/health-rules.ts'
import type { PolicyDraft, RetentionRules } from '../../../shared/domain/policies/policy.ts'
import { policyPresets } from '../../../shared/domain/policies/policy-presets.ts'
import { listPolicies } from '../../operations/policies/list-policies.ts'
import { zoneHere } from '../../operations/policies/make-presets.ts'
import { savePolicy } from '../../operations/policies/save-policy.ts'
import { printable } from '../output/print-table.ts'
import { answer, openCommandVault, withSession, type GlobalOptions } from '../session.ts'
import type { Terminal } from '../terminal.ts'

type HealthOption = 'oldestBackup' | 'slowBackup' | 'drillEvery'

/** Which rule of health an option sets. */
const healthOptions: Readonly<Record<HealthOption, readonly [rule: HealthRule, option: string]>> = {
  oldestBackup: ['oldestBackupHours', '--oldest-backup'],
  slowBackup: ['slowBackupMinutes', '--slow-backup'],
  drillEvery: ['drillEveryDays', '--drill-every'],
}

type CountName = 'days' | 'newest' | 'daily' | 'weekly' | 'monthly' | 'yearly' | 'schemas'

/** Options of `policy set`; what is left out stays as it is. */
export interface PolicySetOptions extends GlobalOptions, Partial<Record<CountName | HealthOption, string>> {
  readonly cron?: string | undefined
  readonly type?: string | undefined
  readonly label?: string | undefined
  readonly zone?: string | undefined
  readonly priority?: string | undefined
  readonly tier?: readonly string[] | undefined
}

/** The numbers of what is kept that can be set, as options. */
export const countNames: readonly CountName[] = [
  'days',
  'newest',
  'daily',
  'weekly',
  'monthly',
  'yearly',
  'schemas',
]

function oneOf<T extends string>(option: string, words: readonly T[], given: string): T {
  const found = words.find((word) => word === given)
  if (found !== undefined) return found
  throw new FaultError({ code: 'WRONG_USE', detail: `${option} takes ${words.join(', ')}; not "${given}"` })
}

function wholeNumber(option: string, given: string): number {
  if (/^\d+$/.test(given)) return Number(given)
  throw new FaultError({ code: 'WRONG_USE', detail: `${option} takes a whole number; not "${given}"` })
}

function retentionWith(rules: RetentionRules, options: PolicySetOptions): RetentionRules {
  const given = countNames.flatMap((name) => {
    const value = options[name]
    return value === undefined ? [] : [[name, wholeNumber(`--${name}`, value)] as const]
  })
  return { ...rules, ...Object.fromEntries(given) }
}

/** `default`: say nothing, so that the schedules and the settings hold. */
function healthWith(rules: HealthRules | undefined, options: PolicySetOptions): HealthRules | undefined {
  const given = (Object.keys(healthOptions) as HealthOption[]).flatMap((name) => {
    const value = options[name]
    const [rule, option] = healthOptions[name]
    if (value === undefined) return []
    return [[rule, value === 'default' ? undefined : wholeNumber(option, value)] as const]
  })
  return saidHealthRules({ ...rules, ...Object.fromEntries(given) })
}

function schedulesWith(
  before: PolicyDraft,
  { cron, type, label }: PolicySetOptions,
): PolicyDraft['schedules'] {
  if (cron === undefined) {
    if (type === undefined && label === undefined) return before.schedules
    throw new FaultError({ code: 'WRONG_USE', detail: '--type and --label go with --cron' })
  }
  const [first] = before.schedules
  return [
    {
      cron,
      type: type === undefined ? (first?.type ?? 'full') : oneOf('--type', backupTypes, type),
      label: label === undefined ? (first?.label ?? 'daily') : oneOf('--label', backupLabels, label),
    },
  ]
}

/** A policy of that name that keeps the newest only, until it is told more. */
function newDraft(name: string, { cron }: PolicySetOptions): PolicyDraft {
  if (cron === undefined) {
    throw new FaultError({
      code: 'WRONG_USE',
      detail: `there is no policy ${name} yet: a new one needs --cron`,
    })
  }
  const [preset] = policyPresets
  const retention = { ...preset!.retention, weekly: 0 }
  return { ...preset!, name, tiers: [], timeZone: zoneHere(), schedules: [], retention }
}

/** `policy set NAME`: makes a policy, or changes what is given of one. */
export function policySetCommand(
  terminal: Terminal,
  name: string,
  options: PolicySetOptions,
): Promise<ExitStatus> {
  return withSession(terminal, async (session) => {
    await openCommandVault(session, options, 'policies.save', { policy: name })
    const { policies } = await listPolicies(session.operations)
    const earlier = policies.find((one) => one.name.toLowerCase() === name.toLowerCase())
    const {
      id: _,
      databaseIds: __,
      ...before
    } = earlier ?? { id: '', databaseIds: [], ...newDraft(name, options) }
    const draft: PolicyDraft = {
      ...before,
      schedules: schedulesWith(before, options),
      retention: retentionWith(before.retention, options),
      health: healthWith(before.health, options),
      timeZone: options.zone ?? before.timeZone,
      tiers: options.tier ?? before.tiers,
      priority:
        options.priority === undefined ? before.priority : wholeNumber('--priority', options.priority),
    }
    const policy = await savePolicy(session.operations, draft, earlier?.id)
    const done = earlier === undefined ? 'made' : 'changed'
    answer(session, options, { success: true, policy }, () => `${printable(policy.name)} is ${done}.\n`)
    return exitStatus.done
  })
}
