import { stepsTold, type Alert } from '../../../shared/domain/alerts/alert.ts'
import type { ClockReading } from '../../../shared/domain/alerts/clock-reading.ts'
import { dueStep } from '../../../shared/domain/alerts/due-steps.ts'
import {
  defaultMatrix,
  type AlertKind,
  type EscalationMatrix,
} from '../../../shared/domain/alerts/escalation-matrix.ts'
import { acknowledged, followAlerts, told } from '../../../shared/domain/alerts/follow-alerts.ts'
import type { HealthCause } from '../../../shared/domain/health/health-cause.ts'

/** Milliseconds. */
export const minuteMs = 60_000
const database = { databaseId: 'd', database: 'market_data' }

/** A cause of each kind. */
export const causes: Readonly<Record<AlertKind, HealthCause>> = {
  backup_failed: { ...database, kind: 'backup_failed', failedAt: '2026-11-28T02:00:00.000Z', fault: null },
  validation_failed: {
    ...database,
    kind: 'validation_failed',
    checkedAt: '2026-11-28T02:00:00.000Z',
    failuresInARow: 2,
  },
  chain_broken: {
    ...database,
    kind: 'chain_broken',
    takenAt: '2026-11-28T02:00:00.000Z',
    link: { backupId: 'f', file: null, because: 'missing' },
  },
  backup_delayed: {
    ...database,
    kind: 'backup_delayed',
    dueAt: '2026-11-28T02:00:00.000Z',
    newestAt: null,
    because: null,
  },
  drill_failed: {
    ...database,
    kind: 'drill_failed',
    backupId: 'b',
    drilledAt: '2026-11-28T02:00:00.000Z',
    level: 'D1',
    detail: 'other bytes',
  },
  drill_overdue: { ...database, kind: 'drill_overdue', dueAt: '2026-11-28T02:00:00.000Z', lastAt: null },
  backup_slow: { ...database, kind: 'backup_slow', takenAt: '2026-11-28T02:00:00.000Z', durationMs: 1 },
  rpo_breached: {
    ...database,
    kind: 'rpo_breached',
    promisedMs: 3_600_000,
    provedAt: null,
    registeredAt: '2026-11-27T02:00:00.000Z',
  },
  rto_breached: {
    ...database,
    kind: 'rto_breached',
    scenario: 'partial',
    promisedMs: 1000,
    measuredMs: 2000,
    measuredAt: '2026-11-28T02:00:00.000Z',
  },
  vault_away: { kind: 'vault_away', folder: '/mnt/vault', since: '2026-11-28T02:00:00.000Z' },
  vault_unwritable: {
    kind: 'vault_unwritable',
    folder: '/mnt/vault',
    since: '2026-11-28T02:00:00.000Z',
    fault: { code: 'VAULT_READ_ONLY', path: '/mnt/vault' },
  },
  storage_capacity: { kind: 'storage_capacity', usedShare: 0.9, freeBytes: 1 },
  not_known: { kind: 'not_known', check: 'recent_backups', detail: 'a policy can’t be read' },
}

/** A machine whose clocks a test moves. */
export class Machine {
  wallMs = Date.parse('2026-11-28T03:00:00.000Z')
  private upMs = 1000
  private boots = 0

  reading(): ClockReading {
    return { wallMs: this.wallMs, upMs: this.upMs, boot: `boot ${this.boots}` }
  }

  pass(ms: number): void {
    this.wallMs += ms
    this.upMs += ms
  }

  restart(offMs: number): void {
    this.wallMs += offMs
    this.upMs = 0
    this.boots += 1
  }
}

/** Who was told, at which minute of the watch. */
export interface Message {
  readonly minute: number
  readonly roles: readonly string[]
}

/** Looks each minute, as the program does, at what one cause makes it send. */
export class Watch {
  readonly machine = new Machine()
  readonly messages: Message[] = []
  alerts: readonly Alert[] = []
  private minute = 0
  private readonly kind: AlertKind
  private matrix: EscalationMatrix

  constructor(kind: AlertKind, matrix: EscalationMatrix = defaultMatrix) {
    this.kind = kind
    this.matrix = matrix
  }

  look(isThere = true, isQuiet = false): void {
    const now = this.machine.reading()
    const found = isThere ? [causes[this.kind]] : []
    this.alerts = followAlerts(this.alerts, found, now, () => 'id').map((alert) => {
      const due = dueStep(this.matrix[this.kind], alert, isQuiet)
      if (due === null) return alert
      const roles = stepsTold(due).flatMap((one) => one.roles)
      this.messages.push({ minute: this.minute, roles })
      return told(alert, due, now)
    })
  }

  run(minutes: number, isThere = true, isQuiet = false): void {
    for (let n = 0; n < minutes; n += 1) {
      this.look(isThere, isQuiet)
      this.machine.pass(minuteMs)
      this.minute += 1
    }
  }

  /** An administrator edits the steps: each after so many minutes, to a role, or several. */
  edit(...steps: readonly (readonly [number, ...string[]])[]): void {
    const rule = {
      severity: this.matrix[this.kind].severity,
      steps: steps.map(([afterMinutes, ...roles]) => ({ afterMinutes, roles, repeatMinutes: null })),
    }
    this.matrix = { ...this.matrix, [this.kind]: rule }
  }

  answer(): void {
    const by = { by: 'dba', at: '2026-11-28T03:00:00.000Z', note: 'on it' }
    this.alerts = this.alerts.map((alert) => acknowledged(alert, by) ?? alert)
  }
}

/** A message at a minute to some roles. */
export const told0 = (minute: number, ...roles: string[]): Message => ({ minute, roles })
