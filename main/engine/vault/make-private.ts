import type { Ports } from '../ports/ports.ts'
import { inVault, vaultFolders, vaultPaths } from './layout.ts'

const ownersBits = 0o700
const groupsBits = 0o070

async function takeFromOthers(ports: Ports, path: string, uid: number, allowed: number): Promise<boolean> {
  try {
    const facts = await ports.files.stat(path)
    const mode = (facts?.mode ?? 0) & 0o777
    if (facts === null || facts.uid !== uid || (mode & ~allowed) === 0) return false
    await ports.files.setMode(path, mode & allowed)
    return true
  } catch (error) {
    // A file system without such bits, or one that is read-only: it is as private as it can be made.
    ports.logger.warn('modes.not_mended', { path, error: String(error) })
    return false
  }
}

/**
 * Closes folders and files that this user owns to everybody else; answers which were open. `uid` null: the system has no such bits. Never
 * rejects.
 */
export async function makePrivate(
  ports: Ports,
  paths: readonly string[],
  uid: number | null,
  allowed = ownersBits,
): Promise<readonly string[]> {
  const closed: string[] = []
  if (uid === null) return closed
  for (const path of paths) if (await takeFromOthers(ports, path, uid, allowed)) closed.push(path)
  return closed
}

/**
 * Closes the folders of a vault that was copied with open modes, so that nothing in them can be reached; answers which were open. The group
 * keeps what the vault's own folder allows it: an owner may have opened it, so that viewers can read. Never rejects.
 */
export async function makeVaultPrivate(
  ports: Ports,
  folder: string,
  uid: number | null,
): Promise<readonly string[]> {
  const top = await ports.files.stat(folder).catch(() => null)
  const group = (top?.mode ?? 0) & groupsBits
  const paths = [...vaultFolders, vaultPaths.inventory].map((relative) => inVault(folder, relative))
  return makePrivate(ports, paths, uid, ownersBits | group)
}
