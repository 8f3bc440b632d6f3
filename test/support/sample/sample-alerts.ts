import type { Client } from '../../../shared/contract/contract.ts'
import type { Alert } from '../../../shared/domain/alerts/alert.ts'
import { dueStep } from '../../../shared/domain/alerts/due-steps.ts'
import type { ClockReading } from '../../../shared/domain/alerts/clock-reading.ts'
import {
  defaultEscalation,
  escalationProblem,
  type Escalation,
} from '../../../shared/domain/alerts/escalation.ts'
import { acknowledged, countedOn, followAlerts, told } from '../../../shared/domain/alerts/follow-alerts.ts'
import { messageIdOf, messageOf, type MessageRecord } from '../../../shared/domain/alerts/message.ts'
import { digestsOf, tellingsByMessage } from '../../../shared/domain/alerts/owed-messages.ts'
import { countAlerts, viewAlerts } from '../../../shared/domain/alerts/view-alerts.ts'
import { faultText } from '../../../shared/domain/faults/fault-text.ts'
import type { HealthCause } from '../../../shared/domain/health/health-cause.ts'
import { causesOf, defaultThresholds } from '../../../shared/domain/health/health-report.ts'
import { pastReportOf, type PastReport } from '../../../shared/domain/health/health-views.ts'
import { judgeHealth, type DatabaseFacts } from '../../../shared/domain/health/judge-health.ts'
import type { DatabaseView } from '../../../shared/domain/views.ts'
import { ago, day, hour, idOf, minute } from './make-records.ts'
import { SampleFault, type SampleStore } from './sample-store.ts'

const begunEscalation: Escalation = {
  ...defaultEscalation,
  roles: {
    database_admin: [{ name: 'Anna Berg', channels: ['mail'] }],
    system_admin: [{ name: 'Omar Said', channels: ['mail', 'desktop'] }],
    team_lead: [{ name: 'Li Wei', channels: ['mail'] }],
  },
}

function factsOf(one: DatabaseView): DatabaseFacts {
  const { id: databaseId, name: database, newestBackup, reason, policyId } = one
  const isValidationBad = reason.code === 'validation_failed'
  const threshold = { ms: hour, from: 'schedule', policy: one.policy } as const
  const isLate = reason.code === 'source_missing' || reason.code === 'never_backed_up'
  return {
    databaseId,
    database,
    due:
      policyId === undefined
        ? { kind: 'unscheduled' }
        : isLate
          ? { kind: 'due', at: ago(2 * hour), because: 'not_running', threshold }
          : { kind: 'nothing_yet' },
    newestAt: newestBackup?.takenAt ?? null,
    failed:
      reason.code === 'last_backup_failed'
        ? {
            at: reason.at,
            fault: { code: 'SOURCE_LOCKED', path: one.path, waitedMs: 30_000 },
            backupId: null,
          }
        : null,
    failuresInARow: isValidationBad ? 2 : 0,
    newestVerdictAt: isValidationBad ? reason.at : null,
    newestRed:
      isValidationBad && newestBackup !== null
        ? { kind: 'validation_failed', backupId: newestBackup.id, checkedAt: reason.at }
        : null,
    newestUntold: null,
    newestRun: null,
  }
}

function reportOf({ scene }: SampleStore) {
  const { vault, databases } = scene
  const isAway = vault.state === 'unreachable'
  const facts = {
    now: ago(0),
    databases: databases.map(factsOf),
    storage: isAway ? null : { totalBytes: 500e9, freeBytes: 212e9 },
    unknown: isAway ? [{ check: 'storage_capacity', detail: 'the vault is away' } as const] : [],
  }
  return judgeHealth(facts, defaultThresholds)
}

const reading = (msAgo: number) => ({ wallMs: Date.parse(ago(msAgo)), upMs: null, boot: null })

function climbed(alert: Alert, at: ClockReading): Alert {
  const due = dueStep(begunEscalation.matrix[alert.cause.kind], alert, false)
  return due === null ? alert : told(alert, due, at)
}

/** What was wrong an hour ago is resolved, what is wrong now was opened a quarter of an hour ago, the oldest somewhat earlier. */
function alertsOf(store: SampleStore): readonly Alert[] {
  let n = 0
  const newId = (): string => idOf(11, (n += 1))
  const full = { kind: 'storage_capacity', usedShare: 0.87, freeBytes: 65e9 } as const
  const past = followAlerts(followAlerts([], [full], reading(3 * day), newId), [], reading(2 * day), newId)
  const causes = causesOf(reportOf(store))
  const followed = causes
    .reduce(
      (alerts: readonly Alert[], _, k) =>
        followAlerts(alerts, causes.slice(0, k + 1), reading((20 - 6 * k) * minute), newId),
      past,
    )
    .map((alert) => {
      const at = { ...alert.countedAt, wallMs: Date.parse(alert.openedAt) }
      const now = countedOn(climbed(alert, at), reading(0))
      const all = climbed(now, reading(0))
      return { ...all, told: all.told.map((one) => ({ ...one, state: 'sent' as const })) }
    })
  return [...followed, ...stormOf(store, newId)]
}

