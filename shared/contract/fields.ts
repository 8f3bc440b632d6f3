import { z } from 'zod'

import { backupLabels, backupTypes } from '../domain/backup-record.ts'

/** An id of ours: a version 4 UUID. */
export const idField = z.uuid()

/** A moment: UTC, ISO 8601 with `Z`. */
export const instantField = z.iso.datetime()

/** A path as a person types or a dialog gives it: no NUL, not empty, a length that every system takes. */
export const pathField = z
  .string()
  .min(1)
  .max(4096)
  .refine((path) => !path.includes('\0'), 'A path has no NUL byte.')

export const databaseNameField = z.string().min(1).max(100)
export const tierField = z.string().trim().min(1).max(40)
export const typeField = z.enum(backupTypes)
export const labelField = z.enum(backupLabels)

/** Which part of a long list: `limit` rows from `offset`. */
export const pageFields = {
  offset: z.number().int().min(0).default(0),
  limit: z.number().int().min(1).max(1000).default(200),
}
