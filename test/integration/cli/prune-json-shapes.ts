import { z } from 'zod'

import { errorShape } from './json-shapes.ts'

const instant = z.iso.datetime()

const removal = z.strictObject({
  subject: z.enum(['backup', 'archive']),
  backupId: z.uuid(),
  databaseId: z.uuid(),
  database: z.string(),
  file: z.string(),
  type: z.string(),
  label: z.string(),
  takenAt: instant,
  removedAt: instant,
  rule: z.enum(['outlived', 'update_long_ago', 'older_schema', 'failed_long_ago']),
  sizeBytes: z.number().int(),
  endedAt: instant.nullable(),
})
const standing = removal.extend({ state: z.enum(['aside', 'ending', 'lost']) })

const judged = z.object({
  backupId: z.uuid(),
  file: z.string(),
  type: z.string(),
  label: z.string(),
  takenAt: instant,
  sizeBytes: z.number().int(),
})
const judgedArchive = z.strictObject({
  archiveId: z.uuid(),
  file: z.string(),
  takenAt: instant,
  sizeBytes: z.number().int(),
})
const refusal = z.looseObject({ because: z.string(), message: z.string() }).nullable()
const rests = z.enum(['no_policy', 'policy_rests', 'under_recovery', 'at_work']).nullable()

/** `prune --dry-run`. */
export const prunePlanDocument = z.strictObject({
  plans: z.array(
    z.strictObject({
      databaseId: z.uuid(),
      database: z.string(),
      policy: z.strictObject({ id: z.uuid(), name: z.string() }).nullable(),
      rests,
      refusal,
      kept: z.array(judged.extend({ reasons: z.array(z.looseObject({ rule: z.string() })) })),
      removed: z.array(judged.extend({ rule: z.string() })),
      setAside: z.array(standing.extend({ endsAt: instant })),
    }),
  ),
  archives: z
    .strictObject({
      rests,
      refusal,
      kept: z.array(judgedArchive.extend({ reasons: z.array(z.looseObject({ rule: z.string() })) })),
      removed: z.array(judgedArchive.extend({ rule: z.string() })),
      setAside: z.array(standing.extend({ endsAt: instant })),
    })
    .nullable(),
})

const pruned = z.strictObject({
  rests,
  setAside: z.array(removal),
  ended: z.array(removal),
  putBack: z.array(removal),
  skipped: z.array(z.strictObject({ file: z.string(), error: errorShape })),
  error: errorShape.optional(),
})

/** `prune`. */
export const pruneDocument = z.strictObject({
  success: z.boolean(),
  setAsideCount: z.number().int(),
  endedCount: z.number().int(),
  freedBytes: z.number().int(),
  databases: z.array(pruned.extend({ databaseId: z.uuid(), database: z.string() })),
  archives: pruned.nullable(),
})

/** `prune --undo`. */
export const undoDocument = z.strictObject({ success: z.literal(true), putBack: z.array(removal) })

/** `hold list`. */
export const holdsDocument = z.strictObject({
  marks: z.array(
    z.strictObject({
      id: z.uuid(),
      kind: z.enum(['pin', 'legal_hold']),
      databaseId: z.uuid(),
      database: z.string().nullable(),
      backupId: z.uuid().nullable(),
      file: z.string().nullable(),
      name: z.string(),
      note: z.string(),
      since: instant,
      by: z.string(),
    }),
  ),
  damaged: z.array(z.string()),
})
