import { randomBytes } from 'node:crypto'

import { faultOf } from '../../../shared/domain/fault.ts'
import type { Ports } from '../ports/ports.ts'
import { inVault, vaultPaths } from './layout.ts'
import { replaceFile } from './replace-file.ts'
import { errnoOf } from './vault-faults.ts'

/** Some hundred records of removals, on file systems that give a block to each. */
const reserveBytes = 2 << 20
/** With less than this left in the vault the reserve is needed, and with many times as much it is made. */
const scarceBytes = reserveBytes
const plentyBytes = 32 * reserveBytes

async function freeBytes(ports: Ports, folder: string): Promise<number | null> {
  return ports.files.freeBytes(folder).catch(() => null)
}

async function giveUp(ports: Ports, folder: string): Promise<boolean> {
  const file = inVault(folder, vaultPaths.reserve)
  if ((await ports.files.stat(file)) === null) return false
  await ports.files.remove(file)
  ports.logger.warn('vault.reserve_spent', { folder })
  return true
}

/** Bytes that no file system can make small. What keeps it from being made is no matter now: the next clean-up tries again. */
async function lay(ports: Ports, folder: string): Promise<void> {
  try {
    const file = inVault(folder, vaultPaths.reserve)
    if ((await ports.files.stat(file)) !== null) return
    const free = await freeBytes(ports, folder)
    if (free !== null && free >= plentyBytes) await replaceFile(ports, file, randomBytes(reserveBytes))
  } catch (error) {
    ports.logger.warn('vault.reserve_not_made', { folder, errno: errnoOf(error) })
  }
}

/**
 * Does the work that makes room in a vault, which itself has to write a little: where nothing is left, the file that was laid by for this
 * day (`.holdfast/reserve`) is given up first. It is laid again once there is plenty of room. Throws what the work throws.
 */
export async function withRoomForCleanUp<T>(
  ports: Ports,
  folder: string,
  work: () => Promise<T>,
): Promise<T> {
  const free = await freeBytes(ports, folder)
  let isSpent = free !== null && free < scarceBytes && (await giveUp(ports, folder))
  try {
    return await work()
  } catch (error) {
    // A quota, say: then what is free tells nothing.
    if (isSpent || faultOf(error)?.code !== 'VAULT_FULL') throw error
    isSpent = await giveUp(ports, folder)
    if (!isSpent) throw error
    return await work()
  } finally {
    await lay(ports, folder)
  }
}
