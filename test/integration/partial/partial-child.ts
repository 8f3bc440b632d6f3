import { setTimeout as delay } from 'node:timers/promises'

import type { PartialRestoreRequest } from '../../../main/engine/engine-types.ts'
import { applyPartial } from '../../../main/engine/partial/apply-partial.ts'
import { quietRun, realPorts } from '../../support/engine-vault.ts'

/** What the child is told: what to bring back; it says at which step it is, and stays there a while when that is the one to die in. */
export interface PartialChildOrder {
  readonly request: PartialRestoreRequest
}

async function run({ request }: PartialChildOrder): Promise<void> {
  const report = { ...quietRun(), onProgress: ({ step }: { step: string }) => void process.send?.({ step }) }
  try {
    await applyPartial(realPorts, request, report)
    process.send?.({ ended: 'done' })
  } catch (error) {
    process.send?.({ ended: String((error as { fault?: { code: string } }).fault?.code ?? error) })
  }
  await delay(50)
}

process.on('message', (order: PartialChildOrder) => void run(order))
process.send?.({ step: 'ready' })
