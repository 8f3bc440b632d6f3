import { platform } from 'node:os'

import { FaultError } from '../../../shared/domain/fault.ts'
import type { Ports } from '../ports/ports.ts'
import { findTargetFiles, whoHasTargetOpen } from '../target/inspect-target.ts'
import type { ResolvedTarget } from '../target/resolve-target.ts'
import { sidecarEndings } from '../target/sidecars.ts'
import { openerInWords, whoHasOpen } from '../target/who-has-open.ts'
import { clearSidecars, isWholeByItself } from './clear-sidecars.ts'
import { lockDatabase } from './lock-database.ts'
import { pagesOfFile } from './page-file.ts'
import {
  lockImage,
  readBack,
  readBackInWords,
  releaseHeld,
  type Held,
  type PlacedImage,
  type PlacingOrder,
} from './placed-image.ts'
import { readRoot } from './read-root.ts'
import { keepOwnerAndMode, linkIfPossible, setAside } from './set-aside.ts'
import { withUndo, type UndoList } from './undo-list.ts'

async function inUse(ports: Ports, target: ResolvedTarget): Promise<FaultError> {
  const openedBy = (await whoHasTargetOpen(ports, target)) ?? []
  return new FaultError({ code: 'TARGET_IN_USE', path: target.path, openedBy: openedBy.map(openerInWords) })
}

/** Throws TARGET_IN_USE when another process has the target open, as far as this can be known. */
export async function refuseIfOpen(ports: Ports, target: ResolvedTarget): Promise<void> {
  const openedBy = await whoHasTargetOpen(ports, target)
  if (openedBy !== null && openedBy.length > 0) throw await inUse(ports, target)
}

function changed(target: ResolvedTarget): FaultError {
  return new FaultError({ code: 'TARGET_CHANGED', path: target.path })
}

async function refuseIfReplaced(ports: Ports, target: ResolvedTarget): Promise<void> {
  const now = await ports.files.stat(target.path)
  if (now?.inode !== target.facts?.inode || now?.device !== target.facts?.device) throw changed(target)
}

/** What is replaced must be, page for page, what the safety backup holds. */
async function refuseIfWritten(ports: Ports, order: PlacingOrder, held: Held): Promise<void> {
  if (order.kept.kind !== 'backup') return
  const { root, pageSize, pageCount } = order.kept.backup
  const file = await ports.files.open(order.target.path, 'read')
  held.open.push(file)
  const { sizeBytes } = await file.stat()
  if (sizeBytes < pageSize * pageCount) throw changed(order.target)
  if ((await readRoot(pagesOfFile(file, pageSize, pageCount), order.reading)) !== root)
    throw changed(order.target)
}

/** Locks the old database and folds its log in, if SQLite can read it. Answers whether the file is now whole by itself. */
async function lockOld(ports: Ports, order: PlacingOrder, held: Held): Promise<boolean> {
  const { target, kept, lockWaitMs: waitMs } = order
  if (kept.kind === 'set_aside' && !kept.isReadable) return false
  const attempt = await lockDatabase(ports, target.path, { waitMs, signal: order.reading.signal })
  if (attempt.kind === 'in_use') throw await inUse(ports, target)
  if (attempt.kind === 'unreadable') return false
  held.locks.push(attempt.lock)
  return isWholeByItself(ports, target, held.open)
}

async function hasSidecars(ports: Ports, target: ResolvedTarget): Promise<boolean> {
  return (await findTargetFiles(ports, target)).sidecars.length > 0
}

async function keepOldContent(
  ports: Ports,
  order: PlacingOrder,
  work: { readonly undo: UndoList; readonly held: Held; readonly isWhole: boolean },
): Promise<string | null> {
  if (order.kept.kind === 'backup' && work.isWhole) return null
  if (order.target.facts?.sizeBytes === 0 && !(await hasSidecars(ports, order.target))) return null
  const endings = work.isWhole ? [] : sidecarEndings
  return setAside(ports, order.target, endings, { undo: work.undo, open: work.held.open })
}

async function putSidecarsBack(ports: Ports, order: PlacingOrder, aside: string): Promise<void> {
  for (const ending of sidecarEndings) {
    if ((await ports.files.stat(aside + ending)) === null) continue
    // Still there when clearing failed before it came to this one.
    if ((await ports.files.stat(order.target.path + ending)) !== null) continue
    const isBack = await linkIfPossible(ports, aside + ending, order.target.path + ending)
    if (!isBack) throw new Error('this file system gives no file a second name')
  }
}

async function replace(ports: Ports, order: PlacingOrder, undo: UndoList): Promise<void> {
  const { target, files } = order
  const hasOldName = await linkIfPossible(ports, target.path, files.old)
  await ports.files.rename(files.image, target.path)
  undo.changed('rename the image over the target', async () => {
    if (!hasOldName) throw new Error('this file system gives no file a second name')
    await ports.files.rename(files.old, target.path)
  })
  await ports.files.syncFolder(target.folder)
}

/**
 * A program may have opened the old file in the instant before the rename. Our lock has kept it from reading; once it is
 * gone the program would work in a file without a name, beside a log that is the new file's.
 */
async function refuseIfOldIsOpen(ports: Ports, target: ResolvedTarget): Promise<void> {
  const openedBy = target.facts === null ? [] : ((await whoHasOpen([target.facts], ports.machine.pid)) ?? [])
  if (openedBy.length === 0) return
  throw new FaultError({ code: 'TARGET_IN_USE', path: target.path, openedBy: openedBy.map(openerInWords) })
}

async function swapWhileHeld(
  ports: Ports,
  order: PlacingOrder,
  held: Held,
  undo: UndoList,
): Promise<PlacedImage> {
  const { target } = order
  const isWhole = await lockOld(ports, order, held)
  await refuseIfReplaced(ports, target)
  if (isWhole) await refuseIfWritten(ports, order, held)
  await refuseIfOpen(ports, target)
  const aside = await keepOldContent(ports, order, { undo, held, isWhole })
  await lockImage(ports, order, held)
  order.reading.signal.throwIfAborted()
  if (aside !== null && !isWhole) undo.changed('clear sidecars', () => putSidecarsBack(ports, order, aside))
  await clearSidecars(ports, target)
  // Windows renames no file that is open, and its locks are not needed against what can't be done there.
  if (platform() === 'win32') await releaseHeld(held)
  await replace(ports, order, undo)
  await refuseIfOldIsOpen(ports, target)
  return {
    root: await readBack(ports, order, held),
    isShownEqual: true,
    setAside: aside,
    detail: readBackInWords(order),
  }
}

/**
 * Replaces the file at the target by the proved image. At every instant the target is the old content, whole, or the new
 * one (SWAP.md). Throws TARGET_IN_USE, TARGET_CHANGED, RESTORE_PROOF_FAILED and the system's errors: what was there is
 * there again then; and RESTORE_UNPROVED where it could not be put back: it is in the safety backup, or set aside.
 */
export async function swapIntoPlace(ports: Ports, order: PlacingOrder): Promise<PlacedImage> {
  const held: Held = { locks: [], open: [] }
  try {
    if (order.target.facts !== null) await keepOwnerAndMode(ports, order.files.image, order.target.facts)
    return await withUndo(ports, order.target.path, (undo) => swapWhileHeld(ports, order, held, undo))
  } finally {
    await releaseHeld(held)
  }
}
