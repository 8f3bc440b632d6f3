import { Worker } from 'node:worker_threads'

import type { IntegrityOrder, IntegrityReport } from './integrity-messages.ts'
import { runIntegrityCheck } from './run-integrity-check.ts'

/** Below this a thread costs more than the check. */
const worthThreadBytes = 8 << 20
const entry = new URL(`./integrity-worker${import.meta.url.endsWith('.ts') ? '.ts' : '.js'}`, import.meta.url)

function checkInThread(order: IntegrityOrder, signal: AbortSignal): Promise<IntegrityReport> {
  return new Promise((resolve, reject) => {
    const worker = new Worker(entry, { workerData: order })
    // SQLite can't be interrupted from here: the thread ends by itself after its check, nobody waits for it.
    const stop = (): void => {
      void worker.terminate()
      reject(signal.reason instanceof Error ? signal.reason : new Error('stopped', { cause: signal.reason }))
    }
    signal.addEventListener('abort', stop, { once: true })
    worker.once('message', resolve)
    worker.once('error', reject)
    worker.once('exit', () => {
      signal.removeEventListener('abort', stop)
      reject(new Error('the integrity check ended without a word'))
    })
  })
}

/** SQLite's integrity check of a file; of a large one in a thread of its own. Rejects with the signal's reason. */
export async function checkIntegrity(
  file: string,
  sizeBytes: number,
  signal: AbortSignal,
): Promise<IntegrityReport> {
  signal.throwIfAborted()
  return sizeBytes < worthThreadBytes ? runIntegrityCheck(file) : checkInThread({ file }, signal)
}
