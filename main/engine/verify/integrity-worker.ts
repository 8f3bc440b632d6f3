import { parentPort, workerData } from 'node:worker_threads'

import type { IntegrityOrder } from './integrity-messages.ts'
import { runIntegrityCheck } from './run-integrity-check.ts'

parentPort?.postMessage(runIntegrityCheck((workerData as IntegrityOrder).file), [])
