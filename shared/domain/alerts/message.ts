import type { HealthCause } from '../health/health-cause.ts'
import { stepsTold, type Alert, type Told } from './alert.ts'
import type { DueStep } from './due-steps.ts'
import { receiversOf, type Escalation, type Receiver } from './escalation.ts'
import type { EscalationRule, Severity } from './escalation-matrix.ts'
import type { MessageState } from './message-state.ts'

/** What people are told of an alert at one step. */
export interface Message {
  /** The same for the same telling, whichever program says it and however often: `ALERT/OPENING/STEP/TIME`. */
  readonly id: string
  readonly alertId: string
  readonly opening: number
  readonly step: number
  readonly time: number
  readonly severity: Severity
  readonly cause: HealthCause
  /** UTC, ISO 8601. */
  readonly openedAt: string
  /** When it fell due, of one that is told much later than that; else null. UTC, ISO 8601. */
  readonly dueSince: string | null
  readonly roles: readonly string[]
  /** Nobody: the roles have no people. */
  readonly receivers: readonly Receiver[]
  /** What it tells of, where that is more than its own alert. */
  readonly digest: Digest | null
}

/** Many alerts of one kind that one message tells of. */
export interface Digest {
  readonly alertCount: number
  /** The oldest of them, at most 20. */
  readonly first: readonly Pick<Alert, 'id' | 'cause' | 'openedAt'>[]
}

/** Whom a message was written for: what a later try says of it, whoever has the roles by then. */
export interface WrittenFor {
  readonly roles: readonly string[]
  readonly receivers: readonly Receiver[]
}

/** Names one telling. */
export function messageIdOf(
  { id, opening }: Pick<Alert, 'id' | 'opening'>,
  { step, time }: Pick<DueStep, 'step' | 'time'>,
): string {
  return `${id}/${opening}/${step}/${time}`
}

/** What is told so much later than it fell due says so: quiet hours or a machine that was off kept it back. */
const lateMs = 5 * 60_000

function dueSinceOf({ at, openMs, dueMs }: Told): string | null {
  return openMs - dueMs < lateMs ? null : new Date(Date.parse(at) - (openMs - dueMs)).toISOString()
}

/** Whom a telling tells; what was told before that was kept, the matrix says by the step's index. */
function rolesOfTelling({ steps }: EscalationRule, telling: Told): readonly string[] {
  const roles = [...new Set(stepsTold(telling).flatMap((one) => one.roles))]
  return roles.length > 0 ? roles : (steps[telling.step]?.roles ?? [])
}

function unaddressed(
  escalation: Escalation,
  alert: Alert,
  telling: Pick<Told, 'step' | 'time'>,
): Omit<Message, 'dueSince' | 'roles' | 'receivers' | 'digest'> {
  const { id: alertId, opening, cause, openedAt } = alert
  const { step, time } = telling
  const { severity } = escalation.matrix[cause.kind]
  return { id: messageIdOf(alert, telling), alertId, opening, step, time, severity, cause, openedAt }
}

/** The message of one telling of an alert, to those who have its roles now. */
export function messageOf(escalation: Escalation, alert: Alert, telling: Told): Message {
  const roles = rolesOfTelling(escalation.matrix[alert.cause.kind], telling)
  return {
    ...unaddressed(escalation, alert, telling),
    dueSince: dueSinceOf(telling),
    roles,
    receivers: receiversOf(escalation, roles),
    digest: null,
  }
}

const mostNamed = 20

/** A message that tells of many alerts, each of which would have one like it. The oldest first. */
export function digestOf(message: Message, alerts: readonly Alert[]): Message {
  const first = alerts.slice(0, mostNamed).map(({ id, cause, openedAt }) => ({ id, cause, openedAt }))
  return { ...message, digest: { alertCount: alerts.length, first } }
}

/** As `messageOf`, of an earlier opening of an alert, of which only the message's name is known: whom it told is not. */
export function formerMessageOf(
  escalation: Escalation,
  alert: Alert,
  telling: Pick<Told, 'step' | 'time'>,
): Message {
  return {
    ...unaddressed(escalation, alert, telling),
    dueSince: null,
    roles: [],
    receivers: [],
    digest: null,
  }
}

