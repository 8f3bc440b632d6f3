import type { OpenFile } from '../ports/file-system.ts'
import type { Ports } from '../ports/ports.ts'
import type { ResolvedTarget } from '../target/resolve-target.ts'
import { sidecarsOf } from '../target/sidecars.ts'

async function isCold(ports: Ports, journal: string, open: OpenFile[]): Promise<boolean> {
  const file = await ports.files.open(journal, 'read')
  open.push(file)
  const first = new Uint8Array(1)
  // SQLite takes a journal for a live one by its first byte alone (pager.c, hasHotJournal).
  return (await file.read(first, 0)) === 0 || first[0] === 0
}

/**
 * Whether the database file alone is the whole content: its log is empty and its journal spent. True of every database
 * that `lockDatabase` holds; looked at again because what follows removes both. Descriptors stay in `open` until the
 * lock is released.
 */
export async function isWholeByItself(
  ports: Ports,
  target: ResolvedTarget,
  open: OpenFile[],
): Promise<boolean> {
  const log = await ports.files.stat(`${target.path}-wal`)
  if (log !== null && log.sizeBytes > 0) return false
  const journal = await ports.files.stat(`${target.path}-journal`)
  return journal === null || (await isCold(ports, `${target.path}-journal`, open))
}

/** Removes the log, its index and the journal beside the target, durably: no file that comes may ever meet them. */
export async function clearSidecars(ports: Ports, target: ResolvedTarget): Promise<void> {
  let removed = 0
  for (const file of sidecarsOf(target.path)) {
    if ((await ports.files.stat(file)) === null) continue
    await ports.files.remove(file)
    removed += 1
  }
  if (removed > 0) await ports.files.syncFolder(target.folder)
}
