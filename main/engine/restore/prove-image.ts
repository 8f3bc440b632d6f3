import { FaultError } from '../../../shared/domain/fault.ts'
import { checkNames, type CheckName } from '../../../shared/domain/validation.ts'
import type { RestoreRequest, RunContext } from '../engine-types.ts'
import type { ImageReader } from '../image/image-reader.ts'
import { rebuildImage } from '../image/rebuild-image.ts'
import { flushWhileWriting } from '../ports/flush-while-writing.ts'
import type { Ports } from '../ports/ports.ts'
import { checkDatabase, type CheckedDatabase, type DatabaseChecks } from '../verify/check-database.ts'
import { heldVerdict } from './held-verdict.ts'
import type { RestoreFiles } from './restore-files.ts'

/** Rebuilds the image beside the target and flushes it; every page and the root are compared on the way. */
export async function rebuildBeside(
  ports: Ports,
  reader: ImageReader,
  files: RestoreFiles,
  run: RunContext & Pick<RestoreRequest, 'threads'>,
): Promise<void> {
  const image = flushWhileWriting(await ports.files.open(files.image, 'create'))
  try {
    await rebuildImage(ports, reader, image, {
      threads: run.threads,
      signal: run.signal,
      onProgress: (doneBytes, totalBytes) => run.onProgress({ step: 'rebuilding', doneBytes, totalBytes }),
    })
    await image.sync()
  } finally {
    await image.close()
  }
}

/** A backup that SQLite had only checked quickly may have had, at its source, what the full check finds now. */
function mayHaveBeenSo({ record }: ImageReader, { isContentAsRecorded }: CheckedDatabase): boolean {
  return isContentAsRecorded && record.validation.integrity?.extent !== 'full'
}

function isNewFailure(reader: ImageReader, name: CheckName, checked: CheckedDatabase): boolean {
  const outcome = name in checked.checks ? checked.checks[name as keyof DatabaseChecks] : undefined
  if (outcome?.status !== 'failed' || reader.record.validation.checks[name].status === 'failed') return false
  return name !== 'data_consistency' || !mayHaveBeenSo(reader, checked)
}

/**
 * Makes the checks of a database on the rebuilt image, whose pages are known to be those that were backed up. Throws
 * RESTORE_PROOF_FAILED when one fails that the backup passed when it was taken. What was wrong at the source already (a
 * broken foreign key…) is in the answer, as it was in the plan: else such a database could never be brought back.
 */
export async function proveImage(
  ports: Ports,
  reader: ImageReader,
  files: RestoreFiles,
  run: RunContext & Pick<RestoreRequest, 'threads' | 'lastValidation'>,
): Promise<CheckedDatabase> {
  const { description, record } = reader
  const { threads, signal, lastValidation } = run
  run.onProgress({ step: 'proving', doneBytes: 0, totalBytes: null })
  const integrity = heldVerdict(record, lastValidation) ?? 'full'
  const expected = { ...record, description }
  const checked = await checkDatabase(ports, files.image, expected, { integrity, threads, signal })
  const failed = checkNames.filter((name) => isNewFailure(reader, name, checked))
  if (failed.length === 0) return checked
  const details = failed.map((name) => `${name}: ${checked.checks[name as keyof DatabaseChecks].detail}`)
  throw new FaultError({ code: 'RESTORE_PROOF_FAILED', detail: details.join(' ') })
}
