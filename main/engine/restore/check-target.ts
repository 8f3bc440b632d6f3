import type { BackupRecord } from '../../../shared/domain/backup-record.ts'
import { FaultError } from '../../../shared/domain/fault.ts'
import type { RestoreMethod } from '../../../shared/domain/restore-plan.ts'
import type { RestoreRequest } from '../engine-types.ts'
import type { Ports } from '../ports/ports.ts'
import { asTargetError } from '../target/target-faults.ts'
import type { ResolvedTarget } from '../target/resolve-target.ts'
import { refuseIfOpen } from './swap-into-place.ts'

/** Room for the folder's own growth and for what SQLite puts beside a file that is checked. */
const slackBytes = 256 * 1024

/**
 * Bytes that must be free in the target's folder: the image beside the old file; in place also SQLite's log or journal of
 * the whole copy, and a copy of one moment to compare with.
 */
export function neededBytesFor(method: RestoreMethod, record: Pick<BackupRecord, 'sourceBytes'>): number {
  return record.sourceBytes * (method === 'in_place' ? 3 : 1) + slackBytes
}

/** Throws TARGET_FULL when the image would not fit beside what is there; TARGET_* when that can't be told. Answers what is free. */
export async function refuseIfFull(
  ports: Ports,
  target: Pick<ResolvedTarget, 'path' | 'folder'>,
  neededBytes: number,
): Promise<number> {
  const freeBytes = await ports.files.freeBytes(target.folder).catch(async (error: unknown) => {
    throw await asTargetError(ports, { ...target, neededBytes }, error)
  })
  if (freeBytes >= neededBytes) return freeBytes
  throw new FaultError({ code: 'TARGET_FULL', path: target.path, neededBytes, freeBytes })
}

function isAsPlanned(request: RestoreRequest, { facts }: ResolvedTarget): boolean {
  const { expectedTarget, method } = request
  if (expectedTarget === null || facts === null) return expectedTarget === null && facts === null
  // A live database that others write to does not stay as it was seen; what is lost is what the plan says.
  if (method === 'in_place') return true
  return (
    facts.sizeBytes === expectedTarget.sizeBytes &&
    new Date(facts.modifiedAt).toISOString() === expectedTarget.modifiedAt
  )
}

/** Throws TARGET_CHANGED unless the target is still what the plan saw, and TARGET_IN_USE when it may not be pulled away. */
export async function refuseUnplanned(
  ports: Ports,
  request: RestoreRequest,
  target: ResolvedTarget,
): Promise<void> {
  const isNew = request.method === 'new_file'
  if (!isAsPlanned(request, target) || isNew !== (target.facts === null)) {
    throw new FaultError({ code: 'TARGET_CHANGED', path: target.path })
  }
  if (request.method !== 'in_place') await refuseIfOpen(ports, target)
}
