import type { HealthCause } from '../health/health-cause.ts'

/** What an alert can be about. */
export type AlertKind = HealthCause['kind']

/** Every kind, the gravest first. */
export const alertKinds = [
  'vault_away',
  'vault_unwritable',
  'backup_failed',
  'validation_failed',
  'chain_broken',
  'rpo_breached',
  'drill_failed',
  'backup_delayed',
  'drill_overdue',
  'storage_capacity',
  'rto_breached',
  'backup_slow',
  'not_known',
] as const satisfies readonly AlertKind[]

/** A CRITICAL alert is told at any hour; a WARNING waits for the end of the quiet hours. */
export type Severity = 'CRITICAL' | 'WARNING'

/** Who is told after how long, if nobody has answered by then. */
export interface EscalationStep {
  /** Of the alert's open time. Whole minutes. */
  readonly afterMinutes: number
  /** Names of roles, as `alert roles` maps them to people and channels. */
  readonly roles: readonly string[]
  /** They are told again each so many minutes while nobody answers; null: once. */
  readonly repeatMinutes: number | null
}

/** How one kind of alert climbs. */
export interface EscalationRule {
  readonly severity: Severity
  /** In the order of their time. */
  readonly steps: readonly EscalationStep[]
}

/** Who is told of what, and when. Data, which an administrator edits. */
export type EscalationMatrix = Readonly<Record<AlertKind, EscalationRule>>

function step(afterMinutes: number, ...roles: string[]): EscalationStep {
  return { afterMinutes, roles, repeatMinutes: null }
}

/** The matrix of PRODUCT.md section 8, and beside it rules for what it does not name. */
export const defaultMatrix: EscalationMatrix = {
  vault_away: {
    severity: 'CRITICAL',
    steps: [step(0, 'system_admin', 'database_admin'), step(15, 'team_lead', 'on_call_engineer')],
  },
  // Nothing is backed up, and nothing that the vault keeps of alerts goes on.
  vault_unwritable: {
    severity: 'CRITICAL',
    steps: [step(0, 'system_admin', 'database_admin'), step(15, 'team_lead', 'on_call_engineer')],
  },
  backup_failed: {
    severity: 'CRITICAL',
    steps: [step(0, 'system_admin', 'database_admin'), step(15, 'team_lead', 'on_call_engineer')],
  },
  validation_failed: {
    severity: 'CRITICAL',
    steps: [step(0, 'database_admin'), step(30, 'system_admin', 'team_lead')],
  },
  // A backup that can't be brought back is as good as one that failed its validation.
  chain_broken: {
    severity: 'CRITICAL',
    steps: [step(0, 'database_admin'), step(30, 'system_admin', 'team_lead')],
  },
  drill_failed: {
    severity: 'CRITICAL',
    steps: [step(0, 'database_admin'), step(30, 'system_admin', 'team_lead')],
  },
  drill_overdue: { severity: 'WARNING', steps: [step(0, 'database_admin'), step(24 * 60, 'system_admin')] },
  backup_delayed: {
    severity: 'WARNING',
    steps: [step(0, 'database_admin'), step(60, 'system_admin')],
  },
  storage_capacity: {
    severity: 'WARNING',
    steps: [step(0, 'system_admin'), step(120, 'infrastructure_team')],
  },
  // Somebody promised that no more than this could be lost, and more could: a person has to know at any hour.
  rpo_breached: {
    severity: 'CRITICAL',
    steps: [step(0, 'database_admin'), step(30, 'system_admin', 'team_lead')],
  },
  // What can be brought back still can, only not as fast.
  rto_breached: { severity: 'WARNING', steps: [step(0, 'database_admin'), step(60, 'system_admin')] },
  backup_slow: { severity: 'WARNING', steps: [step(0, 'database_admin')] },
  not_known: { severity: 'WARNING', steps: [step(0, 'system_admin')] },
}

/** Why a matrix can't be used, in words that follow the kind's name; null: it can. */
export function matrixProblem(matrix: EscalationMatrix): string | null {
  for (const kind of alertKinds) {
    const { steps } = matrix[kind]
    if (steps.length === 0) return `${kind}: nobody would ever be told`
    for (const [n, { afterMinutes, roles, repeatMinutes }] of steps.entries()) {
      const before = steps[n - 1]
      if (roles.length === 0) return `${kind}: step ${n + 1} tells nobody`
      if (!Number.isSafeInteger(afterMinutes) || afterMinutes < 0) {
        return `${kind}: step ${n + 1} is not after a whole number of minutes`
      }
      if (before !== undefined && before.afterMinutes >= afterMinutes) {
        return `${kind}: step ${n + 1} is not after the one before it`
      }
      if (repeatMinutes !== null && (!Number.isSafeInteger(repeatMinutes) || repeatMinutes < 1)) {
        return `${kind}: step ${n + 1} is not repeated after a whole number of minutes`
      }
    }
  }
  return null
}
