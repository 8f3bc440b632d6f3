import {
  escalationProblem,
  rolesOf,
  type Escalation,
  type Person,
} from '../../../shared/domain/alerts/escalation.ts'
import {
  alertKinds,
  type AlertKind,
  type EscalationMatrix,
  type EscalationStep,
  type Severity,
} from '../../../shared/domain/alerts/escalation-matrix.ts'
import type { QuietHours } from '../../../shared/domain/alerts/quiet-hours.ts'

/** Somebody with all the roles in which they have the same channels. */
export interface PersonRow {
  /** Stays the same while the row is edited. */
  readonly key: string
  readonly name: string
  readonly roles: readonly string[]
  readonly channels: readonly string[]
}

/** A step with a key that stays the same while it is edited. */
export interface StepRow extends EscalationStep {
  readonly key: string
}

/** How one kind of alert climbs, in rows. */
export interface RuleDraft {
  readonly severity: Severity
  readonly steps: readonly StepRow[]
}

/** Who is told of what, as it is edited: by person, not by role. */
export interface EscalationDraft {
  readonly people: readonly PersonRow[]
  readonly rules: Readonly<Record<AlertKind, RuleDraft>>
  readonly quietHours: QuietHours | null
}

let keys = 0

/** A key that no other row has. */
export function newKey(): string {
  keys += 1
  return `row ${keys}`
}

function peopleOf({ roles }: Escalation): readonly PersonRow[] {
  const rows = new Map<string, PersonRow>()
  for (const [role, people] of Object.entries(roles)) {
    for (const { name, channels } of people) {
      const same = JSON.stringify([name, channels])
      const known = rows.get(same) ?? { key: newKey(), name, roles: [], channels }
      rows.set(same, { ...known, roles: [...new Set([...known.roles, role])] })
    }
  }
  return [...rows.values()]
}

function byKind<T>(valueOf: (kind: AlertKind) => T): Readonly<Record<AlertKind, T>> {
  return Object.fromEntries(alertKinds.map((kind) => [kind, valueOf(kind)])) as Record<AlertKind, T>
}

/** An escalation as rows. */
export function draftOfEscalation(escalation: Escalation): EscalationDraft {
  return {
    people: peopleOf(escalation),
    rules: byKind((kind) => {
      const { severity, steps } = escalation.matrix[kind]
      return { severity, steps: steps.map((step) => ({ ...step, key: newKey() })) }
    }),
    quietHours: escalation.quietHours,
  }
}

function rolesOfPeople(people: readonly PersonRow[]): Readonly<Record<string, readonly Person[]>> {
  const roles = new Map<string, readonly Person[]>()
  for (const { name, channels, roles: theirs } of people) {
    for (const role of theirs) roles.set(role, [...(roles.get(role) ?? []), { name: name.trim(), channels }])
  }
  return Object.fromEntries(roles)
}

function stepOf({ afterMinutes, roles, repeatMinutes }: StepRow): EscalationStep {
  return { afterMinutes, roles, repeatMinutes }
}

/** What is saved. */
export function escalationOfDraft({ people, rules, quietHours }: EscalationDraft): Escalation {
  const matrix: EscalationMatrix = byKind((kind) => {
    const { severity, steps } = rules[kind]
    return { severity, steps: steps.map(stepOf) }
  })
  return { matrix, roles: rolesOfPeople(people), quietHours }
}

/** Every role that a step or a person names. */
export function rolesOfDraft(draft: EscalationDraft): readonly string[] {
  const { matrix, roles } = escalationOfDraft(draft)
  return [...new Set([...rolesOf(matrix), ...Object.keys(roles)])]
}

/** Roles that a step names and nobody has: a message to them reaches nobody. */
export function rolesOfNobody(draft: EscalationDraft): readonly string[] {
  const { matrix, roles } = escalationOfDraft(draft)
  return rolesOf(matrix).filter((role) => !Object.hasOwn(roles, role))
}

/** Why a draft can't be saved, in words that end a sentence; null: it can. */
export function draftProblem(draft: EscalationDraft, channels: readonly string[]): string | null {
  for (const { name, roles, channels: theirs } of draft.people) {
    if (name.trim() === '') return 'somebody has no name'
    if (roles.length === 0) return `${name} has no role`
    if (theirs.length === 0) return `${name} has no channel`
    const gone = theirs.find((channel) => !channels.includes(channel))
    if (gone !== undefined) return `${name} has the channel ${gone}, which is not there`
  }
  return escalationProblem(escalationOfDraft(draft))
}
