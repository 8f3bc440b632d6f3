import { type } from '@orpc/contract'
import { z } from 'zod'

import { healthRuleMost, type HealthRule } from '../domain/policies/health-rules.ts'
import type { Policy } from '../domain/policies/policy.ts'
import type { CronView, PoliciesView, PolicyImport } from '../domain/policies/policy-views.ts'
import { forAdministrator, forOperator, forViewer } from './base.ts'
import { idField, labelField, tierField, typeField } from './fields.ts'

const countField = z.number().int().min(0).max(100_000)
const cronField = z.string().max(200)
const zoneField = z.string().max(100)

const ruleField = (rule: HealthRule) => z.number().int().min(1).max(healthRuleMost[rule])

const draftField = z.object({
  name: z.string().max(100),
  scope: z.enum(['databases', 'system']),
  tiers: z.array(tierField).max(100),
  timeZone: zoneField,
  schedules: z.array(z.object({ type: typeField, label: labelField, cron: cronField })).max(20),
  retention: z.object({
    days: countField,
    newest: countField,
    daily: countField,
    weekly: countField,
    monthly: countField,
    yearly: countField,
    fulls: countField,
    preUpdateDays: countField,
    schemas: countField,
  }),
  priority: z.number().int().min(1).max(9),
  destinations: z.array(z.string().min(1).max(100)).max(100),
  isEnabled: z.boolean(),
  health: z
    .object({
      oldestBackupHours: ruleField('oldestBackupHours').optional(),
      slowBackupMinutes: ruleField('slowBackupMinutes').optional(),
      drillEveryDays: ruleField('drillEveryDays').optional(),
    })
    .optional(),
})

/** How databases are protected by themselves. */
export const policiesContract = {
  list: forViewer.output(type<PoliciesView>()),
  /** A cron expression in words, and its next five runs: for a form while it is filled in. */
  explainCron: forViewer.input(z.object({ cron: cronField, timeZone: zoneField })).output(type<CronView>()),
  /** Makes a policy, or changes the one with this id. */
  save: forAdministrator
    .input(z.object({ policyId: idField.optional(), draft: draftField }))
    .output(type<Policy>()),
  enable: forAdministrator.input(z.object({ policyId: idField, isEnabled: z.boolean() })),
  remove: forAdministrator.input(z.object({ policyId: idField })),
  /** Gives databases a policy; null takes theirs away. Answers how many changed. */
  apply: forOperator
    .input(z.object({ policyId: idField.nullable(), databaseIds: z.array(idField).min(1).max(10_000) }))
    .output(type<number>()),
  /** Every policy, with the names of its databases, as one readable file's text. */
  exportFile: forViewer.output(type<string>()),
  /** Takes such a text in: policies of the same names are replaced; its databases get them where they are registered. */
  importFile: forAdministrator
    .input(z.object({ text: z.string().max(1 << 20) }))
    .output(type<PolicyImport>()),
}
