import { exitStatus, type ExitStatus } from '../../../shared/domain/faults/fault-exit-status.ts'
import { reportCompliance } from '../../operations/compliance/report-compliance.ts'
import { complianceText } from '../output/compliance-text.ts'
import { answer, openCommandVault, withSession, type GlobalOptions } from '../session.ts'
import type { Terminal } from '../terminal.ts'

/** `compliance`: the five requirements, of each database and in sum. */
export function complianceCommand(terminal: Terminal, options: GlobalOptions): Promise<ExitStatus> {
  return withSession(terminal, async (session) => {
    await openCommandVault(session, { ...options, isLooking: true }, 'compliance.report')
    const report = await reportCompliance(session.operations)
    answer(session, options, report, () => complianceText(report))
    return report.verdict === 'met' ? exitStatus.done : exitStatus.degraded
  })
}
