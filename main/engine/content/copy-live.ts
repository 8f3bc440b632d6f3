import path from 'node:path'

import { FaultError, faultOf, type Fault } from '../../../shared/domain/fault.ts'
import type { RunContext } from '../engine-types.ts'
import type { OpenFile } from '../ports/file-system.ts'
import type { Ports } from '../ports/ports.ts'
import { openSnapshot } from '../source/open-snapshot.ts'
import type { SourceSnapshot } from '../source/snapshot.ts'
import { writeImageFile } from './write-image-file.ts'

/** Which live database is copied, and where to. */
export interface LiveOrder {
  readonly path: string
  /** Absolute path. One that is there already is replaced. */
  readonly imageFile: string
  /** How long to wait for another program's lock, milliseconds. */
  readonly lockWaitMs: number
}

const chunkBytes = 4 << 20

async function copyPages(snapshot: SourceSnapshot, image: OpenFile, run: RunContext): Promise<void> {
  const { pageSize, pageCount } = snapshot.facts
  const totalBytes = pageSize * pageCount
  const chunk = new Uint8Array(Math.min(chunkBytes, totalBytes))
  for (let at = 0; at < totalBytes; at += chunk.length) {
    run.signal.throwIfAborted()
    const into = chunk.subarray(0, Math.min(chunk.length, totalBytes - at))
    await snapshot.readPages(at / pageSize + 1, into)
    await image.write(into, at)
    run.onProgress({ step: 'copying the live database', doneBytes: at + into.length, totalBytes })
  }
}

/** A snapshot's scratch folder lies in a vault elsewhere; here it is our own folder. */
function scratchFault(folder: string, fault: Fault | undefined): Fault | null {
  if (fault === undefined || !('path' in fault) || fault.path !== folder) return null
  if (fault.code === 'VAULT_FULL') return { ...fault, code: 'SCRATCH_FULL' }
  return fault.code === 'VAULT_WRITE_FAILED' ? { ...fault, code: 'SCRATCH_WRITE_FAILED' } : null
}

async function copy(ports: Ports, order: LiveOrder, run: RunContext): Promise<string> {
  const { lockWaitMs, imageFile } = order
  const scratchFolder = path.dirname(imageFile)
  const snapshot = await openSnapshot(ports, order.path, { lockWaitMs, signal: run.signal, scratchFolder })
  try {
    const { pageSize, pageCount } = snapshot.facts
    await writeImageFile(ports, imageFile, pageSize * pageCount, (image) => copyPages(snapshot, image, run))
    return new Date(snapshot.takenAtMs).toISOString()
  } finally {
    await snapshot.close()
  }
}

/**
 * Copies one moment of a live database into an image file (`openContent`) as a backup would read it, so that it can be read for as
 * long as it takes while other programs write; the database and its log are left as they are. Answers the moment, UTC, ISO 8601. Throws
 * the faults of `openSnapshot`, SCRATCH_FULL, SCRATCH_WRITE_FAILED.
 */
export async function copyLive(ports: Ports, order: LiveOrder, run: RunContext): Promise<string> {
  try {
    return await copy(ports, order, run)
  } catch (error) {
    const fault = scratchFault(path.dirname(order.imageFile), faultOf(error))
    throw fault === null ? error : new FaultError(fault, { cause: error })
  }
}
