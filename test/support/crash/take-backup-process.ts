import { mergeChain, takeBackup, type BackupRequest, type MergeRequest } from '../../../main/engine/engine.ts'
import { quietRun, realPorts } from '../engine-vault.ts'

/** What the process is sent. */
export type CrashOrder =
  | { readonly kind: 'backup'; readonly request: BackupRequest }
  | { readonly kind: 'merge'; readonly request: MergeRequest }

function carryOut(order: CrashOrder): Promise<unknown> {
  return order.kind === 'backup'
    ? takeBackup(realPorts, order.request, quietRun())
    : mergeChain(realPorts, order.request, quietRun())
}

// Does what it is sent, says when it begins and when it has ended. Made to be killed in between.
process.once('message', (order) => {
  process.send?.('begun')
  carryOut(order as CrashOrder).then(
    () => process.send?.('ended', () => process.disconnect()),
    (error: unknown) => {
      process.stderr.write(`${String(error)}\n`)
      process.exitCode = 1
      process.disconnect()
    },
  )
})
