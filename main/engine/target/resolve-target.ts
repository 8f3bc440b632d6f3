import { constants } from 'node:fs'
import { access, readlink } from 'node:fs/promises'
import path from 'node:path'

import { FaultError, type Fault } from '../../../shared/domain/fault.ts'
import type { FileFacts } from '../ports/file-system.ts'
import type { Ports } from '../ports/ports.ts'
import { sidecarEndings } from './sidecars.ts'

/** Where a restore really writes. */
export interface ResolvedTarget {
  /** Absolute, with every symbolic link followed: the file that is replaced. The link itself stays. */
  readonly path: string
  readonly folder: string
  readonly name: string
  /** Null when nothing is there. */
  readonly facts: FileFacts | null
}

const linkLimit = 40

function errnoOf(error: unknown): string {
  return String((error as NodeJS.ErrnoException).code)
}

function refuse(given: string, errno: string): FaultError {
  const fault: Fault =
    errno === 'ENOENT' || errno === 'ENOTDIR'
      ? { code: 'TARGET_FOLDER_MISSING', path: path.dirname(given) }
      : errno === 'EACCES' || errno === 'EPERM' || errno === 'EROFS'
        ? { code: 'TARGET_NOT_PERMITTED', path: given }
        : { code: 'TARGET_WRITE_FAILED', path: given, errno }
  return new FaultError(fault)
}

async function linkAt(file: string): Promise<string | null> {
  return readlink(file).catch(() => null)
}

/** Also follows links that lead to nothing: the file that a program would make there is the one to restore. */
async function follow(ports: Ports, file: string, hops: number): Promise<string> {
  try {
    return await ports.files.realPath(file)
  } catch (error) {
    if (errnoOf(error) !== 'ENOENT' || hops > linkLimit) throw error
  }
  const link = await linkAt(file)
  if (link !== null) return follow(ports, path.resolve(path.dirname(file), link), hops + 1)
  return path.join(await ports.files.realPath(path.dirname(file)), path.basename(file))
}

async function refuseOtherThanFile(ports: Ports, target: ResolvedTarget): Promise<void> {
  const { path: file, facts } = target
  if (facts?.isDirectory === true) throw new FaultError({ code: 'TARGET_IS_FOLDER', path: file })
  if (facts !== null && !facts.isFile) throw refuse(file, 'EINVAL')
  const ending = sidecarEndings.find((one) => file.endsWith(one))
  if (ending !== undefined && (await ports.files.stat(file.slice(0, -ending.length))) !== null) {
    const detail = `${file} is a part of the database ${file.slice(0, -ending.length)}: choose another name.`
    throw new FaultError({ code: 'WRONG_USE', detail })
  }
}

async function refuseUnwritable(target: ResolvedTarget): Promise<void> {
  await access(target.folder, constants.W_OK | constants.X_OK)
  if (target.facts !== null) await access(target.path, constants.R_OK | constants.W_OK)
}

/**
 * Finds the file that a restore to `given` replaces or makes. Throws TARGET_IS_FOLDER, TARGET_FOLDER_MISSING,
 * TARGET_NOT_PERMITTED, TARGET_WRITE_FAILED (a device, a ring of links), WRONG_USE (the log of another database).
 */
export async function resolveTarget(ports: Ports, given: string): Promise<ResolvedTarget> {
  try {
    const file = await follow(ports, path.resolve(given), 0)
    const facts = await ports.files.stat(file)
    const target = { path: file, folder: path.dirname(file), name: path.basename(file), facts }
    await refuseOtherThanFile(ports, target)
    await refuseUnwritable(target)
    return target
  } catch (error) {
    throw error instanceof FaultError ? error : refuse(path.resolve(given), errnoOf(error))
  }
}

/**
 * Finds the file that a restore will make in a folder that is made for it; its `folder` is the nearest one above it that is there. One whose
 * folder is there already is found as by `resolveTarget`. Throws as that does.
 */
export async function resolveInNewFolder(ports: Ports, given: string): Promise<ResolvedTarget> {
  const file = path.resolve(given)
  let above = path.dirname(file)
  try {
    let facts = await ports.files.stat(above)
    if (facts !== null) return await resolveTarget(ports, file)
    while (facts === null && above !== path.dirname(above)) {
      above = path.dirname(above)
      facts = await ports.files.stat(above)
    }
    if (facts?.isDirectory !== true) throw refuse(file, 'ENOTDIR')
    const folder = await ports.files.realPath(above)
    await access(folder, constants.W_OK | constants.X_OK)
    return {
      path: path.join(folder, path.relative(above, file)),
      folder,
      name: path.basename(file),
      facts: null,
    }
  } catch (error) {
    throw error instanceof FaultError ? error : refuse(file, errnoOf(error))
  }
}

async function isWithin(ports: Ports, folder: string, vaultFolder: string): Promise<boolean> {
  const vault = await ports.files.stat(vaultFolder)
  if (vault === null) return false
  for (let above = folder; ; above = path.dirname(above)) {
    const facts = await ports.files.stat(above)
    if (facts?.inode === vault.inode && facts.device === vault.device) return true
    if (above === path.dirname(above)) return false
  }
}

/**
 * Throws TARGET_IN_VAULT when a folder above the target is the vault's, by whatever name it is reached; where that can't be told,
 * as the system says: TARGET_NOT_PERMITTED, TARGET_WRITE_FAILED.
 */
export async function refuseTargetInVault(
  ports: Ports,
  target: ResolvedTarget,
  vaultFolder: string,
): Promise<void> {
  const isInVault = await isWithin(ports, target.folder, vaultFolder).catch((error: unknown) => {
    throw refuse(target.path, errnoOf(error))
  })
  if (isInVault) throw new FaultError({ code: 'TARGET_IN_VAULT', path: target.path })
}
