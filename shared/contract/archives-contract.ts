import { type } from '@orpc/contract'
import { z } from 'zod'

import type { ArchivesPlan } from '../domain/retention/prune-views.ts'
import type { ArchivesView, SystemRestorePlan } from '../domain/system-archive.ts'
import { forAdministrator, forOperator, forViewer } from './base.ts'
import { idField, pathField } from './fields.ts'

const wishFields = {
  archiveId: idField,
  /** A folder for all of them; left out: each to its own place. */
  toFolder: pathField.optional(),
}

/** The complete system: all databases together in one archive. */
export const archivesContract = {
  list: forViewer.output(type<ArchivesView>()),
  /** What the next clean-up would do with them: what goes and by which rule, what stays and why. Changes nothing. */
  cleanUp: forViewer.output(type<ArchivesPlan>()),
  /** Queues the complete system; answers the job. */
  take: forOperator.output(type<string>()),
  /** Queues the check of an archive and of every backup in it; answers the job. */
  verify: forOperator.input(z.object({ archiveId: idField })).output(type<string>()),
  plan: forViewer.input(z.object(wishFields)).output(type<SystemRestorePlan>()),
  /**
   * Restores every database of an archive that can be as planned, and answers the job. `confirmName` is the vault's name as typed. `replaces`
   * are the databases whose files the plan said would be replaced: another one refuses the restore.
   */
  restore: forAdministrator
    .input(z.object({ ...wishFields, confirmName: z.string(), replaces: z.array(idField).max(100_000) }))
    .output(type<string>()),
}
