import { FaultError } from '../../../shared/domain/fault.ts'
import type { Ports } from '../ports/ports.ts'
import {
  lockImage,
  readBack,
  readBackInWords,
  releaseHeld,
  type Held,
  type PlacedImage,
  type PlacingOrder,
} from './placed-image.ts'
import { linkIfPossible, setOrphansAside } from './set-aside.ts'
import { refuseIfOpen } from './swap-into-place.ts'
import { withUndo, type UndoList } from './undo-list.ts'

function appeared(order: PlacingOrder): FaultError {
  return new FaultError({ code: 'TARGET_CHANGED', path: order.target.path })
}

/** A link never replaces what has appeared at the target since the plan; a rename would. */
async function giveName(ports: Ports, order: PlacingOrder, undo: UndoList): Promise<void> {
  const { target, files } = order
  try {
    if (!(await linkIfPossible(ports, files.image, target.path))) {
      if ((await ports.files.stat(target.path)) !== null) throw appeared(order)
      await ports.files.rename(files.image, target.path)
    }
  } catch (error) {
    throw (error as NodeJS.ErrnoException).code === 'EEXIST' ? appeared(order) : error
  }
  undo.changed('give the image its name', () => ports.files.remove(target.path))
  await ports.files.syncFolder(target.folder)
}

/**
 * Puts the proved image where nothing is. A log or journal that a lost database left there is set aside first: SQLite
 * would take it for the new file's. Throws TARGET_CHANGED when something has appeared there, TARGET_IN_USE when a program
 * still has the lost database's log open, RESTORE_PROOF_FAILED and the system's errors: nothing is there again then; and
 * RESTORE_UNPROVED where what was put there could not be removed.
 */
export async function putNewFile(ports: Ports, order: PlacingOrder): Promise<PlacedImage> {
  const held: Held = { locks: [], open: [] }
  try {
    return await withUndo(ports, order.target.path, async (undo) => {
      await refuseIfOpen(ports, order.target)
      const setAside = await setOrphansAside(ports, order.target, undo)
      await lockImage(ports, order, held)
      order.reading.signal.throwIfAborted()
      await giveName(ports, order, undo)
      return {
        root: await readBack(ports, order, held),
        isShownEqual: true,
        setAside,
        detail: readBackInWords(order),
      }
    })
  } finally {
    await releaseHeld(held)
  }
}
