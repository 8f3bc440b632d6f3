import type { JobChannel } from './job-channel.ts'
import { loggerOver, serveOneJob, unexpectedFault } from './serve-one-job.ts'
import type { UseCases } from './use-cases.ts'

/** After this an aborted job whose owner is gone ends whatever it is doing. Milliseconds. */
const orphanGraceMs = 10_000

/**
 * The whole life of a job process: one job, then the end. The owner decides about signals that a terminal sends to the
 * whole group (Ctrl+C, hang-up), so that a cancelled job still clears up behind it; `kill PID` of the job itself cancels it.
 * Trap: a job inside one long SQLite call sees neither signal nor the loss of its owner before that call returns.
 */
export function runJobProcess(channel: JobChannel, useCases: UseCases): void {
  let cancel: (() => void) | undefined
  process.on('SIGINT', () => undefined)
  process.on('SIGHUP', () => undefined)
  process.on('SIGTERM', () => cancel?.())
  process.on('uncaughtException', (error) => void endAfter(error))
  process.on('unhandledRejection', (error) => void endAfter(error))
  channel.onGone(() => setTimeout(() => process.exit(1), orphanGraceMs).unref())

  const endAfter = async (error: unknown): Promise<void> => {
    await channel.send({ say: 'failed', fault: unexpectedFault(error, loggerOver(channel)) })
    process.exit(1)
  }
  const cancellable: JobChannel = {
    ...channel,
    onMessage(listener) {
      cancel = () => listener({ say: 'cancel', fault: { code: 'JOB_CANCELLED' } })
      channel.onMessage(listener)
    },
  }
  void serveOneJob(cancellable, { useCases }).then(() => process.exit(0))
}
