import { isUnanswered, whyWithheld, type Alert, type Told } from '../../../shared/domain/alerts/alert.ts'
import { timePassed, type ClockReading } from '../../../shared/domain/alerts/clock-reading.ts'
import { dueStep, ladderOf } from '../../../shared/domain/alerts/due-steps.ts'
import type { Escalation } from '../../../shared/domain/alerts/escalation.ts'
import { countedOn, told, withState } from '../../../shared/domain/alerts/follow-alerts.ts'
import {
  type ChannelOutcome,
  formerMessageOf,
  messageIdOf,
  messageOf,
  partsOfMessageId,
  stateOfOutcomes,
  type Message,
  type MessageRecord,
} from '../../../shared/domain/alerts/message.ts'
import type { MessageState } from '../../../shared/domain/alerts/message-state.ts'
import { isQuietAt } from '../../../shared/domain/alerts/quiet-hours.ts'
import { faultOf } from '../../../shared/domain/fault.ts'
import { faultText } from '../../../shared/domain/faults/fault-text.ts'
import {
  addMessageRecord,
  changingAlerts,
  listAlerts,
  readAlert,
  saveAlert,
  type Ports,
} from '../../engine/engine.ts'
import type { Messenger, TriedAgain } from './messenger.ts'

/** What telling asks of those around it. */
export interface TellingAround {
  readonly ports: Ports
  readonly folder: string
  readonly escalation: Escalation
  readonly messenger: Messenger
  /** Whether this program still is the one that tells: asked before each message. */
  mayTell(): Promise<boolean>
}

/** The time that an alert has been open is saved so often while it climbs, for a restart whose wall clock is wrong. */
const countedEveryMs = 5 * 60_000

function climbs(escalation: Escalation, alert: Alert): boolean {
  const rule = escalation.matrix[alert.cause.kind]
  return ladderOf(rule, alert).some(({ nextAtOpenMs }) => nextAtOpenMs !== null)
}

/** One alert at a later moment, with what is to be told of it now; null: nothing of it has to be saved. */
function decided(escalation: Escalation, alert: Alert, now: ClockReading): Alert | null {
  if (!isUnanswered(alert) || !climbs(escalation, alert)) return null
  const counted = countedOn(alert, now)
  const isQuiet = escalation.quietHours !== null && isQuietAt(escalation.quietHours, now.wallMs)
  const due = dueStep(escalation.matrix[alert.cause.kind], counted, isQuiet)
  if (due !== null) return told(counted, due, now)
  return timePassed(alert.countedAt, now) >= countedEveryMs ? counted : null
}

function unsent({ told: tellings }: Alert): readonly Told[] {
  return tellings.filter(({ state }) => state === 'decided')
}

/**
 * Decides whom to tell of what now, and saves that; answers the alerts with messages that are decided and not begun, also by a program that
 * died since. Throws the faults of writing a vault.
 */
export function decideTellings(
  { ports, folder, escalation }: Pick<TellingAround, 'ports' | 'folder' | 'escalation'>,
  now: ClockReading,
): Promise<readonly Alert[]> {
  return changingAlerts(ports, folder, async () => {
    const { records } = await listAlerts(ports, folder)
    const unsentAlerts: Alert[] = []
    for (const alert of records) {
      const next = decided(escalation, alert, now)
      if (next !== null) await saveAlert(ports, folder, next)
      if (unsent(next ?? alert).length > 0) unsentAlerts.push(next ?? alert)
    }
    return unsentAlerts
  })
}

/** Puts one telling into a state, if it still is in another; answers the alert as it is then, null where that opening is no more. */
function moveTelling(
  { ports, folder }: Pick<TellingAround, 'ports' | 'folder'>,
  alert: Alert,
  telling: Told,
  choose: (now: Alert) => MessageState,
): Promise<{ readonly alert: Alert; readonly state: MessageState } | null> {
  return changingAlerts(ports, folder, async () => {
    const current = await readAlert(ports, folder, alert.id)
    if (current === null || current === 'unreadable' || current.opening !== alert.opening) return null
    const state = choose(current)
    const next = withState(current, telling, state)
    await saveAlert(ports, folder, next)
    return { alert: next, state }
  })
}

/** Keeps what became of a message: by each channel, or as a whole where no channel tried it. */
export async function recordMessage(
  { ports, folder }: Pick<TellingAround, 'ports' | 'folder'>,
  message: Message,
  { channel, state, detail, nextAt }: Pick<MessageRecord, 'channel' | 'state' | 'detail' | 'nextAt'>,
): Promise<void> {
  const { id, severity, roles, cause } = message
  const receivers = message.receivers
    .filter(({ channels }) => channel === null || channels.includes(channel))
    .map(({ name, channels }) => ({ name, channels }))
  const at = new Date(ports.clock.now()).toISOString()
  const line = { id, channel, state, detail, nextAt, at, kind: cause.kind, severity, roles, receivers }
  if (!(await addMessageRecord(ports, folder, line))) ports.logger.warn('messages.day_full', { ...line })
}

function asWhole(
  state: MessageState,
  detail = '',
): Pick<MessageRecord, 'channel' | 'state' | 'detail' | 'nextAt'> {
  return { channel: null, state, detail, nextAt: null }
}

function wordsOf(error: unknown): string {
  const fault = faultOf(error)
  if (fault !== undefined) return faultText(fault).message
  return error instanceof Error ? error.message : String(error)
}

