import { Worker } from 'node:worker_threads'

import type { IntegrityExtent } from '../../../shared/domain/validation.ts'
import type { DatabaseDescription } from '../source/snapshot.ts'
import type { CheckPart, PartReport } from './check-part.ts'
import { openForChecks } from './open-for-checks.ts'
import { planCheckParts } from './plan-check-parts.ts'
import { runCheckPart } from './run-check-part.ts'

/** An image and what SQLite is to be asked of it. */
export interface IntegrityOrder {
  /** Absolute path of an image nobody else uses. */
  readonly file: string
  readonly sizeBytes: number
  readonly extent: IntegrityExtent
  /** What it is known to hold: the work is shared out by it. */
  readonly description: DatabaseDescription
  /** Threads at most. */
  readonly threads: number
  /** Foreign keys are not looked at. */
  readonly leavesForeignKeysOut?: boolean | undefined
}

/** Below this a thread costs more than the check. */
const worthThreadBytes = 8 << 20
const entry = new URL(`./check-worker${import.meta.url.endsWith('.ts') ? '.ts' : '.js'}`, import.meta.url)

function partsOf(order: IntegrityOrder, threads: number): readonly CheckPart[] {
  const parts = planCheckParts(order.description, order.extent, threads)
  return order.leavesForeignKeysOut === true ? parts.filter(({ kind }) => kind !== 'foreign_keys') : parts
}

function checkHere(order: IntegrityOrder): readonly PartReport[] {
  const connection = openForChecks(order.file)
  try {
    return partsOf(order, 1).map((part) => runCheckPart(connection, part))
  } finally {
    connection.close()
  }
}

function ask(worker: Worker, part: CheckPart): Promise<PartReport> {
  return new Promise((resolve, reject) => {
    const ended = (): void => reject(new Error('the integrity check ended without a word'))
    worker.once('message', (report: PartReport) => {
      worker.removeListener('error', reject)
      worker.removeListener('exit', ended)
      resolve(report)
    })
    worker.once('error', reject)
    worker.once('exit', ended)
    worker.postMessage(part, [])
  })
}

/** Each thread takes the next part when it is done with one, and ends when there is none. */
async function shareOut(
  parts: readonly CheckPart[],
  workers: readonly Worker[],
): Promise<readonly PartReport[]> {
  const reports: PartReport[] = []
  const left = [...parts.entries()]
  const takeParts = async (worker: Worker): Promise<void> => {
    for (let next = left.shift(); next !== undefined; next = left.shift()) {
      const [n, part] = next
      reports[n] = await ask(worker, part)
    }
    await letGo(worker)
  }
  await Promise.all(workers.map(takeParts))
  return reports
}

/** Afterwards the thread has closed the image: it may be renamed and locked. */
function letGo(worker: Worker): Promise<void> {
  return new Promise((resolve, reject) => {
    worker.once('error', reject)
    worker.once('exit', () => resolve())
    worker.postMessage(null, [])
  })
}

async function checkInThreads(order: IntegrityOrder, signal: AbortSignal): Promise<readonly PartReport[]> {
  const parts = partsOf(order, order.threads)
  const count = Math.max(1, Math.min(order.threads, parts.length))
  const workers = Array.from({ length: count }, () => new Worker(entry, { workerData: order.file }))
  const { promise: aborted, reject } = Promise.withResolvers<never>()
  const stop = (): void => {
    reject(signal.reason instanceof Error ? signal.reason : new Error('stopped', { cause: signal.reason }))
  }
  signal.addEventListener('abort', stop, { once: true })
  try {
    return await Promise.race([shareOut(parts, workers), aborted])
  } finally {
    signal.removeEventListener('abort', stop)
    // SQLite can't be interrupted from here: after a cancel a thread ends by itself after its part, nobody waits for it.
    for (const worker of workers) void worker.terminate()
  }
}

/**
 * What SQLite's check of an image and of its foreign keys finds; of a large image in threads of their own. Rejects with the
 * signal's reason, and with SQLite's error where the image can't be opened.
 */
export async function checkIntegrity(
  order: IntegrityOrder,
  signal: AbortSignal,
): Promise<readonly PartReport[]> {
  signal.throwIfAborted()
  return order.sizeBytes < worthThreadBytes ? checkHere(order) : await checkInThreads(order, signal)
}
