import type { Alert, Told } from './alert.ts'
import type { DueStep } from './due-steps.ts'
import type { EscalationMatrix } from './escalation-matrix.ts'
import { messageIdOf } from './message.ts'

/** One telling of one alert. */
export interface OwedTelling {
  readonly alert: Alert
  readonly telling: Told
}

/** A message that is decided and not begun: of one telling, or, as a digest, of many. */
export interface OwedMessage {
  /** That of its own telling; of a digest, of the first. */
  readonly id: string
  /** The oldest alert first. */
  readonly tellings: readonly OwedTelling[]
}

/** More alerts than these that fall due to the same people at once are told by one message. */
const mostAlone = 20

/** Which message tells of a telling: its own, or a digest. */
export function tellingMessageId({ alert, telling }: OwedTelling): string {
  return telling.digest ?? messageIdOf(alert, telling)
}

/** The window’s language has no `Map.groupBy` yet. */
function groupsOf<T>(items: readonly T[], keyOf: (item: T) => string): ReadonlyMap<string, readonly T[]> {
  const groups = new Map<string, T[]>()
  for (const item of items) {
    const group = groups.get(keyOf(item))
    if (group === undefined) groups.set(keyOf(item), [item])
    else group.push(item)
  }
  return groups
}

/** Every telling, by the message that tells of it. */
export function tellingsByMessage(alerts: readonly Alert[]): ReadonlyMap<string, readonly OwedTelling[]> {
  const all = alerts.flatMap((alert) => alert.told.map((telling): OwedTelling => ({ alert, telling })))
  return groupsOf(all, tellingMessageId)
}

function byAge(
  { alert: one }: Pick<OwedTelling, 'alert'>,
  { alert: other }: Pick<OwedTelling, 'alert'>,
): number {
  return one.openedAt.localeCompare(other.openedAt)
}

/** A step of an alert that is due. */
export interface DueAlert {
  readonly alert: Alert
  readonly step: DueStep
}

function sortOf({ alert, step }: DueAlert): string {
  const roles = [step, ...step.skipped].flatMap((one) => one.roles)
  return JSON.stringify([alert.cause.kind, step.afterMinutes, [...new Set(roles)].toSorted()])
}

/**
 * Which of the alerts that fall due at once are told by a digest: more than twenty of one kind, at one step, to the same roles. Answers the
 * digest's message by the alert's id: it has the name that the message of the oldest of them would have.
 */
export function digestsOf(due: readonly DueAlert[]): ReadonlyMap<string, string> {
  const digests = new Map<string, string>()
  for (const some of groupsOf(due, sortOf).values()) {
    if (some.length <= mostAlone) continue
    const { alert, step } = some.toSorted(byAge)[0]!
    for (const one of some) digests.set(one.alert.id, messageIdOf(alert, step))
  }
  return digests
}

/**
 * The messages that are decided and not begun: the gravest first, and of those the one of the oldest alert. What a digest tells is begun with
 * its first telling; `unreadable` are alerts of which nobody knows whether theirs has.
 */
export function owedMessages(
  matrix: EscalationMatrix,
  alerts: readonly Alert[],
  unreadable: readonly string[],
): readonly OwedMessage[] {
  const isHidden = (id: string): boolean => unreadable.some((alertId) => id.startsWith(`${alertId}/`))
  const owed: OwedMessage[] = []
  for (const [id, tellings] of tellingsByMessage(alerts)) {
    const first = tellings.find((one) => messageIdOf(one.alert, one.telling) === id)
    if (first === undefined ? isHidden(id) : first.telling.state !== 'decided') continue
    const decided = tellings.filter(({ telling }) => telling.state === 'decided').toSorted(byAge)
    if (decided.length > 0) owed.push({ id, tellings: decided })
  }
  const rankOf = ({ tellings }: OwedMessage): number =>
    matrix[tellings[0]!.alert.cause.kind].severity === 'CRITICAL' ? 0 : 1
  return owed.toSorted((a, b) => rankOf(a) - rankOf(b) || byAge(a.tellings[0]!, b.tellings[0]!))
}
