import { z } from 'zod'

import { checkNames } from '../../../shared/domain/validation.ts'

const instant = z.iso.datetime()
const hash = z.string().regex(/^[0-9a-f]{64}$/)

const check = z.strictObject({
  status: z.enum(['passed', 'failed', 'not_applicable']),
  detail: z.string(),
  durationMs: z.number(),
})
const checks = z.strictObject(Object.fromEntries(checkNames.map((name) => [name, check])))

export const validationShape = z.strictObject({
  status: z.enum(['passed', 'failed']),
  checkedAt: instant,
  integrity: z.strictObject({ extent: z.enum(['full', 'quick']), root: hash, checkedAt: instant }).nullable(),
  checks,
})

export const backupShape = z.strictObject({
  id: z.uuid(),
  database: z.string(),
  type: z.enum(['full', 'incremental', 'differential', 'schema']),
  label: z.enum(['daily', 'weekly', 'monthly', 'preupdate', 'manual', 'continuous']),
  file: z.string(),
  takenAt: instant,
  sizeBytes: z.number().int().positive(),
  sourceBytes: z.number().int().positive(),
  sha256: hash,
  root: hash,
  pageCount: z.number().int().positive(),
  compressionRatio: z.number(),
  durationMs: z.number(),
  needs: z.array(z.uuid()),
  remarks: z.array(z.string()),
  validation: validationShape,
})

export const errorShape = z.strictObject({
  code: z.string(),
  message: z.string().min(1),
  remedy: z.string().min(1),
})
export const errorDocument = z.strictObject({ error: errorShape })

export const backupDocument = z.strictObject({
  results: z.array(
    z.strictObject({
      database: z.string(),
      success: z.boolean(),
      backup: backupShape.optional(),
      outcome: z.literal('no_changes_required').optional(),
      unchangedSince: z.uuid().optional(),
      error: errorShape.optional(),
    }),
  ),
  error: errorShape.optional(),
})

export const verifyDocument = z.strictObject({
  results: z.array(
    z.strictObject({
      backup: z.string(),
      status: z.enum(['passed', 'failed']),
      checks: z.union([checks, z.strictObject({})]),
      error: errorShape.optional(),
    }),
  ),
  error: errorShape.optional(),
})

const askedPoint = z.strictObject({ askedFor: instant, achieved: instant, distanceMs: z.number() })

export const restoreDocument = z.strictObject({
  success: z.boolean(),
  target: z.string(),
  backup: z.string(),
  root: hash.optional(),
  bytes: z.number().optional(),
  durationMs: z.number().optional(),
  safetyBackup: z.uuid().optional(),
  setAside: z.string().optional(),
  point: askedPoint.optional(),
  validation: validationShape.optional(),
  error: errorShape.optional(),
})

export const pointsDocument = z.strictObject({
  database: z.string(),
  points: z.array(
    z.strictObject({
      backupId: z.uuid(),
      takenAt: instant,
      unchangedUntil: instant.nullable(),
      type: z.enum(['full', 'incremental', 'differential']),
      label: z.string(),
      file: z.string(),
      chainLength: z.number().int().positive(),
      newestNeededId: z.uuid().nullable(),
      state: z.enum(['proved', 'stored', 'failed']),
      broken: z
        .strictObject({
          backupId: z.uuid(),
          file: z.string().nullable(),
          because: z.enum(['missing', 'damaged']),
        })
        .nullable(),
      sourceBytes: z.number(),
    }),
  ),
})

const triggerChoice = z.enum(['fire', 'stand_still'])

const partialTable = z.strictObject({
  table: z.string(),
  conditions: z.array(z.looseObject({ column: z.string(), test: z.string() })),
  makesTable: z.boolean(),
  added: z.number().int(),
  changed: z.number().int(),
  removed: z.number().int(),
  same: z.number().int(),
})
const partialSeen = {
  success: z.boolean(),
  target: z.string(),
  backup: z.uuid(),
  takenAt: instant,
  point: askedPoint.optional(),
  tables: z.array(partialTable),
  conflicts: z.array(
    z.strictObject({ kind: z.string(), table: z.string(), detail: z.string(), isBlocking: z.boolean() }),
  ),
}
const cell = z.looseObject({ kind: z.string() })
const partialRow = z.strictObject({
  kind: z.enum(['added', 'changed', 'removed']),
  key: z.array(cell),
  before: z.array(cell).nullable(),
  after: z.array(cell).nullable(),
  differing: z.array(z.number().int()),
})

export const partialPreviewDocument = z.strictObject({
  ...partialSeen,
  rows: z.array(
    z.strictObject({
      table: z.string(),
      columns: z.array(z.string()),
      keyColumns: z.array(z.string()),
      rows: z.array(partialRow),
      total: z.number().int(),
    }),
  ),
})

export const partialDocument = z.strictObject({
  ...partialSeen,
  triggers: triggerChoice,
  safetyBackup: z.uuid().nullable(),
  rowsCompared: z.number().int(),
  foreignKeysChecked: z.boolean(),
  integrityCheck: z.enum(['integrity_check', 'quick_check']),
  durationMs: z.number(),
})

export const partialFailure = z.strictObject({ ...partialSeen, error: errorShape })

export const schemaCopyDocument = z.strictObject({
  success: z.literal(true),
  target: z.string(),
  backup: z.uuid(),
  point: askedPoint.optional(),
  objects: z.number().int(),
  leftOut: z.array(z.strictObject({ name: z.string(), because: z.string() })),
  bytes: z.number().int(),
  durationMs: z.number(),
})

