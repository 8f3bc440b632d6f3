import path from 'node:path'

import type { AuditReport } from '../../../shared/domain/audit/audit-report.ts'
import { listAuditMarks, verifyLog } from '../../engine/engine.ts'
import { readPrivateJson, replacePrivateFile } from '../home/private-file.ts'
import type { OperationsContext } from '../operations-context.ts'
import type { World } from '../world.ts'
import { marksOfMachine } from './log-memory.ts'

function fileOf({ home }: World, vaultId: string): string {
  return path.join(home.auditFolder, `${vaultId}.verified.json`)
}

/**
 * Looks through the whole audit log of the open vault, beside what manifests and this machine remember of it, and keeps what was found on this
 * machine. Throws what keeps the vault from being used.
 */
export async function verifyAudit(context: OperationsContext): Promise<AuditReport> {
  const { world, session, audit } = context
  const vault = session.reachable()
  await audit.remember(vault)
  const machine = await marksOfMachine(world, vault)
  const marks = [...(await listAuditMarks(world.ports, vault.access)), ...machine.marks]
  const report = await verifyLog(world.ports, vault.access, marks)
  const elsewhere = machine.elsewhere.filter(({ entries }) => entries > report.entries)
  // Looking at the log is said in it, and has no result before it ends.
  const unfinished = report.unfinished.filter(({ act }) => act !== 'audit.verify')
  const unfinishedCount = report.unfinishedCount - (report.unfinished.length - unfinished.length)
  const whole = { ...report, elsewhere, unfinished, unfinishedCount }
  await keep(world, whole)
  return whole
}

async function keep(world: World, report: AuditReport): Promise<void> {
  try {
    await replacePrivateFile(fileOf(world, report.vaultId), `${JSON.stringify(report, null, 2)}\n`)
  } catch (error) {
    world.ports.logger.warn('audit.report_not_kept', { error: String(error) })
  }
}

/** What the last look through the open vault's log found on this machine; null where nobody looked. */
export async function lastAuditReport(context: OperationsContext): Promise<AuditReport | null> {
  const { world, session } = context
  const { vaultId } = session.known().access
  const read = (await readPrivateJson(fileOf(world, vaultId))) as AuditReport | null
  return read?.vaultId === vaultId && Array.isArray(read.findings) ? read : null
}
