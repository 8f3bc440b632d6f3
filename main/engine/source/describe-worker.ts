import { parentPort, workerData } from 'node:worker_threads'

import { beginRead, connectReadOnly, endRead } from './connect.ts'
import { describeDatabase } from './describe-database.ts'
import type { DescribeOrder } from './describe-in-thread.ts'

const { path, limits } = workerData as DescribeOrder
const connection = connectReadOnly(path)
beginRead(connection)

/** Whether this transaction sees the moment that is to be described is told by who holds that moment. */
async function answer(isSameMoment: boolean): Promise<void> {
  try {
    if (isSameMoment) parentPort?.postMessage(await describeDatabase(connection, limits), [])
  } finally {
    endRead(connection)
    connection.close()
    parentPort?.close()
  }
}

// An error in there is uncaught on purpose: it ends the thread, and whoever waits for it is told.
parentPort?.once('message', (isSameMoment: boolean) => void answer(isSameMoment))
parentPort?.postMessage('begun', [])
