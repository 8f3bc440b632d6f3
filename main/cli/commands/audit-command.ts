import { auditResults, type AuditEntry, type AuditResult } from '../../../shared/domain/audit/audit-entry.ts'
import type { AuditFilter } from '../../../shared/domain/audit/audit-views.ts'
import { FaultError } from '../../../shared/domain/fault.ts'
import { exitStatus, type ExitStatus } from '../../../shared/domain/faults/fault-exit-status.ts'
import { exportAudit } from '../../operations/audit/export-audit.ts'
import { listAudit } from '../../operations/audit/list-audit.ts'
import { verifyAudit } from '../../operations/audit/verify-audit.ts'
import { auditReportText, auditText } from '../output/audit-text.ts'
import { printable } from '../output/print-table.ts'
import { readMoment } from '../read-moment.ts'
import { answer, openCommandVault, pathFrom, withSession, type GlobalOptions } from '../session.ts'
import type { Terminal } from '../terminal.ts'

/** Options of `audit`. */
export interface AuditListOptions extends GlobalOptions {
  readonly limit?: string | undefined
  readonly user?: string | undefined
  readonly act?: string | undefined
  readonly result?: string | undefined
  readonly since?: string | undefined
  readonly search?: string | undefined
}

/** Options of `audit export`. */
export interface AuditExportOptions extends GlobalOptions {
  readonly to: string
}

function wrongUse(detail: string): never {
  throw new FaultError({ code: 'WRONG_USE', detail })
}

function limitOf({ limit = '50' }: AuditListOptions): number {
  if (/^[1-9]\d{0,5}$/.test(limit)) return Number(limit)
  return wrongUse(`--limit takes a number from 1 to 999999; not "${limit}"`)
}

function isResult(word: string): word is AuditResult {
  return auditResults.some((one) => one === word)
}

function sinceOf({ since }: AuditListOptions): string | undefined {
  if (since === undefined) return undefined
  const zone = Intl.DateTimeFormat().resolvedOptions().timeZone
  // A day alone begins at its midnight.
  const text = /^\d{4}-\d\d-\d\d$/.test(since.trim()) ? `${since.trim()} 00:00:00.000` : since
  return readMoment(text, false, zone, '--since')
}

function filterOf(options: AuditListOptions): AuditFilter {
  const { user, act, result, search } = options
  if (result !== undefined && !isResult(result))
    return wrongUse(`--result takes ${auditResults.join(', ')}; not "${result}"`)
  return { user, act, result, search, from: sinceOf(options) }
}

/** `audit`: what was done, newest first. */
export function auditCommand(terminal: Terminal, options: AuditListOptions): Promise<ExitStatus> {
  return withSession(terminal, async (session) => {
    const limit = limitOf(options)
    const filter = filterOf(options)
    await openCommandVault(session, { ...options, isLooking: true }, 'audit.list')
    const entries: AuditEntry[] = []
    let before: number | null = null
    do {
      const page = await listAudit(session.operations, filter, before, limit - entries.length)
      entries.push(...page.entries)
      before = page.before
    } while (before !== null && entries.length < limit)
    answer(session, options, { entries }, () => auditText(entries))
    return exitStatus.done
  })
}

/** `audit verify`: whether the log is whole. */
export function auditVerifyCommand(terminal: Terminal, options: GlobalOptions): Promise<ExitStatus> {
  return withSession(terminal, async (session) => {
    await openCommandVault(session, { ...options, isLooking: true }, 'audit.verify')
    const report = await verifyAudit(session.operations)
    answer(session, options, report, () => auditReportText(report))
    return report.verdict === 'tampered' ? exitStatus.failed : exitStatus.done
  })
}

/** `audit export --to DIR`: copies the log, with what verifies it. */
export function auditExportCommand(terminal: Terminal, options: AuditExportOptions): Promise<ExitStatus> {
  return withSession(terminal, async (session) => {
    const toPath = pathFrom(terminal, options.to)
    await openCommandVault(session, options, 'audit.export', { toPath })
    const exported = await exportAudit(session.operations, toPath)
    answer(session, options, { success: true, ...exported }, () => {
      const { entries, folder } = exported
      const place = printable(folder)
      return `${entries} entries are in ${place}. Verify them anywhere with: node ${place}/verify-audit.mjs\n`
    })
    return exitStatus.done
  })
}
