import { alertKinds } from '../../../shared/domain/alerts/escalation-matrix.ts'
import { messageStates } from '../../../shared/domain/alerts/message-state.ts'
import type { Acknowledgement, Alert, Told, ToldStep } from '../../../shared/domain/alerts/alert.ts'
import type { ClockReading } from '../../../shared/domain/alerts/clock-reading.ts'
import { drillLevels } from '../../../shared/domain/drills/drill.ts'
import type { Fault } from '../../../shared/domain/fault.ts'
import {
  healthCheckNames,
  type DelayReason,
  type HealthCause,
  type ThresholdUsed,
} from '../../../shared/domain/health/health-cause.ts'
import { promisedScenarios } from '../../../shared/domain/objectives/objective.ts'
import { idPattern, instantPattern, jsonFields, type JsonFields } from '../image/json-fields.ts'
import { SealError, type Json } from '../image/sealed-json.ts'

const formatVersion = 1

const delayReasons = [
  'not_running',
  'under_recovery',
  'paused',
  'interrupted',
  'overtaken',
  'policy_rests',
] as const satisfies readonly DelayReason[]

/** A fault may be of a newer version: its code is read, its facts are taken as they are. */
function faultFrom(fields: JsonFields): Fault | null {
  if (fields.isNull('fault')) return null
  fields.object('fault').text('code')
  return fields.value('fault') as Fault
}

function thresholdFrom(fields: JsonFields): { readonly threshold?: ThresholdUsed } {
  if (!fields.has('threshold')) return {}
  const of = fields.object('threshold')
  const from = of.oneOf('from', ['policy', 'schedule', 'setting'])
  return { threshold: { ms: of.number('ms'), from, policy: of.textOrNull('policy') } }
}

/** Reads a cause. Throws SealError. */
export function causeFrom(fields: JsonFields): HealthCause {
  const kind = fields.oneOf('kind', alertKinds)
  if (kind === 'storage_capacity') {
    return { kind, usedShare: fields.number('usedShare'), freeBytes: fields.count('freeBytes') }
  }
  if (kind === 'vault_away') {
    return { kind, folder: fields.text('folder'), since: fields.text('since', instantPattern) }
  }
  if (kind === 'vault_unwritable') {
    const [folder, since, fault] = [
      fields.text('folder'),
      fields.text('since', instantPattern),
      faultFrom(fields),
    ]
    if (fault === null) throw new SealError('"fault" says nothing')
    return { kind, folder, since, fault }
  }
  if (kind === 'not_known') {
    return {
      kind,
      check: fields.oneOf('check', [...healthCheckNames, 'escalation']),
      detail: fields.text('detail'),
    }
  }
  const of = { databaseId: fields.text('databaseId', idPattern), database: fields.text('database') }
  const instant = (name: string): string => fields.text(name, instantPattern)
  if (kind === 'backup_failed') {
    return { ...of, kind, failedAt: instant('failedAt'), fault: faultFrom(fields) }
  }
  if (kind === 'validation_failed') {
    return { ...of, kind, checkedAt: instant('checkedAt'), failuresInARow: fields.count('failuresInARow') }
  }
  if (kind === 'chain_broken') {
    const link = fields.object('link')
    const [backupId, file] = [link.text('backupId', idPattern), link.textOrNull('file')]
    const because = link.oneOf('because', ['missing', 'damaged'])
    return { ...of, kind, takenAt: instant('takenAt'), link: { backupId, file, because } }
  }
  if (kind === 'backup_slow') {
    const durationMs = fields.number('durationMs')
    return { ...of, kind, takenAt: instant('takenAt'), durationMs, ...thresholdFrom(fields) }
  }
  if (kind === 'rpo_breached') {
    const provedAt = fields.textOrNull('provedAt', instantPattern)
    return {
      ...of,
      kind,
      promisedMs: fields.number('promisedMs'),
      provedAt,
      registeredAt: instant('registeredAt'),
    }
  }
  if (kind === 'rto_breached') {
    const scenario = fields.oneOf('scenario', promisedScenarios)
    const [promisedMs, measuredMs] = [fields.number('promisedMs'), fields.number('measuredMs')]
    return { ...of, kind, scenario, promisedMs, measuredMs, measuredAt: instant('measuredAt') }
  }
  if (kind === 'drill_failed') {
    const level = fields.isNull('level') ? null : fields.oneOf('level', drillLevels)
    const red = { backupId: fields.text('backupId', idPattern), drilledAt: instant('drilledAt'), level }
    return { ...of, kind, ...red, detail: fields.text('detail') }
  }
  if (kind === 'drill_overdue') {
    const lastAt = fields.textOrNull('lastAt', instantPattern)
    return { ...of, kind, dueAt: instant('dueAt'), lastAt, ...thresholdFrom(fields) }
  }
  const newestAt = fields.textOrNull('newestAt', instantPattern)
  const because = fields.isNull('because') ? null : fields.oneOf('because', delayReasons)
  return { ...of, kind, dueAt: instant('dueAt'), newestAt, because, ...thresholdFrom(fields) }
}

