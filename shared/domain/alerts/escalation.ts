import { alertKinds, defaultMatrix, matrixProblem, type EscalationMatrix } from './escalation-matrix.ts'
import { desktopChannel } from './named-channel.ts'
import { quietHoursProblem, type QuietHours } from './quiet-hours.ts'

/** Somebody who is told, by channels that are named. */
export interface Person {
  readonly name: string
  readonly channels: readonly string[]
}

/** Who is told of what, when and how: data of a vault, which an administrator edits (`.holdfast/escalation.json`). */
export interface Escalation {
  readonly matrix: EscalationMatrix
  /** The people of each role. A role that the matrix names and that has nobody here reaches nobody. */
  readonly roles: Readonly<Record<string, readonly Person[]>>
  /** Warnings wait for their end; null: there are none. */
  readonly quietHours: QuietHours | null
}

/** Whoever sees the desktop of the program that watches a vault. */
const atThisComputer: Person = { name: 'this computer', channels: [desktopChannel.name] }

/**
 * What holds until somebody says something else: the product's matrix. The two roles that it tells first are those of whoever is at this
 * computer, so that a new vault reaches somebody; the others have nobody, which is said wherever they are shown.
 */
export const defaultEscalation: Escalation = {
  matrix: defaultMatrix,
  roles: { system_admin: [atThisComputer], database_admin: [atThisComputer] },
  quietHours: null,
}

/** Somebody to be told, once, whichever of the roles are theirs. */
export interface Receiver extends Person {
  readonly roles: readonly string[]
}

/** Every role that the matrix names, each once. */
export function rolesOf(matrix: EscalationMatrix): readonly string[] {
  return [...new Set(alertKinds.flatMap((kind) => matrix[kind].steps.flatMap(({ roles }) => roles)))]
}

/** The people of these roles, each once (by name), by every channel that any of the roles gives them. */
export function receiversOf({ roles: people }: Escalation, roles: readonly string[]): readonly Receiver[] {
  const byName = new Map<string, Receiver>()
  for (const role of roles) {
    for (const { name, channels } of Object.hasOwn(people, role) ? people[role]! : []) {
      const known = byName.get(name)
      byName.set(name, {
        name,
        channels: [...new Set([...(known?.channels ?? []), ...channels])],
        roles: [...new Set([...(known?.roles ?? []), role])],
      })
    }
  }
  return [...byName.values()]
}

/** The roles with somebody who has a channel. */
export function rolesWithChannel({ roles }: Pick<Escalation, 'roles'>, channel: string): readonly string[] {
  const has = ({ channels }: Person): boolean => channels.includes(channel)
  return Object.entries(roles)
    .filter(([, people]) => people.some(has))
    .map(([role]) => role)
}

/** Why an escalation can't be used in a vault that has these channels, in words; null: nobody has another one. */
export function channelsNotAmong(
  { roles }: Pick<Escalation, 'roles'>,
  channels: readonly string[],
): string | null {
  for (const [role, people] of Object.entries(roles)) {
    for (const { name, channels: theirs } of people) {
      const missing = theirs.find((one) => !channels.includes(one))
      if (missing !== undefined)
        return `${role}: ${name} has the channel ${missing}, and the vault has none of this name`
    }
  }
  return null
}

/** Why an escalation can't be used, in words; null: it can. */
export function escalationProblem({ matrix, roles, quietHours }: Escalation): string | null {
  const ofMatrix = matrixProblem(matrix)
  if (ofMatrix !== null) return ofMatrix
  for (const [role, people] of Object.entries(roles)) {
    for (const { name, channels } of people) {
      if (name.trim() === '') return `${role}: somebody has no name`
      if (channels.length === 0) return `${role}: ${name} has no channel`
    }
  }
  return quietHours === null ? null : quietHoursProblem(quietHours)
}
