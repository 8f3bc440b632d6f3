import { FaultError } from '../../../shared/domain/fault.ts'
import { exitStatus, type ExitStatus } from '../../../shared/domain/faults/fault-exit-status.ts'
import { listHealthHistory, reportHealth } from '../../operations/monitoring/report-health.ts'
import { healthText, pastReportsText } from '../output/health-text.ts'
import { answer, openCommandVault, withSession, type GlobalOptions } from '../session.ts'
import type { Terminal } from '../terminal.ts'

/** Options of `health`. */
export interface HealthOptions extends GlobalOptions {
  readonly history?: string | undefined
}

const mostReports = 5000

function limitOf(given: string): number {
  const limit = Number(given)
  if (Number.isInteger(limit) && limit >= 1 && limit <= mostReports) return limit
  throw new FaultError({ code: 'WRONG_USE', detail: `--history takes a number from 1 to ${mostReports}` })
}

/** `health`: the five checks now, or the reports that were kept. */
export function healthCommand(terminal: Terminal, options: HealthOptions): Promise<ExitStatus> {
  return withSession(terminal, async (session) => {
    const { operations } = session
    const limit = options.history === undefined ? null : limitOf(options.history)
    await openCommandVault(session, { ...options, isLooking: true }, 'health.report')
    if (limit !== null) {
      const reports = await listHealthHistory(operations, limit)
      answer(session, options, { reports }, () => pastReportsText(reports))
      return exitStatus.done
    }
    const view = await reportHealth(operations)
    answer(session, options, view, () => healthText(view))
    return view.report.status === 'HEALTHY' ? exitStatus.done : exitStatus.degraded
  })
}