function readingFrom(fields: JsonFields): ClockReading {
  return {
    wallMs: fields.number('wallMs'),
    upMs: fields.isNull('upMs') ? null : fields.number('upMs'),
    boot: fields.textOrNull('boot'),
  }
}

function acknowledgedFrom(fields: JsonFields): Acknowledgement | null {
  if (fields.isNull('acknowledged')) return null
  const by = fields.object('acknowledged')
  return { by: by.text('by'), at: by.text('at', instantPattern), note: by.text('note') }
}

function stepFrom(fields: JsonFields): ToldStep {
  return {
    step: fields.count('step'),
    // Kept since an edit of the matrix may move a step that was told.
    afterMinutes: fields.has('afterMinutes') ? fields.countOrNull('afterMinutes') : null,
    roles: fields.has('roles') ? fields.texts('roles') : [],
  }
}

function toldFrom(fields: JsonFields): Told {
  const openMs = fields.number('openMs')
  return {
    ...stepFrom(fields),
    time: fields.count('time'),
    // Before steps were skipped each was told by itself, when it fell due.
    skipped: fields.has('skipped') ? fields.list('skipped', stepFrom) : [],
    dueMs: fields.has('dueMs') ? fields.number('dueMs') : openMs,
    openMs,
    at: fields.text('at', instantPattern),
    state: fields.oneOf('state', messageStates),
    digest: fields.has('digest') ? fields.textOrNull('digest') : null,
  }
}

/** Reads an alert as its file says it. Throws SealError. */
export function alertFrom(value: unknown): Alert {
  const fields = jsonFields(value, 'the alert')
  fields.count('formatVersion', 1, formatVersion)
  return {
    id: fields.text('id', idPattern),
    key: fields.text('key'),
    cause: causeFrom(fields.object('cause')),
    opening: fields.count('opening', 1),
    openedAt: fields.text('openedAt', instantPattern),
    resolvedAt: fields.textOrNull('resolvedAt', instantPattern),
    acknowledged: acknowledgedFrom(fields),
    openMs: fields.number('openMs'),
    countedAt: readingFrom(fields.object('countedAt')),
    told: fields.list('told', toldFrom),
  }
}

function stepToJson({ step, afterMinutes, roles }: ToldStep): { readonly [name: string]: Json } {
  return { step, afterMinutes, roles: [...roles] }
}

/** An alert as its file is to say it. */
export function alertToJson(alert: Alert): Json {
  const { id, key, cause, opening, openedAt, resolvedAt, acknowledged, openMs, countedAt, told } = alert
  return {
    formatVersion,
    id,
    key,
    // Plain values all: faults are, too.
    cause: cause as unknown as Json,
    opening,
    openedAt,
    resolvedAt,
    acknowledged: acknowledged && { ...acknowledged },
    openMs,
    countedAt: { ...countedAt },
    told: told.map((one) => ({
      ...stepToJson(one),
      time: one.time,
      skipped: one.skipped.map(stepToJson),
      dueMs: one.dueMs,
      openMs: one.openMs,
      at: one.at,
      state: one.state,
      digest: one.digest,
    })),
  }
}
