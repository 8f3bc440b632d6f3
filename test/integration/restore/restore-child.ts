import { restoreDatabase } from '../../../main/engine/restore/restore-database.ts'
import type { RestoreRequest } from '../../../main/engine/engine-types.ts'
import { interceptedFiles } from './failing-file-system.ts'
import { quietRun, realPorts } from '../../support/engine-vault.ts'

/** What the child is told: what to restore, and at which file system call it dies (0: it is killed from outside). */
export interface ChildOrder {
  readonly request: RestoreRequest
  readonly dieAtCall: number
}

async function run({ request, dieAtCall }: ChildOrder): Promise<void> {
  const { files, calls } = interceptedFiles((call) => {
    if (call === dieAtCall) process.kill(process.pid, 'SIGKILL')
  })
  try {
    const outcome = await restoreDatabase({ ...realPorts, files }, request, quietRun())
    process.send?.({ say: 'done', calls: calls(), root: outcome.root })
  } catch (error) {
    process.send?.({
      say: 'failed',
      calls: calls(),
      because: String((error as { fault?: { code: string } }).fault?.code ?? error),
    })
  }
}

process.on('message', (order: ChildOrder) => void run(order))
process.send?.({ say: 'ready' })
