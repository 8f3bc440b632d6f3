import path from 'node:path'

import { FaultError } from '../../../shared/domain/fault.ts'
import type { OpenFile } from '../ports/file-system.ts'
import { flushWhileWriting } from '../ports/flush-while-writing.ts'
import type { Ports } from '../ports/ports.ts'
import { unfinishedName } from './layout.ts'
import { errnoOf } from './vault-faults.ts'

/** A file that is written but has no name yet. */
export interface UnpublishedFile {
  readonly file: OpenFile
  readonly temporaryPath: string
}

/** Opens a hidden file beside the one it will be, marked with its run, so that a sweep knows whose it is. */
export async function beginFile(
  ports: Ports,
  folder: string,
  name: string,
  runId: string,
): Promise<UnpublishedFile> {
  const temporaryPath = path.join(folder, unfinishedName(name, runId))
  return { file: flushWhileWriting(await ports.files.open(temporaryPath, 'create')), temporaryPath }
}

const cannotLink = new Set(['EPERM', 'ENOTSUP', 'EOPNOTSUPP', 'ENOSYS', 'EMLINK', 'EXDEV'])

function alreadyThere(target: string): Error {
  return Object.assign(new Error(`EEXIST: file already exists, '${target}'`), { code: 'EEXIST' })
}

/**
 * For what a run has written and has not finished: throws RUN_SWEPT when one of the files, or folders, is gone although the folder they
 * were in is there. A machine that slept too long is taken for dead, and swept.
 */
export async function refuseSwept(ports: Ports, folder: string, written: readonly string[]): Promise<void> {
  for (const one of written) {
    if ((await ports.files.stat(one)) !== null) continue
    // Without its folder it is the vault that is gone.
    if ((await ports.files.stat(folder)) === null) return
    throw new FaultError({ code: 'RUN_SWEPT', path: one })
  }
}

/** Gives the file its name. A link refuses a name that is taken; file systems without links get a look first. */
async function nameIt(ports: Ports, from: string, to: string, onNamed: () => void): Promise<void> {
  try {
    await ports.files.link(from, to)
  } catch (error) {
    if (errnoOf(error) === 'ENOENT') await refuseSwept(ports, path.dirname(to), [from])
    if (!cannotLink.has(errnoOf(error) ?? '')) throw error
    if ((await ports.files.stat(to)) !== null) throw alreadyThere(to)
    await ports.files.rename(from, to)
    onNamed()
    return
  }
  onNamed()
  await ports.files.remove(from)
}

/** Flushes and closes: from here on the bytes are on the medium, without a name. */
export async function settleFile(unpublished: UnpublishedFile): Promise<void> {
  try {
    await unpublished.file.sync()
  } finally {
    await unpublished.file.close()
  }
}

/**
 * Names a settled file and makes the name durable. Rejects with EEXIST rather than replace anything: a backup is never
 * overwritten. `onNamed` is called as soon as the name is taken, before it is durable. Without the flush of the folder the last acknowledged file is gone after a power cut.
 */
export async function nameSettledFile(
  ports: Ports,
  unpublished: UnpublishedFile,
  target: string,
  onNamed: () => void = () => undefined,
): Promise<void> {
  await nameIt(ports, unpublished.temporaryPath, target, onNamed)
  await ports.files.syncFolder(path.dirname(target))
}

/** Removes what a failed run wrote; says nothing about what can't be removed, because a sweep clears it later. */
export async function discardFile(ports: Ports, unpublished: UnpublishedFile): Promise<void> {
  await unpublished.file.close().catch(() => undefined)
  await ports.files.remove(unpublished.temporaryPath).catch(() => undefined)
}

/** Publishes small content under a new name, durably; rejects with EEXIST when the name is taken. `mark` is the run's id, or a process tag. */
export async function publishBytes(
  ports: Ports,
  target: string,
  bytes: Uint8Array,
  mark: string,
  onNamed?: () => void,
): Promise<void> {
  const unpublished = await beginFile(ports, path.dirname(target), path.basename(target), mark)
  try {
    await unpublished.file.write(bytes, 0)
    await settleFile(unpublished)
    await nameSettledFile(ports, unpublished, target, onNamed)
  } catch (error) {
    await discardFile(ports, unpublished)
    throw error
  }
}
