import { parentPort, workerData } from 'node:worker_threads'

import type { CheckPart } from './check-part.ts'
import { openForChecks } from './open-for-checks.ts'
import { runCheckPart } from './run-check-part.ts'

const connection = openForChecks(workerData as string)

// Null: there is no more to do.
parentPort?.on('message', (part: CheckPart | null) => {
  if (part !== null) {
    parentPort?.postMessage(runCheckPart(connection, part), [])
    return
  }
  connection.close()
  parentPort?.close()
})
