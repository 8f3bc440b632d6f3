import path from 'node:path'

import type { Ports } from '../ports/ports.ts'
import { inVault } from './layout.ts'

/** Whether a path relative to a vault is written as ours are: forward slashes, no step up, nothing hidden or empty. */
export function isVaultPath(relative: string): boolean {
  if (relative === '' || relative.includes('\\') || relative.includes('\0')) return false
  return relative.split('/').every((step) => step !== '' && !step.startsWith('.'))
}

/**
 * The absolute path of a backup's file, or null when it leads out of the vault: by its spelling, or by a symbolic
 * link on the way. A file that is not there yet leads nowhere and is allowed. Rejects with the system's errors.
 */
export async function pathInsideVault(
  ports: Ports,
  folder: string,
  relative: string,
): Promise<string | null> {
  if (!isVaultPath(relative)) return null
  const absolute = inVault(folder, relative)
  const real = await realPathOrNull(ports, absolute)
  if (real === null) return absolute
  const root = await ports.files.realPath(folder)
  return real.startsWith(root + path.sep) ? absolute : null
}

async function realPathOrNull(ports: Ports, absolute: string): Promise<string | null> {
  try {
    return await ports.files.realPath(absolute)
  } catch (error) {
    if ((error as NodeJS.ErrnoException).code === 'ENOENT') return null
    throw error
  }
}
