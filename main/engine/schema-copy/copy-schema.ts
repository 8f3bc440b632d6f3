import { FaultError } from '../../../shared/domain/fault.ts'
import type { RunContext, SchemaCopyOutcome, SchemaCopyRequest } from '../engine-types.ts'
import { openImage, type ImageReader } from '../image/image-reader.ts'
import { readFirstPage } from '../image/read-first-page.ts'
import type { Ports } from '../ports/ports.ts'
import { refuseIfFull } from '../restore/check-target.ts'
import { pagesOfFile } from '../restore/page-file.ts'
import type { PlacingOrder } from '../restore/placed-image.ts'
import { putNewFile } from '../restore/put-new-file.ts'
import { readRoot, type ReadingOptions } from '../restore/read-root.ts'
import { removeRestoreFiles, restoreFilesIn, type RestoreFiles } from '../restore/restore-files.ts'
import { sweepRestoreLeftovers } from '../restore/sweep-restore-leftovers.ts'
import { refuseTargetInVault, resolveTarget, type ResolvedTarget } from '../target/resolve-target.ts'
import { asTargetError } from '../target/target-faults.ts'
import { buildSchemaImage, type SchemaImage } from './build-schema-image.ts'
import { schemaFactsIn } from './schema-facts.ts'

interface Copying {
  readonly ports: Ports
  readonly request: SchemaCopyRequest
  readonly run: RunContext
  readonly target: ResolvedTarget
  readonly files: RestoreFiles
}

function readingOf(run: RunContext, step: string): ReadingOptions {
  return {
    signal: run.signal,
    onProgress: (doneBytes, totalBytes) => run.onProgress({ step, doneBytes, totalBytes }),
  }
}

async function rootOf({ ports, run, files }: Copying, image: SchemaImage): Promise<string> {
  const file = await ports.files.open(files.image, 'read')
  try {
    const pages = pagesOfFile(file, image.pageSize, image.pageCount)
    return await readRoot(pages, readingOf(run, 'proving'))
  } finally {
    await file.close()
  }
}

async function place(copying: Copying, image: SchemaImage): Promise<void> {
  const { ports, request, run, target, files } = copying
  const order: PlacingOrder = {
    target,
    files,
    record: { ...image, root: await rootOf(copying, image) },
    kept: { kind: 'nothing' },
    lockWaitMs: request.lockWaitMs,
    reading: readingOf(run, 'replacing'),
  }
  await putNewFile(ports, order)
}

async function copy(copying: Copying, reader: ImageReader): Promise<Omit<SchemaCopyOutcome, 'durationMs'>> {
  const { ports, run, target, files } = copying
  run.onProgress({ step: 'rebuilding', doneBytes: 0, totalBytes: null })
  const facts = schemaFactsIn(await readFirstPage(ports, reader))
  run.signal.throwIfAborted()
  const image = await buildSchemaImage(ports, facts, reader.description, files.image)
  run.signal.throwIfAborted()
  await place(copying, image)
  return {
    target: target.path,
    backup: reader.record,
    objects: image.objects,
    leftOut: image.leftOut,
    bytes: image.pageSize * image.pageCount,
  }
}

/** Each table and index has a page of its own, and the schema's text goes into pages too. */
function neededBytesFor({ record, description }: ImageReader): number {
  const text = description.schema.reduce((sum, { sql }) => sum + (sql?.length ?? 0), 0)
  return (description.schema.length + 2) * record.pageSize + 3 * text
}

/**
 * Makes an empty database with a backup's schema where nothing is: built beside the target, proved, flushed, and given its
 * name by a link, which never replaces anything. On any failure nothing is at the target. Throws FaultError: those of opening
 * a backup, TARGET_*, RESTORE_PROOF_FAILED, and the signal's reason.
 */
export async function copySchema(
  ports: Ports,
  request: SchemaCopyRequest,
  run: RunContext,
): Promise<SchemaCopyOutcome> {
  const began = ports.clock.monotonicMs()
  const target = await resolveTarget(ports, request.targetPath)
  const { path, folder, facts } = target
  if (facts !== null) throw new FaultError({ code: 'TARGET_CHANGED', path })
  await refuseTargetInVault(ports, target, request.vault.folder)
  const reader = await openImage(ports, request.vault, request.manifestFile)
  const neededBytes = neededBytesFor(reader)
  await sweepRestoreLeftovers(ports, folder)
  await refuseIfFull(ports, target, neededBytes)
  const files = restoreFilesIn(ports, folder)
  try {
    const done = await copy({ ports, request, run, target, files }, reader)
    return { ...done, durationMs: Math.round(ports.clock.monotonicMs() - began) }
  } catch (error) {
    throw await asTargetError(ports, { path, folder, neededBytes }, error)
  } finally {
    await removeRestoreFiles(ports, files)
  }
}
