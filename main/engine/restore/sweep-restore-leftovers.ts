import { uptime } from 'node:os'
import path from 'node:path'

import type { Ports } from '../ports/ports.ts'
import { ownerOf, ownerOfLeftover, removeLeftover, type LeftoverOwner } from './restore-files.ts'

const hourMs = 3_600_000
const weekMs = 7 * 24 * hourMs

/** Milliseconds for which a file of an unknown process must have rested before it counts as left over. */
function restNeeded(owner: LeftoverOwner, own: LeftoverOwner): number {
  // Same host, another boot or container: what was written before this boot has no owner any more, the rest may.
  return owner.host === own.host ? Math.min(hourMs, uptime() * 1000) : weekMs
}

async function isLeftOver(ports: Ports, file: string, owner: LeftoverOwner): Promise<boolean> {
  const own = ownerOf(ports)
  if (owner.host === own.host && owner.machine === own.machine) {
    return ports.machine.markOf(owner.pid) !== owner.mark
  }
  const facts = await ports.files.stat(file)
  if (facts === null) return true
  return ports.clock.now() - facts.modifiedAt > restNeeded(owner, own)
}

/**
 * Removes the files of dead restores from a folder that a restore wrote to, and answers their paths. Touches no other
 * name, and no file whose process still runs. A folder that can't be listed has nothing to clear.
 */
export async function sweepRestoreLeftovers(ports: Ports, folder: string): Promise<readonly string[]> {
  const names = await ports.files.list(folder).catch(() => [])
  const removed: string[] = []
  for (const name of names) {
    const owner = ownerOfLeftover(name)
    const file = path.join(folder, name)
    if (owner === null || !(await isLeftOver(ports, file, owner))) continue
    if (await removeLeftover(ports, file)) removed.push(file)
  }
  return removed
}
