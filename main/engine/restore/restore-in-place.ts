import { FaultError, faultOf } from '../../../shared/domain/fault.ts'
import type { Ports } from '../ports/ports.ts'
import { beginRead, connectReadOnly } from '../source/connect.ts'
import { lockWaitFrom } from '../source/lock-wait.ts'
import { whoHasTargetOpen } from '../target/inspect-target.ts'
import { readTargetHeader } from '../target/probe-content.ts'
import { openerInWords } from '../target/who-has-open.ts'
import { compareInPlace, type InPlaceComparison } from './compare-in-place.ts'
import { copyAside, copyInPlace, flushFile, makeDurable } from './copy-in-place.ts'
import type { PlacedImage, PlacingOrder } from './placed-image.ts'
import { freeAsideName } from './set-aside.ts'
import { withUndo, type UndoList } from './undo-list.ts'

async function openers(ports: Ports, order: PlacingOrder): Promise<readonly string[]> {
  return ((await whoHasTargetOpen(ports, order.target)) ?? []).map(openerInWords)
}

/**
 * Throws TARGET_IN_USE where SQLite can't copy in place at all: a database in WAL mode takes no image of another page size,
 * so the programs that have it open must close it.
 */
async function refuseOtherPageSize(ports: Ports, order: PlacingOrder): Promise<void> {
  const { target, record } = order
  const header = await readTargetHeader(ports, target)
  if (header === null || !header.usesWal || header.pageSize === record.pageSize) return
  throw new FaultError({ code: 'TARGET_IN_USE', path: target.path, openedBy: await openers(ports, order) })
}

async function keepAside(ports: Ports, order: PlacingOrder, undo: UndoList): Promise<string | null> {
  if (order.kept.kind !== 'set_aside') return null
  const aside = await freeAsideName(ports, order.target)
  undo.made(`copy to ${aside}`, () => ports.files.remove(aside))
  await copyAside(order, aside)
  await flushFile(ports, aside)
  await ports.files.syncFolder(order.target.folder)
  return aside
}

async function integrityOf(ports: Ports, order: PlacingOrder): Promise<string> {
  const { target, lockWaitMs, reading } = order
  const connection = connectReadOnly(target.path)
  try {
    await lockWaitFrom(ports.clock, target.path, { lockWaitMs, signal: reading.signal }).whileBusy(() =>
      beginRead(connection),
    )
    return String(connection.pragma('integrity_check(1)', { simple: true }))
  } finally {
    connection.close()
  }
}

const ownFieldsInWords =
  'the header fields that SQLite keeps for itself (journal mode, change counter, schema cookie, version) aside'

/**
 * What was read back of a database that other programs go on writing to. They may have committed between the copy and
 * the reading: then equality can't be shown any more, and SQLite's integrity check has to do.
 */
async function judge(ports: Ports, order: PlacingOrder, found: InPlaceComparison): Promise<string> {
  const { pageCount, root } = order.record
  if (found.differingPages === 0 && found.root === root) {
    return `${pageCount} pages of the live database read back; ${ownFieldsInWords}, each is the backup's: root ${root}.`
  }
  const openedBy = await openers(ports, order)
  const integrity = await integrityOf(ports, order)
  const counted = `${found.differingPages} of ${pageCount} pages differ from the backup`
  if (openedBy.length === 0 || integrity !== 'ok') {
    const detail = `the copy was committed, but ${counted}; integrity check: ${integrity}`
    throw new FaultError({ code: 'RESTORE_UNPROVED', path: order.target.path, detail })
  }
  return `The copy was committed as one transaction. ${counted}, for ${openedBy.join(', ')} had written again when they were read back; integrity check: ok.`
}

/** Busy writers may keep a reader out of a rollback-journal database for long; what is committed deserves the wait. */
const proofPatienceMs = 60_000

/** The copy is committed: a cancel no longer means that nothing happened, so none is heeded, and no error may say so. */
async function proveCommitted(ports: Ports, order: PlacingOrder): Promise<Omit<PlacedImage, 'setAside'>> {
  const committed = {
    ...order,
    lockWaitMs: Math.max(order.lockWaitMs, proofPatienceMs),
    reading: { ...order.reading, signal: new AbortController().signal },
  }
  try {
    await makeDurable(ports, committed)
    const found = await compareInPlace(ports, committed)
    const detail = await judge(ports, committed, found)
    return { root: found.root, isShownEqual: found.differingPages === 0, detail }
  } catch (error) {
    const fault = faultOf(error)
    if (fault?.code === 'RESTORE_UNPROVED') throw error
    const detail = `the copy was committed, but could not be proved: ${fault?.code ?? String(error)}`
    throw new FaultError({ code: 'RESTORE_UNPROVED', path: order.target.path, detail }, { cause: error })
  }
}

/**
 * Replaces the content of a live database through SQLite, then reads it back. Other programs' connections stay valid.
 * Throws TARGET_IN_USE, SQLite's and the system's errors (nothing changed), and RESTORE_UNPROVED (the copy is committed
 * and was not proved).
 */
export async function restoreInPlace(ports: Ports, order: PlacingOrder): Promise<PlacedImage> {
  await refuseOtherPageSize(ports, order)
  const setAside = await withUndo(ports, order.target.path, async (undo) => {
    const aside = await keepAside(ports, order, undo)
    await copyInPlace(ports, order)
    return aside
  })
  return { ...(await proveCommitted(ports, order)), setAside }
}
