import path from 'node:path'

import type { Ports } from '../ports/ports.ts'
import { inVault } from './layout.ts'
import { errnoOf } from './vault-faults.ts'

/** Whether a path relative to a vault is written as ours are: forward slashes, no step up, nothing hidden or empty. */
export function isVaultPath(relative: string): boolean {
  if (relative === '' || relative.includes('\\') || relative.includes('\0')) return false
  return relative.split('/').every((step) => step !== '' && !step.startsWith('.'))
}

async function realPathOrNull(ports: Ports, absolute: string): Promise<string | null> {
  try {
    return await ports.files.realPath(absolute)
  } catch (error) {
    if (errnoOf(error) === 'ENOENT') return null
    throw error
  }
}

/** Whether a symbolic link on the way to something in a vault leads out of it. What is not there leads nowhere. */
export async function leadsOut(ports: Ports, folder: string, relative: string): Promise<boolean> {
  const real = await realPathOrNull(ports, inVault(folder, relative))
  if (real === null) return false
  return !real.startsWith((await ports.files.realPath(folder)) + path.sep)
}

/**
 * The absolute path of a backup's file, or null when it leads out of the vault: by its spelling, or by a symbolic
 * link on the way. Rejects with the system's errors.
 */
export async function pathInsideVault(
  ports: Ports,
  folder: string,
  relative: string,
): Promise<string | null> {
  const isInside = isVaultPath(relative) && !(await leadsOut(ports, folder, relative))
  return isInside ? inVault(folder, relative) : null
}
