import { once } from 'node:events'
import { Worker } from 'node:worker_threads'

import type { DatabaseDescription, DescribeLimits } from './snapshot.ts'

/** What is described, by a connection of the thread's own. Plain data: it crosses to the thread. */
export interface DescribeOrder {
  readonly path: string
  readonly limits: DescribeLimits
}

const entry = new URL(`./describe-worker${import.meta.url.endsWith('.ts') ? '.ts' : '.js'}`, import.meta.url)

async function ask(
  worker: Worker,
  isSameMoment: () => Promise<boolean>,
): Promise<DatabaseDescription | null> {
  await once(worker, 'message')
  const isSame = await isSameMoment()
  worker.postMessage(isSame, [])
  if (!isSame) return null
  const [description] = (await once(worker, 'message')) as [DatabaseDescription]
  return description
}

/**
 * Describes a database in a thread, so that this one goes on reading pages. `isSameMoment` is asked once the thread's read transaction has begun,
 * and says whether it sees the moment that is meant. Null where it does not, and where anything fails there: then it is to be
 * described here, where errors have their words. Afterwards the thread and its connection have ended. Both use the same SQLite
 * library, which keeps count of all connections of the process: closing one gives up no lock that another one has.
 */
export async function describeInThread(
  order: DescribeOrder,
  isSameMoment: () => Promise<boolean>,
): Promise<DatabaseDescription | null> {
  const worker = new Worker(entry, { workerData: order })
  const ended = new Promise<void>((resolve) => void worker.once('exit', () => resolve()))
  // Its errors are met by who waits for a message; without a listener of its own they would be uncaught where nobody does.
  worker.on('error', () => undefined)
  const { promise: early, reject } = Promise.withResolvers<never>()
  worker.once('exit', () => reject(new Error('the thread ended before its work')))
  early.catch(() => undefined)
  try {
    const description = await Promise.race([ask(worker, isSameMoment), early])
    await ended
    return description
  } catch {
    await worker.terminate()
    return null
  }
}
