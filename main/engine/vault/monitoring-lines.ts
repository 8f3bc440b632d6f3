import { alertKinds } from '../../../shared/domain/alerts/escalation-matrix.ts'
import type { MessageRecord } from '../../../shared/domain/alerts/message.ts'
import { messageStates } from '../../../shared/domain/alerts/message-state.ts'
import { healthCheckNames } from '../../../shared/domain/health/health-cause.ts'
import type { PastCheck, PastReport } from '../../../shared/domain/health/health-views.ts'
import { countOf } from '../../../shared/domain/words/format-count.ts'
import { instantPattern, jsonFields, type JsonFields } from '../image/json-fields.ts'
import { SealError } from '../image/sealed-json.ts'
import type { Ports } from '../ports/ports.ts'
import { causeFrom } from './alert-json.ts'
import { addDailyLine, newestDailyLines, type DailyLines } from './daily-lines.ts'
import { vaultPaths } from './layout.ts'

const reports: DailyLines = { folder: vaultPaths.health, keptDays: 400 }
const messages: DailyLines = { folder: vaultPaths.messages, keptDays: 400 }

/** What a line says; null where it says something else, as one of another version may. */
function understood<T>(read: (fields: JsonFields) => T): (value: unknown) => T | null {
  return (value) => {
    try {
      return read(jsonFields(value, 'the line'))
    } catch (error) {
      if (error instanceof SealError) return null
      throw error
    }
  }
}

function checkFrom(fields: JsonFields): PastCheck {
  return {
    status: fields.oneOf('status', ['passed', 'degraded', 'not_known', 'not_applicable']),
    checkedCount: fields.count('checkedCount'),
    unscheduledCount: fields.count('unscheduledCount'),
    causeCount: fields.count('causeCount'),
    causes: fields.list('causes', causeFrom),
  }
}

/** A check that is younger than the report. */
const notMade: PastCheck = {
  status: 'not_applicable',
  checkedCount: 0,
  unscheduledCount: 0,
  causeCount: 0,
  causes: [],
}

function reportFrom(fields: JsonFields): PastReport {
  const checks = fields.object('checks')
  return {
    status: fields.oneOf('status', ['HEALTHY', 'DEGRADED']),
    checkedAt: fields.text('checkedAt', instantPattern),
    checks: Object.fromEntries(
      healthCheckNames.map((name) => [name, checks.has(name) ? checkFrom(checks.object(name)) : notMade]),
    ) as PastReport['checks'],
  }
}

function messageFrom(fields: JsonFields): MessageRecord {
  return {
    id: fields.text('id'),
    channel: fields.textOrNull('channel'),
    state: fields.oneOf('state', messageStates),
    detail: fields.text('detail'),
    nextAt: fields.textOrNull('nextAt', instantPattern),
    // A line that is older than the member says of nobody that they were missed.
    missed: fields.has('missed') ? fields.texts('missed') : [],
    at: fields.text('at', instantPattern),
    kind: fields.oneOf('kind', alertKinds),
    severity: fields.oneOf('severity', ['CRITICAL', 'WARNING']),
    roles: fields.texts('roles'),
    receivers: fields.list('receivers', (one) => ({
      name: one.text('name'),
      channels: one.texts('channels'),
    })),
    // Before there were digests each told of one.
    alertCount: fields.has('alertCount') ? fields.count('alertCount', 1) : 1,
  }
}

/** Keeps a report of health for 400 days; false where its day has no room left. Throws the faults of writing a vault. */
export function addPastReport(ports: Ports, folder: string, report: PastReport): Promise<boolean> {
  return addDailyLine(ports, folder, reports, report.checkedAt, report)
}

/** The newest reports, newest first. Rejects with the system's errors. */
export function listPastReports(ports: Ports, folder: string, limit: number): Promise<readonly PastReport[]> {
  return newestDailyLines(ports, folder, reports, limit, understood(reportFrom))
}

/** The line that stands for those of a day that were not recorded, the newest of which is `record`. */
function restLine(record: MessageRecord, count: number): MessageRecord {
  const detail = `The record of this day was full: ${countOf(count, 'line')} of it ${count === 1 ? 'is' : 'are'} not there, this one last.`
  return { ...record, state: 'not_recorded', detail, nextAt: null, missed: [] }
}

/**
 * Keeps for 400 days what became of a message; false where its day has no room left: then a last line of that day says how many are not there. One of
 * a CRITICAL alert has twice the room. Throws the faults of writing a vault.
 */
export function addMessageRecord(ports: Ports, folder: string, record: MessageRecord): Promise<boolean> {
  const isGrave = record.severity === 'CRITICAL'
  const restOf = (count: number): MessageRecord => restLine(record, count)
  return addDailyLine(ports, folder, messages, record.at, record, { isGrave, restOf })
}

/** What became of the newest messages, newest first. Rejects with the system's errors. */
export function listMessageRecords(
  ports: Ports,
  folder: string,
  limit: number,
): Promise<readonly MessageRecord[]> {
  return newestDailyLines(ports, folder, messages, limit, understood(messageFrom))
}
