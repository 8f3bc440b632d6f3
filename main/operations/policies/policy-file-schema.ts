import { z } from 'zod'

import { backupLabels, backupTypes } from '../../../shared/domain/backup-record.ts'

const count = z.number()

const filedPolicy = z.strictObject({
  name: z.string(),
  scope: z.enum(['databases', 'system']),
  tiers: z.array(z.string()),
  timeZone: z.string(),
  schedules: z.array(
    z.strictObject({ type: z.enum(backupTypes), label: z.enum(backupLabels), cron: z.string() }),
  ),
  retention: z.strictObject({
    days: count,
    newest: count,
    daily: count,
    weekly: count,
    monthly: count,
    yearly: count,
    fulls: count,
    preUpdateDays: count,
    schemas: count,
  }),
  priority: z.number(),
  destinations: z.array(z.string()),
  isEnabled: z.boolean(),
  health: z
    .strictObject({
      oldestBackupHours: count.optional(),
      slowBackupMinutes: count.optional(),
      drillEveryDays: count.optional(),
    })
    .optional(),
  databases: z.array(z.string()),
})

/** The file that policies are exported to and imported from: its shape. What its values mean is checked as of any draft. */
export const policyFileSchema = z.strictObject({
  holdfastPolicies: z.literal(1),
  policies: z.array(filedPolicy),
})

/** What is wrong with the shape of a file, each in words that end a sentence. */
export function shapeProblems(error: z.ZodError): readonly string[] {
  return error.issues.slice(0, 10).map(({ path, message }) => {
    const place = path.length === 0 ? 'the file' : path.map(String).join('.')
    return `${place}: ${message}`
  })
}
