import { symlink } from 'node:fs/promises'
import { setTimeout as delay } from 'node:timers/promises'

import Database from 'better-sqlite3'

import { FaultError } from '../../../shared/domain/fault.ts'
import type { Ports } from '../ports/ports.ts'
import { nameFor } from '../source/connect.ts'
import { isBusy } from '../source/source-faults.ts'
import { whoHasTargetOpen } from '../target/inspect-target.ts'
import { openerInWords } from '../target/who-has-open.ts'
import type { PlacingOrder } from './placed-image.ts'

const stepBytes = 4 * 1024 * 1024
const pauseMs = 25

/** The binding trims white space off a destination's name; a link without any leads SQLite to the same file. */
async function destinationName(order: PlacingOrder): Promise<string> {
  const { target, files } = order
  if (target.path.trim() === target.path) return target.path
  await symlink(target.name, files.alias)
  return files.alias
}

/**
 * Copies once. False when another program's lock was in the way: the binding then resolves with no pages at all, as if it
 * had finished.
 */
async function copyOnce(order: PlacingOrder, from: string, to: string): Promise<boolean> {
  const { reading, record } = order
  const stepPages = Math.max(1, Math.floor(stepBytes / record.pageSize))
  const source = new Database(nameFor(from), { fileMustExist: true })
  try {
    const { totalPages } = await source.backup(to, {
      progress({ totalPages: total, remainingPages }) {
        reading.signal.throwIfAborted()
        reading.onProgress((total - remainingPages) * record.pageSize, total * record.pageSize)
        return stepPages
      },
    })
    return totalPages > 0
  } catch (error) {
    if (isBusy(error)) return false
    throw error
  } finally {
    source.close()
  }
}

async function inUse(ports: Ports, order: PlacingOrder): Promise<FaultError> {
  const openedBy = (await whoHasTargetOpen(ports, order.target)) ?? []
  return new FaultError({
    code: 'TARGET_IN_USE',
    path: order.target.path,
    openedBy: openedBy.map(openerInWords),
  })
}

/** Makes a file's bytes durable, if it is there. This process must hold no lock on it. */
export async function flushFile(ports: Ports, path: string): Promise<void> {
  if ((await ports.files.stat(path)) === null) return
  const file = await ports.files.open(path, 'update')
  try {
    await file.sync()
  } finally {
    await file.close()
  }
}

/** Flushes what was copied. A commit to a log is not flushed at the binding's level of synchronous; nothing of ours holds a lock by now. */
export async function makeDurable(ports: Ports, order: PlacingOrder): Promise<void> {
  await flushFile(ports, `${order.target.path}-wal`)
  await flushFile(ports, order.target.path)
  await ports.files.syncFolder(order.target.folder)
}

/**
 * Lets SQLite overwrite the live database with the image, in one transaction: other programs' connections stay valid and
 * see the old content until the new one is there. A kill in between is rolled back by whoever opens the database next.
 * Throws TARGET_IN_USE when other programs leave no moment to write within `lockWaitMs`, and when they hold a database in
 * WAL mode whose page size is another than the image's.
 */
export async function copyInPlace(ports: Ports, order: PlacingOrder): Promise<void> {
  const began = ports.clock.monotonicMs()
  const destination = await destinationName(order)
  for (;;) {
    order.reading.signal.throwIfAborted()
    if (await copyOnce(order, order.files.image, destination)) return
    if (ports.clock.monotonicMs() - began >= order.lockWaitMs) throw await inUse(ports, order)
    await delay(pauseMs)
  }
}

/** Copies the live database, as one moment of it, beside the target. For content that gets no safety backup. */
export async function copyAside(order: PlacingOrder, aside: string): Promise<void> {
  const source = new Database(nameFor(order.target.path), { readonly: true, fileMustExist: true })
  try {
    // A read transaction holds the moment: without it every commit of another program begins the copy anew.
    source.exec('BEGIN')
    source.pragma('schema_version')
    const { totalPages } = await source.backup(aside, { progress: () => 10_000 })
    if (totalPages === 0)
      throw new FaultError({ code: 'TARGET_IN_USE', path: order.target.path, openedBy: [] })
  } finally {
    source.close()
  }
}