export const backupsDocument = z.strictObject({ backups: z.array(backupShape) })

export const databasesDocument = z.strictObject({
  databases: z.array(
    z.object({
      id: z.uuid(),
      name: z.string(),
      tier: z.string(),
      path: z.string(),
      state: z.enum(['proved', 'stored', 'running', 'at_risk', 'failed']),
      backupCount: z.number().int(),
      storedBytes: z.number().int(),
      newestBackup: backupShape.nullable(),
    }),
  ),
  unregistered: z
    .array(
      z.strictObject({ id: z.uuid(), name: z.string(), backupCount: z.number(), storedBytes: z.number() }),
    )
    .optional(),
})

export const inventoryDocument = z.strictObject({
  backup_inventory: z.strictObject({
    last_updated: instant,
    total_backups: z.number().int(),
    total_size_gb: z.number(),
    databases: z.record(
      z.string(),
      z.strictObject({
        latest_backup: instant.nullable(),
        backup_count: z.number().int(),
        total_size_mb: z.number(),
        last_validated: instant.nullable(),
        validation_status: z.enum(['passed', 'failed', 'not_validated']),
      }),
    ),
    retention_summary: z.strictObject({
      expired_backups_cleaned: z.number(),
      storage_optimized_gb: z.number(),
      next_cleanup_date: z.string().nullable(),
    }),
  }),
})

const guardFindings = z.strictObject({
  listed: z.array(z.strictObject({ words: z.string(), times: z.number().int().positive() })).max(20),
  total: z.number().int(),
})
const guardCheck = z.strictObject({
  status: z.enum(['passed', 'failed', 'not_made']),
  detail: z.string(),
  fresh: guardFindings,
  before: guardFindings,
})
const contentSize = z.strictObject({ tables: z.number().int(), rows: z.number().int() }).nullable()

/** What `guard --json` prints. */
export const guardDocument = z.strictObject({
  success: z.boolean(),
  database: z.string(),
  backup: backupShape,
  command: z.strictObject({
    words: z.array(z.string()),
    status: z.number().int(),
    signal: z.string().nullable(),
    startErrno: z.string().nullable(),
    durationMs: z.number(),
  }),
  check: z.union([
    z.strictObject({ status: z.literal('not_made'), error: errorShape }),
    z.strictObject({
      status: z.enum(['passed', 'failed']),
      observedAt: instant.nullable(),
      checks: z.strictObject({
        database_readable: guardCheck,
        tables: guardCheck,
        integrity: guardCheck,
        foreign_keys: guardCheck,
      }),
      sizeBefore: contentSize,
      sizeAfter: contentSize,
      schema: z.array(z.looseObject({ kind: z.string(), name: z.string(), change: z.string() })).nullable(),
      tables: z
        .array(
          z.looseObject({
            table: z.string(),
            added: z.number(),
            changed: z.number(),
            removed: z.number(),
          }),
        )
        .nullable(),
      notCompared: z.string().nullable(),
    }),
  ]),
  rollback: z
    .union([
      z.strictObject({ success: z.literal(false), error: errorShape }),
      z.strictObject({
        success: z.literal(true),
        target: z.string(),
        method: z.enum(['swap', 'in_place', 'new_file']),
        root: hash,
        bytes: z.number(),
        durationMs: z.number(),
        safetyBackup: z.uuid().nullable(),
        setAside: z.string().nullable(),
        validation: validationShape,
      }),
    ])
    .nullable(),
  rollbackCommand: z.string(),
  error: errorShape.optional(),
})

export const archiveShape = z.strictObject({
  id: z.uuid(),
  file: z.string(),
  takenAt: instant,
  slotAt: instant.nullable(),
  sizeBytes: z.number().int().positive(),
  sha256: hash,
  durationMs: z.number(),
  databases: z.array(
    z.strictObject({
      id: z.uuid(),
      name: z.string(),
      tier: z.string(),
      path: z.string(),
      backup: z.uuid(),
      takenAt: instant,
      sizeBytes: z.number().int(),
      sourceBytes: z.number().int().positive(),
      root: hash,
      status: z.enum(['passed', 'failed']),
    }),
  ),
  missing: z.array(z.strictObject({ name: z.string(), why: z.string().min(1) })),
  validation: validationShape,
})

export const systemBackupDocument = z.strictObject({
  success: z.boolean(),
  archive: archiveShape.optional(),
  gaps: z.array(z.strictObject({ name: z.string(), why: z.string() })).optional(),
  error: errorShape.optional(),
})

export const systemListDocument = z.strictObject({
  archives: z.array(archiveShape),
  damaged: z.array(z.strictObject({ file: z.string(), why: z.string() })),
})

export const systemVerifyDocument = z.strictObject({
  archive: z.string(),
  status: z.enum(['passed', 'failed']),
  checks: checks.optional(),
  databases: z.array(validationShape.extend({ database: z.string() })).optional(),
  error: errorShape.optional(),
})

export const systemRestoreDocument = z.strictObject({
  success: z.boolean(),
  archive: z.uuid(),
  databases: z
    .array(
      z.strictObject({
        databaseId: z.uuid(),
        database: z.string(),
        target: z.string(),
        root: hash.nullable(),
        bytes: z.number(),
        safetyBackupId: z.uuid().nullable(),
        setAside: z.string().nullable(),
        validation: validationShape.nullable(),
        why: z.string().nullable(),
      }),
    )
    .optional(),
  durationMs: z.number().optional(),
  registrations: z.array(z.string()).optional(),
  policies: z.array(z.string()).optional(),
  moved: z.array(z.string()).optional(),
  error: errorShape.optional(),
})
