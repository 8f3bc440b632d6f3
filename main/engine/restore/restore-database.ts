import type { BackupRecord } from '../../../shared/domain/backup-record.ts'
import type { RestoreMethod } from '../../../shared/domain/restore-plan.ts'
import { concludeValidation, type CheckOutcome } from '../../../shared/domain/validation.ts'
import { countOf } from '../../../shared/domain/words/format-count.ts'
import type { RestoreOutcome, RestoreRequest, RunContext } from '../engine-types.ts'
import { openImage, type ImageReader } from '../image/image-reader.ts'
import type { Ports } from '../ports/ports.ts'
import { refuseTargetInVault, resolveTarget, type ResolvedTarget } from '../target/resolve-target.ts'
import { asTargetError } from '../target/target-faults.ts'
import { beginReading, type Reading } from '../vault/backup-readers.ts'
import { neededBytesFor, refuseIfFull, refuseUnplanned } from './check-target.ts'
import type { PlacedImage, PlacingOrder } from './placed-image.ts'
import { keepPresentContent, type KeptContent } from './present-content.ts'
import { proveImage, rebuildBeside } from './prove-image.ts'
import { putNewFile } from './put-new-file.ts'
import { removeRestoreFiles, restoreFilesIn, type RestoreFiles } from './restore-files.ts'
import { restoreInPlace } from './restore-in-place.ts'
import { swapIntoPlace } from './swap-into-place.ts'
import { sweepRestoreLeftovers } from './sweep-restore-leftovers.ts'

interface Restore {
  readonly ports: Ports
  readonly request: RestoreRequest
  readonly run: RunContext
  readonly target: ResolvedTarget
  readonly reader: ImageReader
  readonly files: RestoreFiles
}

const placeBy: Readonly<Record<RestoreMethod, (ports: Ports, order: PlacingOrder) => Promise<PlacedImage>>> =
  {
    new_file: putNewFile,
    swap: swapIntoPlace,
    in_place: restoreInPlace,
  }

/** A check that passed, timed on the clock that only goes forward. */
async function timed<T>(ports: Ports, work: () => Promise<T>): Promise<{ value: T; durationMs: number }> {
  const began = ports.clock.monotonicMs()
  const value = await work()
  return { value, durationMs: Math.round(ports.clock.monotonicMs() - began) }
}

function placingOrder(restore: Restore, kept: KeptContent): PlacingOrder {
  const { request, run, target, files, reader } = restore
  const step = request.method === 'in_place' ? 'replacing in place' : 'replacing'
  return {
    target,
    files,
    record: reader.record,
    kept,
    lockWaitMs: request.lockWaitMs,
    reading: {
      signal: run.signal,
      onProgress: (doneBytes, totalBytes) => run.onProgress({ step, doneBytes, totalBytes }),
    },
  }
}

function passed(detail: string, durationMs: number): CheckOutcome {
  return { status: 'passed', detail, durationMs }
}

/** Equality that could not be shown, because programs wrote on at once, is not called passed. */
function readBack({ isShownEqual, detail }: PlacedImage, durationMs: number): CheckOutcome {
  return { status: isShownEqual ? 'passed' : 'not_applicable', detail, durationMs }
}

function readInWords({ needs, sizeBytes }: BackupRecord): string {
  const all = needs.length === 0 ? '' : ` and of the ${countOf(needs.length, 'backup')} it needs`
  return `Every file of the backup${all} was there and was read whole (${sizeBytes} bytes).`
}

async function carryOut(restore: Restore): Promise<Omit<RestoreOutcome, 'durationMs'>> {
  const { ports, request, run, target, reader, files } = restore
  const { record } = reader
  const { threads, lastValidation } = request
  const rebuilt = await timed(ports, () => rebuildBeside(ports, reader, files, { ...run, threads }))
  const { checks, integrity } = await proveImage(ports, reader, files, { ...run, threads, lastValidation })
  const kept = await keepPresentContent(ports, request.safetyBackup, target, run)
  const placed = await timed(ports, () => placeBy[request.method](ports, placingOrder(restore, kept)))
  return {
    target: target.path,
    backup: record,
    root: placed.value.root,
    bytes: record.sourceBytes,
    method: request.method,
    safetyBackup: kept.kind === 'backup' ? kept.backup : null,
    setAside: placed.value.setAside,
    validation: concludeValidation(
      new Date(ports.clock.now()).toISOString(),
      {
        file_accessibility: passed(readInWords(record), rebuilt.durationMs),
        ...checks,
        checksum_match: readBack(placed.value, placed.durationMs),
      },
      integrity,
    ),
  }
}

async function prepare(
  ports: Ports,
  request: RestoreRequest,
  run: RunContext,
  target: ResolvedTarget,
): Promise<Restore> {
  await refuseTargetInVault(ports, target, request.vault.folder)
  const reader = await openImage(ports, request.vault, request.manifestFile)
  await sweepRestoreLeftovers(ports, target.folder)
  await refuseUnplanned(ports, request, target)
  await refuseIfFull(ports, target, neededBytesFor(request.method, reader.record))
  return { ports, request, run, target, reader, files: restoreFilesIn(ports, target.folder) }
}

/** Runs work at the target; the refusals of the system and of SQLite come out as the target's faults. */
async function writingTarget<T>(
  ports: Ports,
  target: ResolvedTarget,
  neededBytes: number,
  work: () => Promise<T>,
): Promise<T> {
  try {
    return await work()
  } catch (error) {
    throw await asTargetError(ports, { path: target.path, folder: target.folder, neededBytes }, error)
  }
}

/** While the restore gets on, its reading lease is kept fresh. */
function renewing(run: RunContext, reading: Reading): RunContext {
  return {
    signal: run.signal,
    onProgress(progress) {
      reading.renew()
      run.onProgress(progress)
    },
  }
}

/**
 * Brings a backup back to its target: rebuilt beside it, proved, what was there kept, then replaced and read back.
 * On any failure the target is what it was, but for one: in place, a committed copy that does not read back right stays,
 * and RESTORE_UNPROVED says so. Throws FaultError: those of opening and reading a backup, BACKUP_IN_USE, TARGET_*,
 * SAFETY_BACKUP_FAILED, RESTORE_PROOF_FAILED, RESTORE_UNPROVED, and the signal's reason.
 */
export async function restoreDatabase(
  ports: Ports,
  request: RestoreRequest,
  run: RunContext,
): Promise<RestoreOutcome> {
  const began = ports.clock.monotonicMs()
  const target = await resolveTarget(ports, request.targetPath)
  const restore = await writingTarget(ports, target, 0, () => prepare(ports, request, run, target))
  const { record } = restore.reader
  const neededBytes = neededBytesFor(request.method, record)
  const reading = await beginReading(ports, request.vault.folder, 'restore', [record.id, ...record.needs])
  try {
    const work = { ...restore, run: renewing(run, reading) }
    const outcome = await writingTarget(ports, target, neededBytes, () => carryOut(work))
    return { ...outcome, durationMs: Math.round(ports.clock.monotonicMs() - began) }
  } finally {
    await removeRestoreFiles(ports, restore.files)
    await reading.end()
  }
}