/** The parts of a message's name; null: it is no message's. */
export function partsOfMessageId(
  messageId: string,
): (Pick<Alert, 'id' | 'opening'> & Pick<DueStep, 'step' | 'time'>) | null {
  const found = /^(.+)\/(\d+)\/(\d+)\/(\d+)$/.exec(messageId)
  if (found === null) return null
  const [, id = '', opening, step, time] = found
  return { id, opening: Number(opening), step: Number(step), time: Number(time) }
}

/** What became of a message by one channel. */
export interface ChannelOutcome {
  readonly channel: string
  readonly state: Extract<MessageState, 'sent' | 'partly' | 'waiting' | 'failed' | 'withheld' | 'cause_gone'>
  /** Why it was not sent, or whom the other side would not take it for; empty where there is nothing to say. */
  readonly detail: string
  /** Of one that waits: when it is tried next. UTC, ISO 8601. */
  readonly nextAt: string | null
  /** Of one that is sent in part: the recipients that will not have it. */
  readonly missed: readonly string[]
}

/** Those of its receivers whom no channel reached, each once. */
export function missedReceivers(
  outcomes: readonly Pick<ChannelOutcome, 'channel' | 'state'>[],
  receivers: readonly Pick<Receiver, 'name' | 'channels'>[],
): readonly string[] {
  const reaching = new Set(outcomes.filter(({ state }) => state === 'sent').map(({ channel }) => channel))
  const missed = receivers.filter(({ channels }) => !channels.some((channel) => reaching.has(channel)))
  return [...new Set(missed.map(({ name }) => name))]
}

/** What became of a message as a whole: one way out to each of its receivers is enough for it to be sent. */
export function stateOfOutcomes(
  outcomes: readonly Pick<ChannelOutcome, 'channel' | 'state'>[],
  receivers: readonly Pick<Receiver, 'name' | 'channels'>[],
): MessageState {
  const order = ['sent', 'partly', 'waiting', 'failed', 'withheld', 'cause_gone'] as const
  const best = order.find((state) => outcomes.some((one) => one.state === state)) ?? 'nobody'
  return best === 'sent' && missedReceivers(outcomes, receivers).length > 0 ? 'partly' : best
}

/** One line of the record of messages, kept in the vault. */
export interface MessageRecord {
  readonly id: string
  /** By which channel; null: it is said of the message as a whole, which no channel has tried. */
  readonly channel: string | null
  readonly state: MessageState
  /** Why it was not sent; empty where there is nothing to say. */
  readonly detail: string
  /** Of one that waits: when it is tried next. UTC, ISO 8601. */
  readonly nextAt: string | null
  /** Of one that is sent in part: who was not reached. */
  readonly missed: readonly string[]
  /** UTC, ISO 8601. */
  readonly at: string
  readonly kind: HealthCause['kind']
  readonly severity: Severity
  readonly roles: readonly string[]
  /** Those who have the channel; of a message as a whole: all. */
  readonly receivers: readonly Pick<Receiver, 'name' | 'channels'>[]
  /** Of how many alerts it tells; more than one: it is a digest. */
  readonly alertCount: number
}

/** Who was not reached by a message, by what the record says of it last; `records`: newest first. People by name, recipients by address. */
export function missedByRecord(messageId: string, records: readonly MessageRecord[]): readonly string[] {
  const newest = new Map<string, MessageRecord>()
  for (const record of records)
    if (record.id === messageId && record.channel !== null && !newest.has(record.channel))
      newest.set(record.channel, record)
  const lines = [...newest.values()]
  const reached = lines.filter(({ state }) => state === 'sent' || state === 'partly')
  const reaching = new Set(reached.map(({ channel }) => channel))
  const people = lines.flatMap(({ receivers }) => receivers)
  const missed = people.filter(({ channels }) => !channels.some((channel) => reaching.has(channel)))
  return [...new Set([...missed.map(({ name }) => name), ...lines.flatMap((line) => line.missed)])]
}