/** What became of a message by each channel, or why it could not be handed over. */
async function sent(around: TellingAround, message: Message): Promise<readonly ChannelOutcome[] | string> {
  try {
    return await around.messenger.send(message)
  } catch (error) {
    around.ports.logger.error('alert.message_failed', { id: message.id, error: wordsOf(error) })
    return wordsOf(error)
  }
}

/** Hands a message over that is saved as begun; keeps what became of it. Throws the faults of writing a vault. */
async function handOver(around: TellingAround, alert: Alert, telling: Told): Promise<void> {
  const message = messageOf(around.escalation, alert, telling)
  // Only this tells whether it went out: that a record of it can't be written makes nobody untold.
  const outcomes = await sent(around, message)
  if (typeof outcomes === 'string') {
    await moveTelling(around, alert, telling, () => 'failed')
    return recordMessage(around, message, asWhole('failed', outcomes))
  }
  await moveTelling(around, alert, telling, () => stateOfOutcomes(outcomes))
  if (outcomes.length === 0) await recordMessage(around, message, asWhole('nobody'))
  for (const outcome of outcomes) await recordMessage(around, message, outcome)
}

/** Sends one message that is decided, unless somebody answered meanwhile; keeps what became of it. Throws the faults of writing a vault. */
async function tellOne(around: TellingAround, alert: Alert, telling: Told): Promise<void> {
  if (!(await around.mayTell())) return
  // As begun before it is: what dies in between may have gone out, and does not go out twice.
  const begun = await moveTelling(around, alert, telling, (now) => whyWithheld(now) ?? 'begun')
  if (begun?.state === 'begun') return handOver(around, alert, telling)
  const message = messageOf(around.escalation, alert, telling)
  await recordMessage(around, message, asWhole(begun?.state ?? 'cause_gone'))
}

/** Sends everything of these alerts that is decided and not begun. Throws the faults of writing a vault. */
export async function tellDecided(around: TellingAround, alerts: readonly Alert[]): Promise<void> {
  for (const alert of alerts) {
    for (const telling of unsent(alert)) await tellOne(around, alert, telling)
  }
}

/**
 * Takes up what a program that is gone began to tell, or kept to be tried again. What it kept here goes on, and nothing of it is sent by a
 * channel that has sent it; of the rest it is said that nobody knows whether it went out. Not while this program sends any. Throws the faults
 * of writing a vault.
 */
export async function takeUpTellings(around: TellingAround): Promise<void> {
  const { records } = await listAlerts(around.ports, around.folder)
  for (const alert of records) {
    for (const telling of alert.told) {
      if (telling.state === 'begun' || telling.state === 'waiting') await takeUp(around, alert, telling)
    }
  }
}

async function takeUp(around: TellingAround, alert: Alert, telling: Told): Promise<void> {
  const id = messageIdOf(alert, telling)
  const known = around.messenger.recall(id)
  if (known.length === 0) {
    await moveTelling(around, alert, telling, () => 'not_known')
    around.ports.logger.warn('alert.message_not_known', { id })
    return recordMessage(around, messageOf(around.escalation, alert, telling), asWhole('not_known'))
  }
  if (telling.state === 'begun') return handOver(around, alert, telling)
  // It was sent or given up, and the program died before it had said so.
  const isSettled = known.every(({ state }) => state !== 'waiting')
  if (isSettled)
    await keepOutcomes(
      around,
      known.map((outcome) => ({ messageId: id, outcome })),
    )
}

/** Keeps what became of messages that were tried again. Throws the faults of writing a vault. */
export async function keepOutcomes(
  around: Pick<TellingAround, 'ports' | 'folder' | 'escalation' | 'messenger'>,
  tried: readonly TriedAgain[],
): Promise<void> {
  if (tried.length === 0) return
  const { records } = await listAlerts(around.ports, around.folder)
  for (const { messageId, outcome } of tried) {
    const parts = partsOfMessageId(messageId)
    const alert = records.find(({ id }) => id === parts?.id)
    if (parts === null || alert === undefined) continue
    const isSame = ({ step, time }: Told): boolean => step === parts.step && time === parts.time
    const telling = alert.opening === parts.opening ? alert.told.find(isSame) : undefined
    const opening = { ...alert, opening: parts.opening }
    if (telling !== undefined) {
      const all = around.messenger.recall(messageId)
      await moveTelling(around, opening, telling, () => stateOfOutcomes(all))
    }
    const { escalation } = around
    const message =
      telling === undefined
        ? formerMessageOf(escalation, opening, parts)
        : messageOf(escalation, opening, telling)
    await recordMessage(around, message, outcome)
  }
}

/** Tries again what waits and is due; what waits of alerts that are answered or resolved is sent to nobody. Throws the faults of writing a vault. */
export async function retryMessages(around: TellingAround): Promise<void> {
  const { messenger, ports, folder } = around
  const waiting = messenger.waiting()
  if (waiting.length === 0) return
  for (const messageId of waiting) {
    const parts = partsOfMessageId(messageId)
    const alert = parts === null ? null : await readAlert(ports, folder, parts.id)
    if (alert === 'unreadable') continue
    // An opening that is no more came to its end.
    const because = alert?.opening === parts?.opening && alert !== null ? whyWithheld(alert) : 'cause_gone'
    if (because !== null) await keepOutcomes(around, await messenger.withdraw(messageId, because))
  }
  if (await around.mayTell()) await keepOutcomes(around, await messenger.retryDue())
}