/** Where there are very many databases: a slow disk has made all of their backups slow at once, and people were told of that by a digest. */
function stormOf({ scene }: SampleStore, newId: () => string): readonly Alert[] {
  if (scene.databases.length < 1000) return []
  const takenAt = ago(hour)
  const causes = scene.databases.map(({ id: databaseId, name: database }): HealthCause => ({
    kind: 'backup_slow',
    databaseId,
    database,
    takenAt,
    durationMs: 94_000,
  }))
  const at = reading(50 * minute)
  const opened = followAlerts([], causes, at, newId)
  const due = opened.map((alert) => ({
    alert,
    step: dueStep(begunEscalation.matrix.backup_slow, alert, false)!,
  }))
  const digests = digestsOf(due)
  return due.map(({ alert, step }): Alert => {
    const all = told(alert, step, at, digests.get(alert.id) ?? null)
    return { ...all, told: all.told.map((one) => ({ ...one, state: 'sent' })) }
  })
}

/** By each channel of those who were told; the mail server was away for a while, and some roles have nobody. */
function messagesOf(alerts: readonly Alert[]): readonly MessageRecord[] {
  const counts = new Map([...tellingsByMessage(alerts)].map(([id, tellings]) => [id, tellings.length]))
  const messages = alerts.flatMap((alert, n) =>
    alert.told.flatMap((one): readonly MessageRecord[] => {
      if (one.digest !== null && one.digest !== messageIdOf(alert, one)) return []
      const { id, severity, roles, receivers, cause } = messageOf(begunEscalation, alert, one)
      const of = {
        id,
        at: one.at,
        kind: cause.kind,
        severity,
        roles,
        missed: [],
        alertCount: counts.get(id) ?? 1,
      }
      const channels = [...new Set(receivers.flatMap((receiver) => receiver.channels))]
      if (channels.length === 0) {
        return [{ ...of, channel: null, state: 'nobody', detail: '', nextAt: null, receivers: [] }]
      }
      return channels.map((channel) => ({
        ...of,
        channel,
        receivers: receivers.filter((receiver) => receiver.channels.includes(channel)),
        ...(n === 1 && channel === 'mail' ? unreached : { state: 'sent', detail: '', nextAt: null }),
      }))
    }),
  )
  return messages.toSorted((a, b) => b.at.localeCompare(a.at))
}

/** Nine days of hourly reports: a bad night, and a day and a half on which the machine was off. */
function historyOf(store: SampleStore): readonly PastReport[] {
  if (store.scene.databases.length === 0) return []
  const now = pastReportOf(reportOf(store))
  const fine = pastReportOf(
    judgeHealth(
      { now: ago(0), databases: [], storage: { totalBytes: 500e9, freeBytes: 212e9 }, unknown: [] },
      defaultThresholds,
    ),
  )
  const full = pastReportOf(
    judgeHealth(
      { now: ago(0), databases: [], storage: { totalBytes: 500e9, freeBytes: 60e9 }, unknown: [] },
      defaultThresholds,
    ),
  )
  return Array.from({ length: 216 }, (_, n) => n)
    .filter((n) => n < 70 || n > 106)
    .map((n) => ({ ...(n < 2 ? now : n >= 30 && n < 38 ? full : fine), checkedAt: ago(n * hour) }))
}
const unreached = {
  state: 'waiting',
  detail: faultText({ code: 'CHANNEL_UNREACHABLE', server: 'mail.example.org:587', reason: 'refused' })
    .message,
  nextAt: ago(-10 * minute),
} as const

/** Answers `health` from memory: what the scene's databases come to. */
export function sampleHealth(store: SampleStore): Client['health'] {
  return {
    report: async () => ({ report: reportOf(store), watchedBy: store.scene.actedBy }),
    history: async () => historyOf(store),
  }
}

/** Who is told of what, as it is now. */
export interface SampleEscalation {
  readonly escalation: () => Escalation
}

/** Answers `alerts` from memory. */
export function sampleAlerts(store: SampleStore): SampleEscalation & { readonly alerts: Client['alerts'] } {
  let alerts: readonly Alert[] | null = null
  let escalation = begunEscalation
  let revision = 0
  const known = (): readonly Alert[] => (alerts ??= alertsOf(store))
  const acknowledge: Client['alerts']['acknowledge'] = async ({ alertId, note }) => {
    const alert = known().find(({ id }) => id === alertId)
    if (alert === undefined) throw new SampleFault({ code: 'ALERT_UNKNOWN', alert: alertId })
    const taken = acknowledged(alert, { by: 'anna on db-host', at: ago(0), note: note ?? '' })
    if (taken === null) {
      throw new SampleFault({ code: 'ALERT_ANSWERED', alert: alertId, answered: alert.acknowledged })
    }
    alerts = known().map((one) => (one === alert ? taken : one))
    store.hub.tell({ topic: 'alerts' })
  }
  const list: Client['alerts']['list'] = async ({ offset = 0, limit = 200, containing } = {}) => ({
    ...viewAlerts(escalation, known(), reading(0), { offset, limit, containing }),
    damaged: [],
    escalation,
    escalationProblem: null,
    escalationFrom: 'vault',
    escalationRevision: String(revision),
    watchedBy: store.scene.actedBy,
    messages: messagesOf(known()).slice(0, 200),
  })
  const saveEscalation: Client['alerts']['saveEscalation'] = async (input) => {
    const problem = escalationProblem(input.escalation)
    if (problem !== null) throw new SampleFault({ code: 'ESCALATION_INVALID', problem })
    if (input.revision !== String(revision)) throw new SampleFault({ code: 'ESCALATION_CHANGED' })
    revision += 1
    escalation = input.escalation
    store.hub.tell({ topic: 'alerts' })
  }
  return {
    escalation: () => escalation,
    alerts: {
      list,
      count: async () => countAlerts(escalation, known()),
      acknowledge,
      saveEscalation,
      messages: async () => messagesOf(known()),
    },
  }
}
