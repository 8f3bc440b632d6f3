import fs from 'node:fs/promises'
import path from 'node:path'

import { FaultError } from '../../../shared/domain/fault.ts'
import type { OperationsContext } from '../operations-context.ts'
import type { Submitted } from '../queue/job-queue.ts'
import { archiveCalled } from './list-system.ts'
import { planSystemRestore } from './plan-system-restore.ts'
import { startSystemRestore, type SystemRestoreDone } from './restore-system.ts'

/** A restore of an archive as the person who confirmed it saw it. */
export interface ConfirmedSystemRestore {
  readonly archiveId: string
  /** Left out: each database to its own place. */
  readonly toFolder?: string | undefined
  /** The vault's name as typed. */
  readonly confirmName: string
  /** Databases whose files the plan said would be replaced. */
  readonly replaces: readonly string[]
}

/** Makes the folder that databases are restored into where it is not. Throws TARGET_WRITE_FAILED. */
export async function makeTargetFolder(folder: string): Promise<void> {
  try {
    await fs.mkdir(folder, { recursive: true, mode: 0o700 })
  } catch (error) {
    const errno = (error as NodeJS.ErrnoException).code ?? 'unknown'
    throw new FaultError({ code: 'TARGET_WRITE_FAILED', path: folder, errno }, { cause: error })
  }
}

/**
 * Plans a restore of an archive once more and starts it. Throws RESTORE_NOT_CONFIRMED where another name than the vault's was typed,
 * TARGET_CHANGED where a file would be replaced that was not there when the plan was shown, and as `startSystemRestore`.
 */
export async function confirmSystemRestore(
  context: OperationsContext,
  { archiveId, toFolder, confirmName, replaces }: ConfirmedSystemRestore,
): Promise<Submitted<SystemRestoreDone>> {
  const { facts } = context.session.reachable()
  if (confirmName !== facts.name) throw new FaultError({ code: 'RESTORE_NOT_CONFIRMED', path: facts.folder })
  const called = await archiveCalled(context, archiveId)
  const folder = toFolder === undefined ? undefined : path.resolve(toFolder)
  if (folder !== undefined) await makeTargetFolder(folder)
  const planned = await planSystemRestore(context, called, folder)
  const unseen = planned.plan.databases.find(
    ({ databaseId, plan }) => plan?.target.exists === true && !replaces.includes(databaseId),
  )
  if (unseen !== undefined) throw new FaultError({ code: 'TARGET_CHANGED', path: unseen.targetPath })
  return startSystemRestore(context, { ...planned, ...called, mayReplace: true })
}
