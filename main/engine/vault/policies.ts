import { backupLabels, backupTypes } from '../../../shared/domain/backup-record.ts'
import {
  healthRuleMost,
  healthRuleNames,
  type HealthRules,
} from '../../../shared/domain/policies/health-rules.ts'
import type { Policy, RetentionRules, Schedule } from '../../../shared/domain/policies/policy.ts'
import { idPattern, instantPattern, jsonFields, type JsonFields } from '../image/json-fields.ts'
import type { Ports } from '../ports/ports.ts'
import { keepRecords } from './keep-records.ts'
import { vaultPaths } from './layout.ts'

const formatVersion = 1

function scheduleFrom(fields: JsonFields): Schedule {
  return {
    id: fields.text('id', idPattern),
    type: fields.oneOf('type', backupTypes),
    label: fields.oneOf('label', backupLabels),
    cron: fields.text('cron'),
    since: fields.text('since', instantPattern),
  }
}

function retentionFrom(fields: JsonFields): RetentionRules {
  return {
    days: fields.count('days'),
    newest: fields.count('newest'),
    daily: fields.count('daily'),
    weekly: fields.count('weekly'),
    monthly: fields.count('monthly'),
    yearly: fields.count('yearly'),
    fulls: fields.count('fulls'),
    preUpdateDays: fields.count('preUpdateDays'),
    schemas: fields.count('schemas'),
  }
}

function healthFrom(fields: JsonFields): HealthRules {
  const said = healthRuleNames.filter((name) => fields.has(name))
  return Object.fromEntries(said.map((name) => [name, fields.count(name, 1, healthRuleMost[name])]))
}

/** Reads a policy as its file says it. Throws SealError. */
export function parsePolicy(value: unknown): Policy {
  const fields = jsonFields(value, 'the policy')
  fields.count('formatVersion', 1, formatVersion)
  return {
    id: fields.text('id', idPattern),
    name: fields.text('name'),
    scope: fields.oneOf('scope', ['databases', 'system']),
    tiers: fields.texts('tiers'),
    timeZone: fields.text('timeZone'),
    schedules: fields.list('schedules', scheduleFrom),
    retention: retentionFrom(fields.object('retention')),
    priority: fields.count('priority', 1, 9),
    destinations: fields.texts('destinations'),
    isEnabled: fields.oneOf('state', ['on', 'off']) === 'on',
    ...(fields.has('health') ? { health: healthFrom(fields.object('health')) } : {}),
  }
}

const policies = keepRecords<Policy>({
  folder: vaultPaths.policies,
  serialize: ({
    id,
    name,
    scope,
    tiers,
    timeZone,
    schedules,
    retention,
    priority,
    destinations,
    isEnabled,
    health,
  }) => ({
    formatVersion,
    id,
    name,
    scope,
    tiers,
    timeZone,
    schedules: schedules.map(({ id: scheduleId, type, label, cron, since }) => ({
      id: scheduleId,
      type,
      label,
      cron,
      since,
    })),
    retention: { ...retention },
    priority,
    destinations,
    state: isEnabled ? 'on' : 'off',
    ...(health === undefined ? {} : { health: { ...health } }),
  }),
  parse: parsePolicy,
})

/** Writes a policy durably, over an earlier one of the same id. Throws the faults of writing a vault. */
export function savePolicy(ports: Ports, folder: string, policy: Policy): Promise<void> {
  return policies.save(ports, folder, policy.id, policy)
}

/** Removes a policy; databases that name it have none then. One that is not there is no error. */
export function removePolicy(ports: Ports, folder: string, policyId: string): Promise<void> {
  return policies.remove(ports, folder, policyId)
}

/** Every policy of a vault, and the names of files among them that can't be read. */
export async function listPolicies(
  ports: Ports,
  folder: string,
): Promise<{ readonly records: readonly Policy[]; readonly damaged: readonly string[] }> {
  const { entries, damaged } = await policies.list(ports, folder)
  return { records: [...entries.values()], damaged }
}
